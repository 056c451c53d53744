"""Make the style sheet of the paper's own look; a paper with the usual look has none."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from django.template.loader import render_to_string
from django.urls import reverse

from ..newsroom.paper.site_settings import SiteSettings
from ..newsroom.paper.typefaces import typeface
from .theme_sheet import colours_of_theme

_DIGITS = 16
BASE = Path(__file__).parent / "static" / "site" / "base.css"
# Finds the colours in base.css: of light pages, of dark pages, then of more contrast.
_COLOURS = re.compile(r":root\s*\{[^}]*\}")


def style_sheet(settings: SiteSettings) -> str:
    """Return the style sheet, "" where the settings change no style."""
    family = typeface(settings.typeface).family
    logo = settings.logo is not None
    if not (family or logo or settings.accent or settings.accent_dark):
        return ""
    context = {
        "accent": settings.accent_on_light if settings.accent or settings.accent_dark else "",
        "accent_dark": settings.accent_on_dark,
        "family": family,
        "logo": logo,
    }
    return render_to_string("site/paper.css", context)


def style_address(settings: SiteSettings) -> str:
    """Return the address of the style sheet, which has a digest of its content, "" where there is none."""
    sheet = style_sheet(settings)
    return reverse("site:paper-style", kwargs={"digest": digest_of(sheet)}) if sheet else ""


def digest_of(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:_DIGITS]


def look_on_device(settings: SiteSettings, *, is_dark: bool) -> SiteSettings:
    """Return the settings as a light or a dark device shows them, whatever the editor's own device is set to."""
    logo = (settings.logo_dark or settings.logo) if is_dark else settings.logo
    return replace(settings, logo=logo, logo_dark=None)


def style_sheet_for(settings: SiteSettings, *, is_dark: bool) -> str:
    """Return what a preview adds to the style sheets of all pages to look as on such a device."""
    light, dark = _COLOURS.findall(BASE.read_text(encoding="utf-8"))[:2]
    of_theme, of_theme_in_dark = colours_of_theme()
    scheme = "dark" if is_dark else "light"
    colours = [light, dark, of_theme, of_theme_in_dark] if is_dark else [light, of_theme]
    accent = settings.accent_on_dark if is_dark else settings.accent_on_light
    # The accent of the desk comes before that of a theme.
    own = f"--accent: {accent}; " if settings.accent or settings.accent_dark or not of_theme else ""
    return "\n".join([*colours, f"{style_sheet(settings)}:root {{ color-scheme: {scheme}; {own}}}\n"])
