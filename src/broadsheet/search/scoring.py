"""Keep the steps of an answer apart in its scores, and raise new articles a little."""

from collections.abc import Sequence
from datetime import timedelta

import tantivy

from . import clauses

# Scores of a step and of an author's own articles. A step counts more than all words can add to a score; within a step
# the author's own articles stand first.
STEP, OWN = 1000.0, 400.0
# Share by which the newest article's score is raised, and the age at which it is half of that.
FRESH, HALF_LIFE = 0.12, timedelta(days=365)


def ranked(steps: Sequence[tantivy.Query]) -> tantivy.Query:
    """Match what one of the steps matches, the first step's before the next one's."""
    marked = [clauses.worth(step, STEP * (len(steps) - at)) for at, step in enumerate(steps)]
    return tantivy.Query.disjunction_max_query(marked)


def with_freshness(score: float, age: timedelta) -> float:
    """Raise the score of a new article a little, within its step and within the author's own articles."""
    fixed = score // STEP * STEP
    if score - fixed >= OWN:
        fixed += OWN
    freshness: float = 0.5 ** (max(age, timedelta()) / HALF_LIFE)
    return fixed + (score - fixed) * (1 + FRESH * freshness)
