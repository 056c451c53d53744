"""Read what was typed while the keyboard was set to another language: "вулкан" of "dekrfy"."""

from functools import cache

from .stems import primary

# What the keys of three rows give, from left to right, small letters only.
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_KEYS = {
    "ar": ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرﻻىةوز"),
    "az": ("qüertyuiopöğ", "asdfghjklıə", "zxcvbnmçş"),
    "el": (";ςερτυθιοπ[]", "ασδφγηξκλ΄'", "ζχψωβνμ,."),
    "fa": ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو."),
    "he": ("/'קראטוןםפ][", "שדגכעיחלךף,", "זסבהנמצתץ"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "tr": ("qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç"),
    "uk": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
}
_OTHER_LETTERS = frozenset(["ar", "el", "fa", "he", "ru", "uk"])


def typed_on_other_keys(text: str, language: str = "") -> tuple[str, ...]:
    """Return what was meant if the keyboard was set to English, or to a language with other letters than this one."""
    own = _keys(primary(language))
    typed = text.lower()
    others = [_keys(tag) for tag in ("", *sorted(_OTHER_LETTERS))]
    meant = [
        typed.translate(dict(zip(map(ord, keys), own, strict=True)))
        for keys in others
        if keys != own and _only_from(typed, keys)
    ]
    return tuple(text for text in dict.fromkeys(meant) if text != typed)


@cache
def _keys(tag: str) -> str:
    return "".join(_KEYS.get(tag, ())) or _LATIN


def _only_from(text: str, keys: str) -> bool:
    """Return True if a text has letters, and all of them are on a keyboard."""
    letters = {letter for letter in text if letter.isalpha()}
    return bool(letters) and letters.issubset(keys)
