"""Read the looks of shapes from the styles of an SVG: drawing programs write colours there, by class.

Everything else in a style is left out: other selectors, imports, fonts, and whatever loads a file.
"""

import re

from .svg_words import LOOKS, may_stand

_CLASS = re.compile(r"\.([\w-]{1,80})")


def looks_of(style: str) -> dict[str, str]:
    """Return the allowed declarations of a style, by property."""
    said: dict[str, str] = {}
    for each in _without_comments(style).split(";"):
        name, _colon, value = each.partition(":")
        name, value = name.strip().lower(), value.strip().replace("!important", "").strip()
        value = value.replace('"', "").replace("'", "")
        if name in LOOKS and value and may_stand(value):
            said[name] = value
    return said


def rules_in(text: str) -> dict[str, dict[str, str]]:
    """Return the looks that rules give to a class, by the class's name; later rules override earlier ones."""
    rules: dict[str, dict[str, str]] = {}
    for rule in _without_comments(text).split("}"):
        selectors, _brace, style = rule.partition("{")
        looks = looks_of(style)
        for each in selectors.split(","):
            found = _CLASS.fullmatch(each.strip())
            if found and looks:
                rules.setdefault(found[1], {}).update(looks)
    return rules


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(each.partition("*/")[2] for each in others)
