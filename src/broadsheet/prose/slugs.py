"""Turn a headline of any language into the last part of an address, in Latin letters or in its own script."""

import re
import unicodedata
from itertools import dropwhile

from anyascii import anyascii

from .stems import primary
from .typography import DOTTED_I, normalized

LAST_RESORT = "story"
# UTF-8 bytes of the longest slug: files are named by it, and most file systems take 255 bytes.
MOST_BYTES = 200
# anyascii writes letters of one language; these are what readers of the language would type.
_RUSSIAN_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RUSSIAN_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya"
_RUSSIAN = dict(zip(_RUSSIAN_LETTERS, _RUSSIAN_LATIN.split(" "), strict=True))
_LETTERS: dict[str, dict[str, str]] = {
    "ru": _RUSSIAN,
    "uk": _RUSSIAN | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie"},
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    "az": {"ə": "e", "ı": "i", "ö": "o", "ü": "u", "ş": "s", "ç": "c", "ğ": "g"},
}
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_APOSTROPHES = re.compile("['’‘ʼ`´\u02bb]")
_GAPS = re.compile("[^a-z0-9]+")
# Letters and marks that nobody sees: Default_Ignorable_Code_Point of https://www.unicode.org/Public/UCD/latest/, as far as
# they are no format characters (category Cf), which are no letters anyway.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Letters that NFKC takes apart although the language has them on its keyboard: Armenian ew, am of Thai and Lao, and the
# ligatures of Lao.
_WHOLE = re.compile("([\u0587\u0e33\u0eb3\u0edc\u0edd])")
# What joins or turns letters and ends no word. A non-joiner (U+200C) and a blank without width end one.
_WITHIN_WORDS = re.compile("[\u00ad\u061c\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Vowel signs of Hebrew and Arabic, which nobody types, and the stroke that only stretches a word.
_OPTIONAL = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff]"
)


def slugify(headline: str, *, language: str = "", max_length: int = 80, in_script: bool = False) -> str:
    """Return lower-case words joined by hyphens, cut at a word; never nothing. They are ASCII unless `in_script`."""
    written = _in_script(headline, language) if in_script else _in_latin(headline, language)
    return _cut(written, max_length) or LAST_RESORT


def is_slug(text: str) -> bool:
    """Return True for a slug of any script: composed letters (NFC), digits, hyphens, low lines; nothing unseen."""
    return (
        text == normalized("NFC", text)
        and 0 < len(text.encode(errors="replace")) <= MOST_BYTES
        and not _UNSEEN.search(text)
        and not _is_mark(text[0])
        and all(each in "-_" or unicodedata.category(each)[0] in "LNM" for each in text)
    )


def fitting(slug: str, longest: int, most_bytes: int = MOST_BYTES) -> str:
    """Return as much of a slug as has at most this many characters and bytes."""
    return slug[:longest].encode()[:most_bytes].decode(errors="ignore")


def _in_latin(headline: str, language: str) -> str:
    text = normalized("NFC", headline.replace("İ", "i").lower())
    letters = _LETTERS.get(language[:2], _RUSSIAN if _CYRILLIC.search(text) else {})
    spelled = "".join(letters.get(letter, letter) for letter in _HAN.sub(r" \1 ", text))
    ascii_text = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", spelled))).lower()
    return _GAPS.sub("-", ascii_text).strip("-")


def _in_script(headline: str, language: str) -> str:
    text = _simplest(_APOSTROPHES.sub("", headline)).replace("İ", "i")
    if primary(language) in DOTTED_I:
        text = text.replace("I", "ı")
    for unwanted in (_APOSTROPHES, _WITHIN_WORDS, _UNSEEN, _OPTIONAL):
        text = unwanted.sub("", text)
    # Lower case can have marks of its own, and is written as one letter where there is one.
    lower = _simplest(text.lower())
    spelled = "".join(each if unicodedata.category(each)[0] in "LNM" else " " for each in lower)
    # A mark stands on a letter.
    words = ("".join(dropwhile(_is_mark, each)) for each in spelled.split(" "))
    return "-".join(filter(None, words))


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _simplest(text: str) -> str:
    """Return a text with one letter for all of its forms (NFKC), but for those that are letters in their own right."""
    parts = (each if _WHOLE.fullmatch(each) else normalized("NFKC", each) for each in _WHOLE.split(text))
    return normalized("NFC", "".join(parts))


def _cut(slug: str, max_length: int) -> str:
    cut = fitting(slug, max_length)
    if cut == slug:
        return slug
    # A word that ends just there stays.
    words = cut if slug[len(cut)] == "-" else cut.rpartition("-")[0]
    return (words or cut).strip("-")
