"""Find the parts of a theme's folder that Django looks into before ours. Loads no Django."""

import os
from pathlib import Path

TEMPLATES, STATIC, LOCALE = "templates", "static", "locale"
# Each may be missing, but not all of them.
FOLDERS = (TEMPLATES, STATIC, LOCALE)


def theme_folder(written: str) -> Path | None:
    """Return the folder that the setting names, None where it names none."""
    return Path(written).resolve() if written else None


def folders_of(theme: Path | None, name: str) -> list[Path]:
    """Return a folder of the theme as Django's settings want it: a list, empty where there is none."""
    return [theme / name] if theme is not None and os.path.isdir(theme / name) else []


def sheet_of(theme: Path | None) -> Path | None:
    """Return the theme's own style sheet; None where it has none. One that is written later is seen after a restart."""
    file = theme / STATIC / "theme.css" if theme is not None else None
    return file if file is not None and os.path.isfile(file) else None
