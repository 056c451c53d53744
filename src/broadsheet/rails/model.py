"""Say what a rail, a candidate for it and the reason for that candidate are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rail(StrEnum):
    """The three rails, in the order in which a page prints them."""

    RELATED = "related"
    EDITORS_CHOICE = "editors-choice"
    POPULAR = "popular"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card stands where it stands: a sentence for an editor, and the parts of the score."""

    kind: str
    text: str
    parts: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article that may stand in a rail.

    Articles that tell the same story (versions of one text, translations) carry the same `story`.
    """

    article: int
    story: int
    reason: Reason
    score: float = 0.0
