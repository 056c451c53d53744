"""Patterns mean the same in every Python that we promise to run on."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "broadsheet"
# A group that is repeated possessively, as in "(?:a|b)*+". Before Python 3.11.5, and so in Debian 12, such a group may not
# match what it should where it goes back inside: https://github.com/python/cpython/issues/106052
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")


def test_no_group_is_repeated_possessively():
    """An atomic group around a repeated one, "(?>(?:a|b)*)", means the same and is right everywhere."""
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if POSSESSIVE_GROUP.search(line)
    ]

    assert found == []
