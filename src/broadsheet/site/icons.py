"""Make the icons of the paper from the uploaded one, or from the first letter of its name on the accent colour."""

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from PIL import Image, ImageDraw, ImageFont

from ..newsroom.paper.colours import LIGHT_GROUND
from ..prose.typography import capital

FONTS = Path(__file__).parent / "static" / "site" / "fonts"
# Parts of our display face, in the order in which a letter is looked for.
SCRIPTS = ("latin", "turkic", "latin-more", "latin-ext", "cyrillic", "cyrillic-more")
FACES = tuple(f"broadsheet-display-{script}-normal.woff2" for script in SCRIPTS)
BOLD = 800
# https://developer.apple.com/library/archive/documentation/AppleApplications/Reference/SafariWebContent/ConfiguringWebApplications
TOUCH = 180
# RSS 2.0 lets the picture of a channel be this wide: https://www.rssboard.org/rss-specification
CHANNEL = 144
MANIFEST = (192, 512)
IN_ICO = (16, 32, 48)
# Pixels of the drawing from which smaller icons are made.
_LARGEST = 512


def first_letter(name: str, *, language: str) -> str:
    """Return the first letter or figure of a name as a capital, nothing where it has none."""
    letter = next((each for each in unicodedata.normalize("NFC", name) if each.isalnum()), "")
    large = capital(letter, language=language)
    return large if len(large) == 1 else letter


def letter_svg(letter: str, accent: str) -> str:
    """Draw a letter on the accent colour; without a letter, lines of print."""
    square = format_html('<rect width="32" height="32" fill="{}"/>', accent)
    if letter:
        drawn = format_html(
            '<text x="16" y="23.5" text-anchor="middle" font-family="Georgia, serif" font-weight="700" font-size="22" fill="{}">{}</text>',
            LIGHT_GROUND,
            letter,
        )
    else:
        drawn = format_html(
            '<path d="M7 9h18M7 14h18M7 19h18M7 24h11" stroke="{}" stroke-width="2"/>', LIGHT_GROUND
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{square}{drawn}</svg>'


def letter_icon(letter: str, accent: str) -> Image.Image:
    """Draw a letter on the accent colour; lines of print where no face of ours has the letter."""
    icon = Image.new("RGB", (_LARGEST, _LARGEST), accent)
    pencil = ImageDraw.Draw(icon)
    face = _face_with(letter) if letter else None
    if face is not None:
        left, top, right, bottom = face.getbbox(letter)
        place = ((_LARGEST - left - right) / 2, (_LARGEST - top - bottom) / 2)
        pencil.text(place, letter, font=face, fill=LIGHT_GROUND)
    else:
        for row, end in ((144, 400), (224, 400), (304, 400), (384, 288)):
            pencil.line((112, row, end, row), fill=LIGHT_GROUND, width=32)
    return icon


def uploaded_icon(content: bytes) -> Image.Image:
    """Read an icon that was kept."""
    with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
        return picture.convert("RGBA")


def as_png(icon: Image.Image, size: int, *, ground: str = "") -> bytes:
    """Return an icon in a size; on a ground where nothing may shine through."""
    made = icon.resize((size, size), Image.Resampling.LANCZOS)
    if ground and made.mode == "RGBA":
        flat = Image.new("RGB", made.size, ground)
        flat.paste(made, mask=made.getchannel("A"))
        made = flat
    written = io.BytesIO()
    made.save(written, "PNG", optimize=True)
    return written.getvalue()


def as_ico(icon: Image.Image) -> bytes:
    """Return an icon in the sizes of favicon.ico."""
    written = io.BytesIO()
    icon.save(written, "ICO", sizes=[(each, each) for each in IN_ICO])
    return written.getvalue()


@lru_cache(maxsize=8)
def _face_with(letter: str) -> ImageFont.FreeTypeFont | None:
    """Return a face that has a letter, None where none has or where this machine's FreeType reads no WOFF2."""
    for name in FACES:
        try:
            face = ImageFont.truetype(str(FONTS / name), round(_LARGEST * 0.68))
            face.set_variation_by_axes([BOLD])
        except OSError:
            continue
        # A missing letter is drawn like U+FFFF, which no face has.
        if bytes(face.getmask(letter)) != bytes(face.getmask("\uffff")):
            return face
    return None
