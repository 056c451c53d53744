"""Back a site up while stories are imported into it, restore each backup elsewhere, and look for what is missing.

    python benchmarks/backups.py [--postgresql] [--rounds 8]

Shows how long each backup took, how much it holds, whether it was found whole, how many of the articles that were
committed before it began are not in it, and how many faults `rails check` finds in the restored site.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from results import Cell, show

from postgresql_server import postgresql
from sites import another, broadsheet, done, faults, importing, psql, written

URL = "BROADSHEET_DATABASE_URL"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--rounds", type=int, default=8)
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as work,
        tempfile.TemporaryDirectory() as server,
        postgresql(Path(server)) if chosen.postgresql else nullcontext() as url,
    ):
        at = {URL: url} if url else {}
        found = measure(Path(work), at, chosen.rounds)
    columns = ("backup", "seconds", "MB", "found whole", "articles before", "restored", "missing", "faults")
    show(f"{'PostgreSQL' if url else 'SQLite'}, beside an import", columns, found)
    if ill := [row for row in found if row[3] != "yes" or row[6] or row[7]]:
        sys.exit(f"{len(ill)} of {chosen.rounds} backups are not whole, or lack articles, or have faults.")


def measure(work: Path, at: Mapping[str, str], rounds: int) -> list[list[Cell]]:
    """Return a row for each backup."""
    data = work / "site"
    done("upgrade", data=data, **at)
    before, seconds = [], []
    for number in range(rounds):
        with importing(data, at, work / f"stories-{number}", seed=number) as is_importing:
            before.append(written(data, at))
            begun = time.monotonic()
            done("backup", work / f"{number}.zip", data=data, **at)
            seconds.append(time.monotonic() - begun)
            if not is_importing():
                sys.exit(f"The import ended before round {number + 1} did.")
    return [
        [f"{number + 1}", seconds[number], *restored(work, number, at, before[number])]
        for number in range(rounds)
    ]


def restored(work: Path, number: int, at: Mapping[str, str], before: set[str]) -> list[Cell]:
    """Restore one backup elsewhere; return its size, whether it is whole, and what is there."""
    file, elsewhere = work / f"{number}.zip", work / f"elsewhere-{number}"
    there = {URL: another(at[URL])} if at else {}
    verified = broadsheet("backup", "--verify", file, data=elsewhere)
    done("restore", file, data=elsewhere, **there)
    found = written(elsewhere, there)
    wrong = faults(elsewhere, **there)
    if at:
        psql(at[URL], "DROP DATABASE copy")
    whole = verified.stderr.strip() if verified.returncode else "yes"
    return [file.stat().st_size / 1e6, whole, len(before), len(found), len(before - found), len(wrong)]


if __name__ == "__main__":
    main()
