"""Gather articles into story-lines: what follows from what, one article at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

# As alike as this, two articles of one month are about one affair ...
ALIKE = 0.14
# ... and with each doubling of the months between them they must be alike by this part more.
MORE_A_DOUBLING = 0.12
MONTH_DAYS = 30.0
# One likely mate among many unlikely ones is a coincidence: a line that was met this often must agree this often.
OFTEN, AGREEING = 4, 2


@dataclass(frozen=True, slots=True)
class Mate:
    """An article that an article is like: by how much, how many days lie between, and its line, if it has one."""

    article: int
    likeness: float
    days: float | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article belongs: in the line `line`, or, where that is None, in a new one with `founder`."""

    line: int | None
    founder: int | None


def place(mates: Sequence[Mate]) -> Place | None:
    """Return the line to which an article belongs by its mates, or None where it is alone."""
    near = [each for each in mates if each.likeness >= least_likeness(each.days)]
    met: defaultdict[int | None, list[Mate]] = defaultdict(list)
    for each in mates:
        met[each.line].append(each)
    votes: defaultdict[int, float] = defaultdict(float)
    for each in near:
        if each.line is not None:
            votes[each.line] += each.likeness
    agreed = [
        line
        for line in votes
        if len(met[line]) < OFTEN or sum(each.line == line for each in near) >= AGREEING
    ]
    if agreed:
        return Place(min(agreed, key=lambda line: (-votes[line], line)), None)
    alone = [each for each in near if each.line is None]
    if alone:
        return Place(None, min(alone, key=lambda each: (-each.likeness, each.article)).article)
    return None


def least_likeness(days: float | None) -> float:
    """Return how alike two articles must be to belong to one line, with this many days between them."""
    months = 12.0 if days is None else abs(days) / MONTH_DAYS
    return ALIKE * (1 + MORE_A_DOUBLING * log2(1 + months))
