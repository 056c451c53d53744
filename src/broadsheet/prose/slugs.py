"""Turn a headline of any language into the last part of an address."""

import re

from anyascii import anyascii

from .typography import normalized

LAST_RESORT = "story"
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


def slugify(headline: str, *, language: str = "", max_length: int = 80) -> str:
    """Return lower-case ASCII words joined by hyphens, cut at a word; never nothing."""
    text = normalized("NFC", headline.replace("İ", "i").lower())
    letters = _LETTERS.get(language[:2], _RUSSIAN if _CYRILLIC.search(text) else {})
    spelled = "".join(letters.get(letter, letter) for letter in _HAN.sub(r" \1 ", text))
    ascii_text = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", spelled))).lower()
    return _cut(_GAPS.sub("-", ascii_text).strip("-"), max_length) or LAST_RESORT


def _cut(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    words = slug[: max_length + 1].rpartition("-")[0]
    return (words or slug[:max_length]).strip("-")
