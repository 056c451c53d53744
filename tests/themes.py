"""Give the site of a test a theme, as the settings do at a start."""

from pathlib import Path
from typing import Any

from broadsheet.project.theme_folder import folders_of, sheet_of
from broadsheet.site import printed_candidates, printed_cards

TABLOID = Path(__file__).resolve().parent.parent / "themes" / "tabloid"


def wear(theme: Path, settings: Any) -> None:
    """Set what `project/settings.py` sets for BROADSHEET_THEME, and forget what was printed without it."""
    settings.THEME, settings.THEME_SHEET = theme, sheet_of(theme)
    settings.STATICFILES_DIRS = folders_of(theme, "static")
    settings.LOCALE_PATHS = folders_of(theme, "locale")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": folders_of(theme, "templates")}]
    printed_cards._remembered.clear()
    printed_candidates._shell.cache_clear()
