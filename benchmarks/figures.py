"""Put what a benchmark printed into a document, between two comments that belong to its command.

    <!-- figures: cold_pages.py --scale -->
    ...
    <!-- end -->

What stands between them is replaced as a whole; all else in the document is its writer's and stays.
"""

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

OPENING = re.compile(r"<!-- figures: (.+) -->")
END = "<!-- end -->"
UNPLACED = "## Figures that have no place above yet"


class MisplacedMarker(ValueError):
    """A block has no end, or a command has two blocks. Mend the comments in the document."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What figures are measured on, and nothing that says whose machine it is."""

    processor: str
    cores: int
    python: str

    def __str__(self) -> str:
        cores = "1 core" if self.cores == 1 else f"{self.cores} cores"
        return f"{self.processor}, {cores}, Python {self.python}"


def this_machine(processors: Path = Path("/proc/cpuinfo")) -> Machine:
    """Return the machine that this runs on."""
    # On ARM, proc(5) has no name of a model.
    named = re.search(r"^model name\s*: *(.+)$", processors.read_text("utf-8"), re.MULTILINE)
    processor = named[1].strip() if named else platform.machine()
    return Machine(processor, os.cpu_count() or 1, platform.python_version())


def measured(command: str, machine: Machine, *, now: datetime) -> str:
    """Say in a line what was measured, when and on what."""
    return f"`{command}`, measured on {now.astimezone(UTC):%Y-%m-%d at %H:%M} UTC ({machine}):"


def placed(document: str, command: str, output: str, *, about: str) -> str:
    """Return a document with a command's output in that command's block, under a line that says what it is about.

    A command that has no block gets one at the document's end. Raises MisplacedMarker.
    """
    lines = document.split("\n")
    block = [f"<!-- figures: {command} -->", about, "", "```", *output.strip("\n").split("\n"), "```", END]
    if place := blocks(lines).get(command):
        lines[place] = block
        return "\n".join(lines)
    heading = [] if UNPLACED in lines else [UNPLACED]
    return "\n".join([document.rstrip("\n"), "", *heading, *block, ""])


def blocks(lines: Sequence[str]) -> dict[str, slice]:
    """Find the block of each command in a document's lines, its two comments included. Raises MisplacedMarker."""
    found: dict[str, slice] = {}
    command, begins = "", 0
    for number, each in enumerate(lines):
        opening = OPENING.fullmatch(each.strip())
        if opening and command:
            break
        if opening:
            command, begins = opening[1], number
            if command in found:
                raise MisplacedMarker(
                    f"line {number + 1}: the figures of '{command}' have a block on line {found[command].start + 1} already. Keep one."
                )
        elif command and each.strip() == END:
            found[command] = slice(begins, number + 1)
            command = ""
    if command:
        raise MisplacedMarker(
            f"line {begins + 1}: the figures of '{command}' have no end. Write {END} on a line of its own below them."
        )
    return found


def write(document: Path, text: str) -> None:
    """Replace a document as a whole: whoever reads it or breaks this off finds the old one or the new one."""
    draft = document.with_name(f".{document.name}.draft")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, document)
