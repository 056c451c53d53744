"""Fill up the lists of articles that something has left: ranked a few at a time, and stored together."""

from collections.abc import Collection

from django.db import transaction

from ...rails.model import Candidate
from ..models import Analysis, Stage
from .adopting import adopt
from .counts import Counts
from .placing import lists_of, store
from .ranking import Ranking
from .rows import sent_together


class Filling:
    """Lists that were ranked again and are not stored yet; any other change to a list makes them worthless."""

    def __init__(self, counts: Counts) -> None:
        self._ranking = Ranking(counts)
        self._lists: dict[int, list[Candidate]] = {}

    @property
    def ids(self) -> Collection[int]:
        """The articles whose lists these are."""
        return self._lists.keys()

    def rank(self, ids: Collection[int]) -> None:
        """Rank the lists of some more articles."""
        self._lists |= self._ranking.ranked(ids, known=lists_of(ids))

    def store(self) -> None:
        """Store all lists; an article that lost its only place is given another."""
        with transaction.atomic(), sent_together():
            displaced = store(self._lists, gone=())
            waiting = Analysis.objects.filter(article__in=self._lists, stage=Stage.FINDABLE)
            waiting.update(stage=Stage.RANKED)
        adopt(sorted(displaced), self._ranking)
