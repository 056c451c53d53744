"""Rank what stands beside articles, from what the database has of them; nothing is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ...rails.model import Candidate
from ...rails.related import Document, RelatedStanding, enter, is_comparable, rank
from ...rails.statistics import Statistics
from ..current_rails import current_depths
from .candidates import candidates, question
from .counts import Counts
from .document_cache import DocumentCache
from .windows import Windows


class Ranking:
    """Ranks articles; the statistics of an edition are those of the last `ranked`.

    With `windows`, for many articles in the order of their days, what was read for one is kept for the next.
    """

    def __init__(self, counts: Counts, *, windows: Windows | None = None) -> None:
        self.document_cache = DocumentCache()
        self._counts = counts
        self._windows = windows
        self._statistics: dict[int, Statistics] = {}

    def ranked(
        self, ids: Iterable[int], *, known: Mapping[int, Sequence[int]] | None = None
    ) -> dict[int, list[Candidate]]:
        """Return the best neighbours of each article, found among all of its edition.

        Those that are `known` already are among them: an article of another year may have found this one, and not be found
        from here.
        """
        self._statistics.clear()
        asking = self.document_cache.asking(ids)
        questions = [
            question(each.article, locale_id, each.published, each.vector, self._of(locale_id))
            for locale_id, each in asking
        ]
        found = self._windows.found(questions) if self._windows else map(candidates, questions)
        beside = known or {}
        return {
            document.article: self.among(
                locale_id, document, list(dict.fromkeys([*others, *beside.get(document.article, ())]))
            )
            for (locale_id, document), others in zip(asking, found, strict=True)
        }

    def among(self, locale_id: int, document: Document, others: list[int]) -> list[Candidate]:
        """Return the best neighbours of an article among these."""
        known = self.document_cache.documents(others)
        return rank(document, known, statistics=self._of(locale_id), limit=current_depths().stored)

    def entered(
        self, newcomers: Mapping[int, Collection[int]], standing: Mapping[int, Sequence[RelatedStanding]]
    ) -> dict[int, list[Candidate]]:
        """Return the lists of articles with newcomers in them; those who stand in one changed nothing of what they say.

        A list whose scores are of an archive of another size is ranked again.
        """
        asking = [
            (document, self._of(locale_id), standing[document.article])
            for locale_id, document in self.document_cache.asking(newcomers)
        ]
        outgrown = {
            document.article: [each.document.article for each in stands]
            for document, statistics, stands in asking
            if not is_comparable(stands, statistics)
        }
        # All at once, and not list by list.
        self.document_cache.documents(
            {each for own in (*newcomers.values(), *outgrown.values()) for each in own}
        )
        return {
            document.article: enter(
                document,
                () if document.article in outgrown else stands,
                self.document_cache.documents(
                    [*newcomers[document.article], *outgrown.get(document.article, ())]
                ),
                statistics=statistics,
                limit=current_depths().stored,
            )
            for document, statistics, stands in asking
        }

    def _of(self, locale_id: int) -> Statistics:
        if locale_id not in self._statistics:
            self._statistics[locale_id] = self._counts.statistics(locale_id)
        return self._statistics[locale_id]
