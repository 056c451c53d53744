"""Keep a story that is a little like everything from standing on every page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .model import Candidate
from .shared_words import is_explained

# In so many places of each list an article counts as shown.
FIRST_PLACES = 10
STEEPNESS = 0.2


def divisor(times_shown: int) -> float:
    """Return by what the score of a story is divided that stands in the first ten of so many lists."""
    return float((1 + times_shown / FIRST_PLACES) ** STEEPNESS)


def first_ten(candidates: Sequence[Candidate]) -> list[int]:
    """Return the articles that stand first by their likeness and time alone, whatever is shown elsewhere."""
    return [each.article for each in sorted(candidates, key=_undivided_order)[:FIRST_PLACES]]


def spread(candidates: Sequence[Candidate], times_shown: Mapping[int, int]) -> list[Candidate]:
    """Return a list of neighbours with what is shown often further back; that it is shown in this list does not count."""
    own = set(first_ten(candidates))
    divided = [
        _divided(each, times_shown.get(each.article, 0) - (each.article in own)) for each in candidates
    ]
    return sorted(divided, key=lambda each: (not is_explained(each.reason.parts), -each.score, each.article))


def _undivided_order(candidate: Candidate) -> tuple[float, int]:
    return -_undivided(candidate), candidate.article


def _undivided(candidate: Candidate) -> float:
    return float(candidate.reason.parts["likeness"] * candidate.reason.parts["time"])


def _divided(candidate: Candidate, times_shown: int) -> Candidate:
    elsewhere = max(0, times_shown)
    parts = {**candidate.reason.parts, "shown": elsewhere}
    score = round(_undivided(candidate) / divisor(elsewhere), 6)
    return replace(candidate, reason=replace(candidate.reason, parts=parts), score=score)
