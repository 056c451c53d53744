"""Rank what stands beside articles, from what the database has of them; nothing is written."""

from collections.abc import Iterable

from ...rails.model import Candidate
from ...rails.related import Document, rank
from ...rails.statistics import Statistics
from .candidates import candidates
from .counts import Counts
from .library import Library

STORED = 20  # places kept of an article's list: the rail's cards, and room for what composition passes over


class Ranking:
    """Ranks articles; the statistics of an edition are those of the last `ranked`."""

    def __init__(self, counts: Counts) -> None:
        self.library = Library()
        self._counts = counts
        self._statistics: dict[int, Statistics] = {}

    def ranked(self, ids: Iterable[int]) -> dict[int, list[Candidate]]:
        """Return the best neighbours of each article, found among all of its edition."""
        self._statistics.clear()
        found = {}
        for locale_id, document in self.library.asking(ids):
            others = candidates(
                document.article, locale_id, document.published, document.vector, self._of(locale_id)
            )
            found[document.article] = self.among(locale_id, document, others)
        return found

    def among(self, locale_id: int, document: Document, others: list[int]) -> list[Candidate]:
        """Return the best neighbours of an article among these."""
        known = self.library.documents(others)
        return rank(document, known, statistics=self._of(locale_id), limit=STORED)

    def _of(self, locale_id: int) -> Statistics:
        if locale_id not in self._statistics:
            self._statistics[locale_id] = self._counts.statistics(locale_id)
        return self._statistics[locale_id]
