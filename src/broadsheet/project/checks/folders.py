"""Check that the folders in the settings can be made and written, and that nobody else reads what they hold."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..options import SQLITE_FILE, Options, shown
from ..theme_folder import FOLDERS
from .findings import Finding, cannot_work, warning

SECRET_KEY = "secret-key"  # noqa: S105  # a file's name
PRIVATE_FOLDER, PRIVATE_FILE, PUBLIC_FOLDER = 0o700, 0o600, 0o755
# Files that hold passwords' hashes, drafts, sessions or keys, as they stand in the data folder.
PRIVATE_FILES = (SQLITE_FILE, f"{SQLITE_FILE}-wal", f"{SQLITE_FILE}-shm", SECRET_KEY)


def check_data(options: Options) -> Iterator[Finding]:
    """The data folder must be one that we can write; it is made where it is missing."""
    yield from check_folder("BROADSHEET_DATA", options.data, mode=PRIVATE_FOLDER)


def check_press_folder(options: Options) -> Iterator[Finding]:
    """So must the folder of pages as files, where one is named."""
    if options.press_folder:
        yield from check_folder("BROADSHEET_PRESS_FOLDER", options.press_folder, mode=PUBLIC_FOLDER)


def check_public_folder(options: Options) -> Iterator[Finding]:
    """A folder for a web server in front must be writable, where the settings name one."""
    if options.public:
        yield from check_folder("BROADSHEET_PUBLIC", options.public, mode=PUBLIC_FOLDER)


def check_theme(options: Options) -> Iterator[Finding]:
    """A theme is a folder with something of a theme in it, where one is named."""
    if not options.theme:
        return
    named = shown(options.theme)
    if not os.path.isdir(options.theme):
        advice = "Name the folder of a theme, or leave this empty."
        yield cannot_work("BROADSHEET_THEME", f"{named}, which is no folder", advice)
    elif not any(os.path.isdir(os.path.join(options.theme, each)) for each in FOLDERS):
        yield cannot_work(
            "BROADSHEET_THEME",
            f"{named}, which has none of the folders {', '.join(FOLDERS)} in it",
            "Make one of them, or leave this empty.",
        )


def check_folder(what: str, named: str, *, mode: int) -> Iterator[Finding]:
    """Find what keeps us from writing into a folder, made now with a mode where it is missing."""
    if not named:
        yield cannot_work(what, "empty", "Name a folder.")
        return
    try:
        folder = Path(named).resolve()
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(mode)  # whatever the umask is
        elif not folder.is_dir():
            raise FileExistsError
    except FileExistsError:
        yield cannot_work(what, f"{shown(named)}, which is a file", "Name a folder, or move the file away.")
        return
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead round in a circle
        why = getattr(error, "strerror", None) or error
        yield cannot_work(
            what, f"{shown(named)}, which cannot be made ({why})", "Name a folder that you may write."
        )
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        advice = "Give the folder to the account that runs Broadsheet: chown -R ACCOUNT FOLDER."
        yield cannot_work(what, f"{shown(str(folder))}, which this account may not write", advice)


def check_secret_key(options: Options) -> Iterator[Finding]:
    """The key that sessions are signed with must be one that can be read."""
    path = Path(options.data).resolve() / SECRET_KEY
    try:
        is_fit = bool(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return  # made at the first start
    except (OSError, ValueError):
        is_fit = False
    if not is_fit:
        advice = "Remove it: another is made at the next start, and everybody signs in again."
        yield cannot_work("The secret key", f"{shown(str(path))}, which is empty or cannot be read", advice)


def check_modes(options: Options) -> Iterator[Finding]:
    """What the data folder holds is nobody else's business."""
    data = Path(options.data).resolve()
    yield from _open_to_others(data, PRIVATE_FOLDER)
    for name in PRIVATE_FILES:
        yield from _open_to_others(data / name, PRIVATE_FILE)


def _open_to_others(path: Path, wanted: int) -> Iterator[Finding]:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return
    if mode & ~wanted & 0o077:
        yield warning(
            str(path), f"open to other accounts (mode {mode:04o})", f"Run: chmod {wanted:04o} {path}"
        )
