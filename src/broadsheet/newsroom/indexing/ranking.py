"""Rank what stands beside articles, from what the database has of them; nothing is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ...rails.floors import marked
from ...rails.model import Candidate
from ...rails.related import Document, RelatedStanding, enter, is_comparable, rank
from ...rails.statistics import Statistics
from ..current_rails import current_depths
from .candidates import candidates, question
from .counts import Counts
from .document_cache import DocumentCache
from .floors import floor_of_edition
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
        self._floors: dict[int, float] = {}

    def ranked(
        self, ids: Iterable[int], *, known: Mapping[int, Sequence[int]] | None = None
    ) -> dict[int, list[Candidate]]:
        """Return the best neighbours of each article, found among all of its edition.

        Those that are `known` already are among them: an article of another year may have found this one, and not be found
        from here.
        """
        self._statistics.clear()
        self._floors.clear()
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
        ranked = rank(document, known, statistics=self._of(locale_id), limit=current_depths().stored)
        return marked(ranked, self._floor_of(locale_id))

    def entered(
        self, newcomers: Mapping[int, Collection[int]], standing: Mapping[int, Sequence[RelatedStanding]]
    ) -> dict[int, list[Candidate]]:
        """Return the lists of articles with newcomers in them; those who stand in one changed nothing of what they say.

        A list whose scores are of an archive of another size is ranked again.
        """
        asking = [
            (document, locale_id, standing[document.article])
            for locale_id, document in self.document_cache.asking(newcomers)
        ]
        outgrown = {
            document.article: [each.document.article for each in stands]
            for document, locale_id, stands in asking
            if not is_comparable(stands, self._of(locale_id))
        }
        # All at once, and not list by list.
        self.document_cache.documents(
            {each for own in (*newcomers.values(), *outgrown.values()) for each in own}
        )
        return {
            document.article: marked(
                enter(
                    document,
                    () if document.article in outgrown else stands,
                    self.document_cache.documents(
                        [*newcomers[document.article], *outgrown.get(document.article, ())]
                    ),
                    statistics=self._of(locale_id),
                    limit=current_depths().stored,
                ),
                self._floor_of(locale_id),
            )
            for document, locale_id, stands in asking
        }

    def _of(self, locale_id: int) -> Statistics:
        if locale_id not in self._statistics:
            self._statistics[locale_id] = self._counts.statistics(locale_id)
        return self._statistics[locale_id]

    def _floor_of(self, locale_id: int) -> float:
        if locale_id not in self._floors:
            self._floors[locale_id] = floor_of_edition(locale_id)
        return self._floors[locale_id]
