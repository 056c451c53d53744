"""Keep what a benchmark found as JSON beside it, one entry a run, with the change that it measures."""

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from figures import this_machine, write

FOLDER = Path(__file__).resolve().parent / "results"


def note(name: str, command: str, found: dict[str, Any], *, now: datetime) -> None:
    """Add a run to the results of a benchmark."""
    file = FOLDER / f"{name}.json"
    runs = json.loads(file.read_text("utf-8")) if file.exists() else []
    runs.append(
        {
            "command": command,
            "at": f"{now:%Y-%m-%d %H:%M} UTC",
            "machine": str(this_machine()),
            "change": _last_change(),
            **found,
        }
    )
    FOLDER.mkdir(exist_ok=True)
    write(file, json.dumps(runs, indent=2) + "\n")


def _last_change() -> str:
    """Return the last commit that is measured, and that it is not all where files have changed since."""
    said = [
        subprocess.run(["git", *each], cwd=FOLDER.parent, capture_output=True, text=True).stdout.strip()
        for each in (["log", "-1", "--format=%h %s"], ["status", "--porcelain", "--", "../src"])
    ]
    return f"{said[0]}, and what is not committed" if said[1] else said[0]
