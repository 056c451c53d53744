"""Find candidates for Related among stories that fit in memory, as the newsroom's database finds them on disk."""

from bisect import bisect_right, insort
from collections import defaultdict
from datetime import date, datetime

from .vectors import Ids, Weights

# Of each article so many terms are kept, and by this many of them others are asked for.
KEPT = 48
ASKED = 40
# Of a term that stands in half the archive, only the stories around the article's own day are looked at.
NEAREST = 60
MOST_CANDIDATES = 80
# The day of what has no date: before everything.
NO_DAY = 0
LAST_DAY = date.max.toordinal()


def day_of(published: datetime | None) -> int:
    """Return the number of a day, 1 for 1 January of the year 1; 0 where there is no date."""
    return NO_DAY if published is None else published.toordinal()


def day_of_question(published: datetime | None) -> int:
    """Return the day around which stories are looked for; for what has no date, the newest ones."""
    return LAST_DAY if published is None else day_of(published)


class Postings:
    """For each term the stories that it tells most about, in the order of their days."""

    def __init__(self) -> None:
        self._of_term: defaultdict[int, list[tuple[int, int, float]]] = defaultdict(list)

    def add(self, article: int, published: datetime | None, ids: Ids, weights: Weights) -> None:
        """Keep the key terms of a story."""
        for term, weight in zip(ids.tolist(), weights.tolist(), strict=True):
            insort(self._of_term[term], (day_of(published), article, weight))

    def candidates(
        self,
        article: int,
        published: datetime | None,
        ids: Ids,
        weights: Weights,
        *,
        limit: int = MOST_CANDIDATES,
        is_only_before: bool = False,
    ) -> list[int]:
        """Return the stories that share most of these terms; with `is_only_before`, of no later day."""
        sums: defaultdict[int, float] = defaultdict(float)
        day = day_of_question(published)
        for term, weight in zip(ids.tolist(), weights.tolist(), strict=True):
            postings = self._of_term.get(term, [])
            middle = bisect_right(postings, (day, 1 << 62, 0.0))
            last = middle if is_only_before else middle + NEAREST
            for _day, other, their_weight in postings[max(0, middle - NEAREST) : last]:
                sums[other] += weight * their_weight
        sums.pop(article, None)
        return sorted(sums, key=lambda other: (-sums[other], other))[:limit]
