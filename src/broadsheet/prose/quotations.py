"""Find who speaks in a text: the names beside a quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from .sentences import sentences

# A quotation of three characters or more, by the mark that opens it; and what may close it.
_QUOTED = {
    "“": (re.compile('“[^”]{3,}[”"]'), re.compile('[”"]')),
    "„": (re.compile('„[^“”]{3,}[“”"]'), re.compile('[“”"]')),
    "«": (re.compile("«[^»]{3,}»"), re.compile("»")),
    '"': (re.compile('"[^"]{3,}"'), re.compile('"')),
}
_OPENING = re.compile(f"[{''.join(_QUOTED)}]")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
# Two names are compared by this many characters.
_LONGEST_NAME = 60


def speakers(text: str, names: Iterable[str]) -> set[str]:
    """Return those of the names in `text` that stand in a sentence with a quotation but outside of it."""
    spoken = "\n".join(line for line in text.splitlines() if any(_quotations(line)))
    beside = [bare for each in sentences(spoken) if (bare := _without_quotations(each)) != each]
    # Sorted, so that a name is found among the many by halving, not by reading all of them for each name.
    told = sorted(
        each[word.start() : word.start() + _LONGEST_NAME]
        for each in beside
        for word in _WORD_START.finditer(each)
    )
    return {name for name in names if _is_among(told, name[:_LONGEST_NAME])}


def _is_among(told: list[str], name: str) -> bool:
    place = bisect_left(told, name)
    return place < len(told) and told[place].startswith(name)


def _without_quotations(sentence: str) -> str:
    kept, end = [], 0
    for start, after in _quotations(sentence):
        kept += [sentence[end:start], " … "]
        end = after
    return "".join([*kept, sentence[end:]])


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each quotation.

    One expression for all would read to the end of the text from each mark that opens and is never closed.
    """
    unclosed: set[str] = set()
    opening = _OPENING.search(text)
    while opening:
        mark, after = opening[0], opening.end()
        if mark not in unclosed:
            quoted, closing = _QUOTED[mark]
            found = quoted.match(text, opening.start())
            if found:
                yield found.span()
                after = found.end()
            elif not closing.search(text, after):
                unclosed.add(mark)
        opening = _OPENING.search(text, after)
