"""Where the processes of a site keep their figures for each other."""

import os
import shutil
from pathlib import Path

# What the library looks for when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def folder_of(data: Path) -> Path:
    """Return where the figures of a site stand."""
    return data / "run" / "metrics"


def share(data: Path) -> None:
    """Have the library share the figures of this process, and of those that it starts, with the others of a site."""
    folder = folder_of(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)


def clean(data: Path) -> None:
    """Remove the figures of an earlier start. For the one process that starts the others, before it does."""
    folder = folder_of(data)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
