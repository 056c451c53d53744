"""Render docs/performance.md from a text with the name of a benchmark where its figures go, and from the results.

In the text `{{ visit.py memory }}` on a line of its own stands for the last run of that command. A section whose
commands have no result at all is left out.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from results import Run, Table, written

TEXT = Path(__file__).resolve().parent / "performance.template.md"
PLACE = re.compile(r"^\{\{ (.+) \}\}$", re.MULTILINE)
_SECTION = re.compile(r"^(?=##+ )", re.MULTILINE)


def rendered(text: str, runs: Mapping[str, Run]) -> str:
    """Return the text with figures in their places."""
    sections = [each for each in _SECTION.split(text) if _is_measured(each, runs)]
    found = PLACE.sub(lambda place: _figures(runs[place[1]]) if place[1] in runs else "", "".join(sections))
    return re.sub(r"\n{3,}", "\n\n", found).rstrip("\n") + "\n"


def _is_measured(section: str, runs: Mapping[str, Run]) -> bool:
    commands = PLACE.findall(section)
    return not commands or any(each in runs for each in commands)


def _figures(run: Run) -> str:
    about = f"`{run.command}` on {run.at}, {run.machine}. Commit: {run.change}."
    return "\n\n".join([f"{about} {run.note}".strip(), *map(_table, run.tables)])


def _table(table: Table) -> str:
    head = [
        f"| {' | '.join([table.title, *table.columns[1:]])} |",
        "|---" + "|---:" * (len(table.columns) - 1) + "|",
    ]
    return "\n".join([*head, *(f"| {' | '.join(map(written, row))} |" for row in table.rows)])
