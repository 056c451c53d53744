"""The typefaces that a nameplate may have: those that are shipped, and what every machine has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface: what the desk calls it, and its CSS `font-family`; "" where pages have it already."""

    name: str
    label: str
    family: str


DEFAULT = "playfair"
# System faces without a download: https://github.com/system-fonts/modern-font-stacks
TYPEFACES = (
    Typeface(DEFAULT, "Playfair Display", ""),
    Typeface("source", "Source Serif 4", "var(--text)"),
    Typeface("serif", "Serif of the reader's machine", 'Charter, "Bitstream Charter", "Noto Serif", Cambria, Georgia, serif'),
    Typeface("sans", "Sans serif of the reader's machine", 'system-ui, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif'),
)  # fmt: skip


def typeface(name: str) -> Typeface:
    """Return the typeface of a name; the default for a name that is not known any more."""
    return next((each for each in TYPEFACES if each.name == name), TYPEFACES[0])
