"""Find the words by which a text itself asks not to be published yet, or to be taken back."""

import re
from collections.abc import Iterable

_DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
# Only where a line begins so: "EU lifts embargo on oil" and "Embargo: what it costs" are news.
_EMBARGO = re.compile(
    r"\W*(?:(?:strictly|strict|under|sous|bajo)\s+)*(?:"
    rf"(?:embargo(?:ed)?|embargado)\b(?:\W*\Z|\W+(?:until|till|strictly|for\s+release|not|hasta|jusqu\W|bis\b|\d|(?:{_DAYS})day\b))"
    r"|(?:frei\s+ab\b|sperrfrist\b)\W+(?=.*\d|\w+tag\b)"
    r"|not\s+(?:to\s+be\s+published|for\s+(?:publication|release|use|broadcast))\b"
    r"|(?:do\s+not\s+publish|hold\s+for\s+release)\b)",
    re.IGNORECASE,
)
_KILL = re.compile(r"\W*(?:(?:BULLETIN|URGENT|MANDATORY|STORY)\W+){0,3}(?:KILL|WITHDRAWAL)\s?(?:[:–—]|-\s)")
# Nobody writes so much before the day until which to wait.
_BEGINNING = 200


def restricting(lines: Iterable[str]) -> str:
    """Return why a story of these lines is not to be published as it is, empty where none of them says so."""
    for line in lines:
        told = line[:_BEGINNING]
        if _EMBARGO.match(told) or _KILL.match(told):
            return f"its text says “{' '.join(told.split())[:80]}”"
    return ""
