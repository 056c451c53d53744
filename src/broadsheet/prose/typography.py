"""Tidy what is typed or pasted: blanks, control characters, the direction tricks of bidi overrides."""

import re
import unicodedata
from typing import Literal

from .stems import primary

# What is no Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets), so that no feed may carry it: C0 controls except tab
# and line ends, lone surrogates (no database takes them either), U+FFFE and U+FFFF. Besides: C1 controls, and the
# embedding, override and isolate marks that can turn a headline round: https://trojansource.codes/
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
    "\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")
# Languages of the Turkish alphabet, in which i keeps its dot as a capital:
# https://www.unicode.org/Public/UNIDATA/SpecialCasing.txt
DOTTED_I = frozenset({"az", "crh", "gag", "tr", "tt"})
# Sorting the marks upon one letter takes the square of their number. The Stream-Safe Text Format (Unicode Standard
# Annex 15, section 13) allows 30 of them, far more than any language needs.
MOST_MARKS = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def without_controls(text: str) -> str:
    """Return `text` without control characters, bidi overrides, and all else that XML 1.0 has no Char for."""
    return _CONTROLS.sub("", text)


def single_spaced(text: str) -> str:
    """Return `text` on one line with single blanks."""
    return _BLANKS.sub(" ", text).strip()


def tidy_headline(text: str) -> str:
    """Return `text` as one line without controls, bidi overrides and invisible characters."""
    return single_spaced(_INVISIBLE.sub("", without_controls(text)))


def comparable(text: str) -> str:
    """Return `text` reduced to what makes two lines the same to a reader: letters and digits."""
    return _NOT_WORD.sub(" ", normalized("NFKC", text).casefold()).strip()


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: not capitals, blanks and ways to write an accent."""
    return normalized("NFC", normalized("NFC", tidy_headline(name)).casefold())


def capitalized(text: str, *, language: str) -> str:
    """Return `text` with a capital, as words of a language that stand alone have it.

    Georgian letters have capitals too, which no word begins with.
    """
    return capital(text[:1], language=language) + text[1:]


def capital(letter: str, *, language: str) -> str:
    """Return one letter as a capital at the beginning of a word, which in a few languages is not that of Unicode."""
    if letter == "i" and primary(language) in DOTTED_I:
        return "İ"
    return letter.title()


def normalized(form: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """Return `text` in a normalization form of Unicode; a letter keeps the first 30 marks upon it."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, without_surplus_marks(text))


def without_surplus_marks(text: str) -> str:
    """Return `text` with at most 30 combining marks in a row."""
    return _MAY_BE_MARKS.sub(_without_surplus, text)


def _without_surplus(row: re.Match[str]) -> str:
    kept, marks = [], 0
    for letter in row[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
