"""The folder of a theme, and what of it takes its place before ours; pure of Django."""

import os
from pathlib import Path

TEMPLATES, STATIC, LOCALE = "templates", "static", "locale"
# Each may be missing, but not all of them.
FOLDERS = (TEMPLATES, STATIC, LOCALE)


def theme_folder(written: str) -> Path | None:
    """Return the folder that the setting names, None where it names none."""
    return Path(written).resolve() if written else None


def folders_of(theme: Path | None, name: str) -> list[Path]:
    """Return a folder of the theme as Django's settings want it: in a list, which is empty where there is none."""
    return [theme / name] if theme is not None and os.path.isdir(theme / name) else []


def sheet_of(theme: Path | None) -> Path | None:
    """Return the theme's own style sheet; None where it has none now, for what is written later waits for a restart."""
    file = theme / STATIC / "theme.css" if theme is not None else None
    return file if file is not None and os.path.isfile(file) else None
