"""Find who speaks in a text: the names beside a quotation."""

import re
from collections.abc import Iterable

from .sentences import sentences

_QUOTED = re.compile(r"“[^”]{3,}[”\"]|„[^“”]{3,}[“”\"]|«[^»]{3,}»|\"[^\"]{3,}\"")


def speakers(text: str, names: Iterable[str]) -> set[str]:
    """Return those of the names in `text` that stand in a sentence with a quotation but outside of it."""
    spoken = "\n".join(line for line in text.splitlines() if _QUOTED.search(line))
    beside = [bare for each in sentences(spoken) for bare, found in [_QUOTED.subn(" … ", each)] if found]
    return {name for name in names if any(name in each for each in beside)}
