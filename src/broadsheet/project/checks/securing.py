"""Give what `serve` creates the modes that it should have."""

import os
from pathlib import Path

from .findings import Finding, warning
from .folders import PRIVATE_FILE, PRIVATE_FILES, PRIVATE_FOLDER

# What is created from now on is its owner's alone; who hands files to a web server sets their modes himself.
UMASK = 0o077


def secure(data: Path) -> list[Finding]:
    """Have this process, and all that it starts, create private files; close those that are there to other accounts.

    What cannot be closed is found: the folder may be another account's.
    """
    os.umask(UMASK)
    data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    wanted = {data: PRIVATE_FOLDER} | {data / name: PRIVATE_FILE for name in PRIVATE_FILES}
    return [found for path, mode in wanted.items() if (found := _close(path, mode))]


def _close(path: Path, mode: int) -> Finding | None:
    try:
        path.chmod(mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        advice = f"Run as the owner of the file: chmod {mode:04o} {path}"
        return warning(str(path), f"not to be closed to other accounts ({error.strerror})", advice)
    return None
