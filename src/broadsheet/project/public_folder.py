"""The one folder that a web server in front may read: static files and renditions of pictures; pure of Django."""

from pathlib import Path

from .options import OptionError

NAME = "public"
FOLDER_MODE, FILE_MODE = 0o755, 0o644


def public_folder(written: str, data: Path) -> Path:
    """Return the folder that the setting names, `public` in the data folder where it names none.

    Raises OptionError where what is private would lie in it.
    """
    folder = Path(written).resolve() if written else data / NAME
    if data == folder or folder in data.parents:
        raise OptionError(
            f"BROADSHEET_PUBLIC is {written!r}, and the data folder {data} lies in it. Name a folder of its own."
        )
    return folder


def open_to_readers(folder: Path) -> None:
    """Let every account read the folder and what is in it, whatever the umask was when it came there."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    for each in (folder, *folder.rglob("*")):
        mode = FOLDER_MODE if each.is_dir() else FILE_MODE
        if each.stat().st_mode & 0o777 != mode:
            each.chmod(mode)
