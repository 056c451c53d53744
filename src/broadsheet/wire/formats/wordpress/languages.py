"""Tell the languages of one text apart, as the plugin qTranslate writes them into one field."""

import re

# "[:en]Bridge[:de]Brücke[:]" and, before 2015, "<!--:en-->Bridge<!--:--><!--:de-->Brücke<!--:-->".
_SIGN = re.compile(r"\[:([a-z]{2,3})?\]|<!--:([a-z]{2,3})?-->")


def languages_in(text: str) -> list[str]:
    """Return the languages for which a text has words of their own, in their order."""
    return list(dict.fromkeys(each[1] or each[2] for each in _SIGN.finditer(text) if each[1] or each[2]))


def in_language(text: str, language: str) -> str:
    """Return the words of a text that are in a language or in none."""
    kept, current, at = [], "", 0
    for sign in _SIGN.finditer(text):
        if current in ("", language):
            kept.append(text[at : sign.start()])
        current, at = sign[1] or sign[2] or "", sign.end()
    return "".join([*kept, text[at:] if current in ("", language) else ""])
