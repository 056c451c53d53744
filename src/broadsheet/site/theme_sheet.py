"""The theme's own style sheet, which comes after ours: most themes need no other file."""

import re
from pathlib import Path

from django.conf import settings

# Its name among the static files.
SHEET = "theme.css"
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*((?::root\s*\{[^}]*\}\s*)+)\}")
_ROOT = re.compile(r":root\s*\{[^}]*\}")


def sheet_of_theme() -> Path | None:
    """Return the file that was there at the start, None where there is no theme or it had none."""
    found: Path | None = settings.THEME_SHEET
    return found


def colours_of_theme() -> tuple[str, str]:
    """Return its `:root` rules: those of light pages, and those that dark pages add to them."""
    file = sheet_of_theme()
    # Browsers too replace what is not UTF-8.
    sheet = file.read_text(encoding="utf-8", errors="replace") if file and file.is_file() else ""
    dark = [rule for match in _DARK.finditer(sheet) for rule in _ROOT.findall(match[1])]
    light = _ROOT.findall(_DARK.sub("", sheet))
    return "\n".join(light), "\n".join(dark)
