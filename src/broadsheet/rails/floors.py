"""Tell which stories of a list are no nearer to an article than chance would have them, and what they are called there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np

from .model import Candidate, Reason
from .related import Document, likenesses
from .statistics import Statistics

# So many stories are drawn, and each is compared with every other.
SAMPLED = 150
# The floor is what one random pair in a hundred reaches; in an archive of few stories, where less is near, one in twenty.
PERCENTILE, PERCENTILE_OF_FEW = 99, 95
FEW = 500
SAME_TIME_DAYS = 30


class Also(StrEnum):
    """What a card is called that stands beside an article and is not near to it."""

    TIME = "time"
    SECTION = "section"
    ARCHIVE = "archive"


def floor_of(sample: Sequence[Document], statistics: Statistics) -> float:
    """Return the likeness below which two stories of an archive are no nearer than a random pair may be."""
    found = [likenesses(each, sample[place + 1 :], statistics) for place, each in enumerate(sample)]
    pairs = np.concatenate([*found, np.zeros(0)])
    if not len(pairs):
        return 0.0
    percentile = PERCENTILE_OF_FEW if statistics.documents < FEW else PERCENTILE
    return round(float(np.percentile(pairs, percentile)), 4)


def marked(candidates: Iterable[Candidate], floor: float) -> list[Candidate]:
    """Return candidates, those that are less like the article than `floor` with it among their parts."""
    return [
        _with_part(each, "below", floor) if each.reason.parts["likeness"] < floor else each
        for each in candidates
    ]


def is_near(reason: Reason) -> bool:
    """Return True if a card stands beside an article for what the two have in common."""
    if reason.kind == "story-line":
        return True
    return reason.kind == "related" and "below" not in reason.parts and not reason.parts.get("office")


def also(days: float | None, *, section: str, is_same_section: bool) -> tuple[Also, str]:
    """Return what a card that is not near is called, and in words: by the days between the two, then by the section."""
    if days is not None and abs(days) <= SAME_TIME_DAYS:
        return Also.TIME, "also of that time"
    if section and is_same_section:
        return Also.SECTION, f"also in {section}"
    return Also.ARCHIVE, "from the archive"


def called(candidate: Candidate, name: tuple[Also, str]) -> Candidate:
    """Return a candidate whose reason says what it is called."""
    reason = candidate.reason
    parts = {**reason.parts, "also": str(name[0])}
    return replace(candidate, reason=Reason(reason.kind, f"{name[1]}; {reason.text}", parts))


def _with_part(candidate: Candidate, name: str, value: float) -> Candidate:
    parts = {**candidate.reason.parts, name: value}
    return replace(candidate, reason=replace(candidate.reason, parts=parts))
