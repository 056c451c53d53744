"""Fold words to what people type: without marks, and with one letter where keyboards or habits have two."""

import re

from .chinese import SIMPLIFIED
from .stems import primary
from .terms import fold
from .typography import normalized

# Letters that no normalization form takes apart, as people write them who have no such key.
_ARABIC_DIGITS = {0x0660 + digit: str(digit) for digit in range(10)}
_PERSIAN_DIGITS = {0x06F0 + digit: str(digit) for digit in range(10)}
_LETTERS = str.maketrans(
    {
        "ə": "e", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŋ": "n", "þ": "th", "æ": "ae",
        "œ": "oe", "ё": "е", "ґ": "г",
        # Arabic, Persian and Urdu keyboards have letters of their own for one and the same.
        "ك": "ک", "ي": "ی", "ى": "ی", "ے": "ی", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ٱ": "ا",
        "ء": "",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "׳": "", "״": "",
    }
    | SIMPLIFIED
    | _ARABIC_DIGITS
    | _PERSIAN_DIGITS
)  # fmt: skip
# Letters whose marks may be missing when typed. In other scripts (й, India, Thailand) a mark makes another letter.
_MARKED = re.compile("[A-Za-zͰ-Ͽא-תء-يٱ-ۿ][\u0300-\u036f\u0653-\u0655\u0670\u06d6-\u06ed]+")
_NUKTA = "\u093c"
# Two letters stand for one with dots or a stroke here: "Mueller" is Müller, "Joergensen" is Jørgensen.
_TWO_FOR_ONE = frozenset(["de", "da", "nb", "nn", "no", "sv", "fi", "et", "is"])
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_ONE_LETTER = re.compile("([aou])e|aa")


def plain(word: str, language: str = "") -> str:
    """Return a word folded as far as people leave it out when they type: "sirket" of "Şirkət"."""
    return without_marks(fold(word, language))


def without_marks(folded: str) -> str:
    """Return a folded word without the marks on its letters."""
    if folded.isascii():
        return folded
    apart = normalized("NFD", folded.translate(_LETTERS))
    bare = _MARKED.sub(lambda found: found[0][0], apart).replace(_NUKTA, "")
    # What stood under a mark may be a letter of the table itself.
    return normalized("NFC", bare).translate(_LETTERS)


def other_spellings(word: str, language: str = "") -> tuple[str, ...]:
    """Return other plain forms in which a typed word may stand in a text: "muller" and "mueller"."""
    folded = fold(word, language)
    here = without_marks(folded)
    found = {without_marks(_written_out(folded))}
    if primary(language) in _TWO_FOR_ONE:
        found.add(_ONE_LETTER.sub(lambda pair: pair[1] or "a", here))
    return tuple(sorted(found - {here}))


def _written_out(folded: str) -> str:
    return "".join(_WRITTEN_OUT.get(letter, letter) for letter in folded)
