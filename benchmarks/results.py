"""Tables of figures: a benchmark shows them, and `make bench` keeps them as JSON with the change that they measure."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "results"
# Names the file into which `show` also writes tables, a line of JSON each. Unset, they are only printed.
TABLES = "BENCHMARK_TABLES"
FIGURES_KEPT = 4

Cell = str | float


@dataclass(frozen=True, slots=True)
class Table:
    """Figures beside the reference of the same run: the reference is a row or a column like the others."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a benchmark. `at` is its day, or its minute in UTC. `note` holds what the tables do not show."""

    command: str
    at: str
    machine: str
    change: str
    tables: Sequence[Table]
    note: str = ""


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table, and keep it where `make bench` asked for that."""
    table = Table(title, columns, [[_rounded(cell) for cell in row] for row in rows])
    printed = [list(columns), *([written(cell) for cell in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*printed, strict=True)]
    print(f"\n{title}")
    for first, *rest in printed:
        figures = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        print("  " + "  ".join([first.ljust(widths[0]), *figures]), flush=True)
    if TABLES in os.environ:
        with Path(os.environ[TABLES]).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(asdict(table)) + "\n")


def written(cell: Cell) -> str:
    """Return a cell as text: whole numbers in full, others to three digits."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.3g}" if abs(cell) >= 0.001 or not cell else f"{cell:.1e}"


def _rounded(cell: Cell) -> Cell:
    return float(f"{cell:.{FIGURES_KEPT}g}") if isinstance(cell, float) else cell


def shown(file: Path) -> list[Table]:
    """Return the tables that a benchmark wrote into a file."""
    return [Table(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def add(run: Run, folder: Path = FOLDER) -> None:
    """Add a run to the results of its program."""
    file = folder / f"{Path(run.command.split()[0]).stem}.json"
    folder.mkdir(exist_ok=True)
    kept = json.loads(file.read_text("utf-8")) if file.exists() else []
    replace(file, json.dumps([*kept, asdict(run)], indent=1, ensure_ascii=False) + "\n")


def latest(folder: Path = FOLDER) -> dict[str, Run]:
    """Return the last run of each command."""
    found: dict[str, Run] = {}
    for file in sorted(folder.glob("*.json")):
        for each in json.loads(file.read_text("utf-8")):
            found[each["command"]] = _run(each)
    return found


def _run(kept: Mapping[str, Any]) -> Run:
    return Run(**{**kept, "tables": [Table(**each) for each in kept["tables"]]})


def replace(file: Path, text: str) -> None:
    """Replace a file as a whole: whoever reads it or breaks this off finds the old one or the new one."""
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, file)


def this_machine(processors: Path = Path("/proc/cpuinfo")) -> str:
    """Return what this runs on, and nothing that says whose machine it is."""
    # On ARM, proc(5) has no name of a model.
    named = re.search(r"^model name\s*: *(.+)$", processors.read_text("utf-8"), re.MULTILINE)
    processor = named[1].strip() if named else platform.machine()
    cores = os.cpu_count() or 1
    return f"{processor}, {cores} core{'s' if cores > 1 else ''}, Python {platform.python_version()}"


def last_change() -> str:
    """Return the last commit, and whether files of the product have changed since."""
    commit, changed = (
        subprocess.run(["git", *each], cwd=FOLDER.parent, capture_output=True, text=True).stdout.strip()
        for each in (["log", "-1", "--format=%h %s"], ["status", "--porcelain", "--", "../src"])
    )
    return f"{commit}, and what is not committed" if changed else commit
