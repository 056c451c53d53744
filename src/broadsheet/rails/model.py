"""Define what a candidate for a rail and the reason for that candidate are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card stands where it stands: a sentence for an editor, and the parts of the score."""

    kind: str
    text: str
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article that may stand in a rail.

    Articles that tell the same story (versions of one text, translations) carry the same `story`; those of
    one story-line, which tell what followed from what, the same `line`.
    """

    article: int
    story: int
    reason: Reason
    score: float = 0.0
    line: int | None = None
