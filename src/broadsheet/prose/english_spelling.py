"""Bring British and American spellings of English words together: "centred" and "centered", "organise" and "organize"."""

import re
from collections.abc import Callable

_Change = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

# What is changed need be no word ("promize"), as long as index and query change alike and no two words become one.
_CHANGES: tuple[_Change, ...] = (
    (re.compile("(?<=[a-z]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile("(?<=[a-z]l)ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile("(?<=[a-z]{2})our"), "or"),
    (re.compile("(cent|theat|met|lit|fib|calib|lust|spect|meag|somb)r(?:e(?=s?$)|(?=ed$))"), r"\1er"),
    (re.compile("(?<=[a-z]{3})ogue(?=s?$)"), "og"),
    (re.compile("^programme"), "program"),
    (re.compile("(?<=defen|offen|licen)ce"), "se"),
    (re.compile("pae(?=d)|anae(?=m)|hae(?=m)|foe(?=t)|oe(?=str|soph)"), lambda found: found[0].replace("ae", "e").replace("oe", "e")),
    (re.compile("manoeuvr(?:e(?=s?$)|(?=ed$|ing))"), "maneuver"),
    (re.compile("^grey"), "gray"),
    (re.compile("^aluminium"), "aluminum"),
)  # fmt: skip
# Most words have none of this.
_MAY_CHANGE = re.compile("[iy]s[ei]|isation|our|re[sd]?$|ogue|amme|ence|pae|nae|hae|foe|oes|oeu|grey|ium")
# From this many letters on, "travell" (of "travelled") is the stem of "traveled" too. "spell" is a word of its own.
_DOUBLED_FROM = 6


def american(word: str) -> str:
    """Return a folded English word as Americans spell it, more or less."""
    if not _MAY_CHANGE.search(word):
        return word
    for pattern, put in _CHANGES:
        word = pattern.sub(put, word)
    return word


def single_l(stem: str) -> str:
    """Return the stem of a word with one l at its end, where British spelling doubles it."""
    return stem[:-1] if len(stem) >= _DOUBLED_FROM and stem.endswith("ll") else stem
