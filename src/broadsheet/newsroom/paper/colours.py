"""Compare colours as readers see them: contrast, the nearest shade that can be read, and an accent for dark pages."""

import re
from dataclasses import dataclass

# The grounds of readers' pages, as base.css has them.
LIGHT_GROUND, DARK_GROUND = "#fcfbf8", "#151412"
# Our own accents, as base.css has them too.
LIGHT_ACCENT, DARK_ACCENT = "#8f1d14", "#f29d87"
# WCAG 2.2, 1.4.3 (AA): https://www.w3.org/TR/WCAG22/#contrast-minimum
LOWEST_CONTRAST = 4.5
# Lightness and highest chroma (OKLCH) of an accent made for dark pages: as light as our own, and no more glaring.
_LIGHTNESS_IN_THE_DARK, _CHROMA_IN_THE_DARK = 0.78, 0.12
_STEPS = 1_000
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")


@dataclass(frozen=True, slots=True)
class _Lab:
    """A colour in OKLab: lightness from 0 to 1, green to red, blue to yellow. https://bottosson.github.io/posts/oklab/"""

    lightness: float
    red: float
    yellow: float

    def lit(self, lightness: float) -> "_Lab":
        return _Lab(lightness, self.red, self.yellow)

    def pale(self, share: float) -> "_Lab":
        return _Lab(self.lightness, self.red * share, self.yellow * share)

    @property
    def chroma(self) -> float:
        return float((self.red**2 + self.yellow**2) ** 0.5)


def spelled(text: str) -> str:
    """Return a colour as #rrggbb; raises ValueError for anything else."""
    found = _HEX.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no colour. Write it as #8f1d14.")
    digits = found[1]
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(each * 2 for each in digits)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def can_be_read(colour: str, ground: str) -> bool:
    return contrast(colour, ground) >= LOWEST_CONTRAST


def nearest_that_can_be_read(colour: str, ground: str) -> str:
    """Return the shade of the same hue, nearest in lightness, that has enough contrast to the ground."""
    if can_be_read(colour, ground):
        return colour
    wanted = _lab(colour)
    steps = [number / _STEPS for number in range(_STEPS + 1)]
    for lightness in sorted(steps, key=lambda each: abs(each - wanted.lightness)):
        shade = _nearest_on_a_screen(wanted.lit(lightness))
        if can_be_read(shade, ground):
            return shade
    raise ValueError(f"No shade of {colour} has enough contrast to {ground}.")


def accent_for_dark_pages(accent: str) -> str:
    """Return a lighter accent of the same hue that can be read on dark pages."""
    if accent == LIGHT_ACCENT:
        return DARK_ACCENT
    wanted = _lab(accent)
    wanted = wanted.lit(max(wanted.lightness, _LIGHTNESS_IN_THE_DARK))
    if wanted.chroma > _CHROMA_IN_THE_DARK:
        wanted = wanted.pale(_CHROMA_IN_THE_DARK / wanted.chroma)
    return nearest_that_can_be_read(_nearest_on_a_screen(wanted), DARK_GROUND)


def _luminance(colour: str) -> float:
    """Return the relative luminance. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _unbent(red), _unbent(green), _unbent(blue)


def _unbent(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _bent(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _lab(colour: str) -> _Lab:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return _Lab(
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _parts(lab: _Lab) -> tuple[float, float, float]:
    """Return red, green and blue; from 0 to 1 where a screen can show the colour, beyond where it cannot."""
    long = (lab.lightness + 0.3963377774 * lab.red + 0.2158037573 * lab.yellow) ** 3
    middle = (lab.lightness - 0.1055613458 * lab.red - 0.0638541728 * lab.yellow) ** 3
    short = (lab.lightness - 0.0894841775 * lab.red - 1.2914855480 * lab.yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _nearest_on_a_screen(lab: _Lab) -> str:
    """Return a colour as #rrggbb, made paler until a screen can show it."""
    share = next(
        (
            each / 50
            for each in range(50, 0, -1)
            if all(-0.0005 <= part <= 1.0005 for part in _parts(lab.pale(each / 50)))
        ),
        0.0,
    )
    parts = (min(max(part, 0.0), 1.0) for part in _parts(lab.pale(share)))
    return "#" + "".join(f"{round(_bent(part) * 255):02x}" for part in parts)
