"""Choose the files of a backup: all of the data folder, except what is made again or must not be kept."""

import os
import stat
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from .manifest import BackupError

# What a backup leaves out of the data folder. All else is taken, whoever put it there.
LEFT_OUT = (
    # The database is copied in a way of its own.
    "broadsheet.sqlite3*",
    # Marks of processes that run.
    "*.lock",
    "*.pid",
    "*.log",
    "audience/lock",
    # The keys of readers' hashes are destroyed within a day (docs/privacy.md); a backup would keep them for years.
    "audience/half-day-*",
    # Gathered and built again at each start.
    "static",
    "search",
    # Other backups, and what was left by a restore that was killed.
    "before-upgrade",
    "newest-backup*",
    ".restoring",
)
# The folders of a backup.
FOLDERS = ("data", "media", "settings")


def is_left_out(path: str) -> bool:
    """Return True if a backup leaves out a path of the data folder, or a folder above it."""
    parts = path.split("/")
    return any(
        len(parts) >= len(pattern)
        and all(fnmatchcase(part, wanted) for part, wanted in zip(parts, pattern, strict=False))
        for pattern in (each.split("/") for each in LEFT_OUT)
    )


def may_be_held(name: str) -> bool:
    """Return True if a file of a backup may have a name: one that leads nowhere else, and that a backup does not leave out."""
    folder, _, path = name.partition("/")
    parts = path.split("/")
    return (
        folder in FOLDERS
        and not any(each in ("", ".", "..") for each in parts)
        # Half a surrogate pair stands for a byte that is no UTF-8 (PEP 383).
        and not any(each in "\\\0" or "\ud800" <= each <= "\udfff" for each in name)
        and not (folder == "data" and is_left_out(path))
    )


def files_in(root: Path, *, apart: Collection[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Yield every regular file under a folder as (path from there, path), but for what lies in `apart`.

    Links are followed, for pictures may lie on another disk. Raises BackupError for a folder that cannot be read.
    """
    skipped = {os.path.realpath(each) for each in apart}
    seen: set[str] = set()
    for folder, folders, names in os.walk(root, followlinks=True, onerror=_cannot_list):
        real = os.path.realpath(folder)
        folders[:] = sorted(each for each in folders if os.path.realpath(Path(folder, each)) not in skipped)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        for name in sorted(names):
            path = Path(folder, name)
            if os.path.realpath(path) not in skipped and _is_regular(path):
                yield path.relative_to(root).as_posix(), path


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def _cannot_list(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise BackupError(f"{error.filename} cannot be read: {error.strerror}. Run as the site's own user.")
