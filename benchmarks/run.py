"""Run all benchmarks, or those that are named, keep their figures, and render docs/performance.md from them.

    python benchmarks/run.py [command ...]
    python benchmarks/run.py "live_rails.py --alone" cold_pages.py

Each is kept as it finishes. What a benchmark that fails had shown is not kept: its earlier figures stay, it is named at
the end, and the exit status is 1. `python benchmarks/run.py --render` measures nothing.
"""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import document
import results

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
COMMANDS = (
    "start_and_import.py", "wordpress.py", "wordpress.py --megabytes 1000", "related_scale.py",
    "first_visit.py", "visit.py", "visit.py beside", "visit.py memory",
    "live_rails.py --alone", "live_rails.py", "live_rails.py --postgresql", "cold_pages.py", "cold_pages.py --scale", "search_page.py",
    "search_page.py --articles 20000", "search_engine.py --texts 200000", "search_engine.py", "feeds.py", "sitemaps.py",
    "million_addresses.py", "backups.py", "backups.py --postgresql",
)  # fmt: skip


def main() -> None:
    """Run what is named on the command line, or everything; exit with 1 where a benchmark failed."""
    commands = sys.argv[1:] or list(COMMANDS)
    if commands == ["--render"]:
        render()
        return
    if unknown := [each for each in commands if each not in COMMANDS]:
        known = "\n".join(f"  {each}" for each in COMMANDS)
        sys.exit(
            f"There is no benchmark '{unknown[0]}'. Name one of these, in quotes where it has blanks:\n{known}"
        )
    outcomes = {each: _measure(each) for each in commands}
    if without := [each for each, tables in outcomes.items() if tables == 0]:
        print(f"\nNot measured, since what they need is not here: {', '.join(without)}")
    if failed := [each for each, tables in outcomes.items() if tables is None]:
        sys.exit(f"\nFailed: {', '.join(failed)}")


def render() -> None:
    """Write the document from the results."""
    results.replace(DOCUMENT, document.rendered(document.TEXT.read_text("utf-8"), results.latest()))


def _measure(command: str) -> int | None:
    """Run a benchmark in a process of its own and keep its tables; return how many, or None where it failed."""
    print(f"\n{command}", flush=True)
    script, *arguments = command.split()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "tables"
        kept.touch()
        environment = os.environ | {"BROADSHEET_DATA": str(Path(folder) / "var"), results.TABLES: str(kept)}
        if subprocess.run([sys.executable, str(HERE / script), *arguments], env=environment).returncode:
            return None
        tables = results.shown(kept)
    if tables:
        at = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        results.add(results.Run(command, at, results.this_machine(), results.last_change(), tables))
        render()
    return len(tables)


if __name__ == "__main__":
    main()
