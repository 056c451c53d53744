"""The style sheet of what the whole paper wears; there is none for a paper that wears what all do."""

import hashlib

from django.template.loader import render_to_string
from django.urls import reverse

from ..newsroom.paper.house import House
from ..newsroom.paper.typefaces import typeface

_DIGITS = 16


def style_sheet(house: House) -> str:
    """Return the style sheet; nothing where the settings change no style."""
    family = typeface(house.typeface).family
    logo = house.logo is not None
    if not (family or logo or house.accent or house.accent_dark):
        return ""
    context = {
        "accent": house.accent_on_light if house.accent or house.accent_dark else "",
        "accent_dark": house.accent_on_dark,
        "family": family,
        "logo": logo,
    }
    return render_to_string("site/paper.css", context)


def style_address(house: House) -> str:
    """Return the address of the style sheet, which has a digest of its content; nothing where there is none."""
    sheet = style_sheet(house)
    return reverse("site:paper-style", kwargs={"digest": digest_of(sheet)}) if sheet else ""


def digest_of(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:_DIGITS]
