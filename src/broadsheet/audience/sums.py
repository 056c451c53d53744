"""Hold the sums of all machines in memory, and keep them up to date by what was recorded since the last look."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .counting.tallies import SUMS, Sums, epoch_of, moved, worth
from .exchange import Exchange
from .models import DecayedReads
from .recording import SUM_COLUMNS

# Machines' clocks differ, and a transaction may be seen later than it says.
OVERLAP = timedelta(seconds=30)
_STEP = 1 << 12
_BATCH = 5000


class KnownSums:
    """The decayed sums of every article that was read of late: `ids`, and `at` a moment their sums."""

    def __init__(self, *, exchange: Exchange | None = None) -> None:
        self._exchange = exchange
        self._place: dict[int, int] = {}
        self._ids = np.zeros(_STEP, np.int64)
        self._sums = np.zeros((_STEP, SUMS))
        self._epoch = 0
        self._seen: datetime | None = None

    @property
    def ids(self) -> NDArray[np.int64]:
        """The articles, in the order of the rows that `at` returns."""
        return self._ids[: len(self._place)]

    def update(self, now: datetime) -> list[int]:
        """Read what was recorded since the last call; return the articles. Index: audience_recorded."""
        epoch = epoch_of(now.timestamp())
        if epoch != self._epoch:
            self._sums = moved(self._sums, epoch - self._epoch)
            self._epoch = epoch
        changed = self._changed()
        self._seen = now
        read: list[int] = []
        for of_nodes in self._rows(changed, epoch):
            for article, found in of_nodes.items():
                self._sums[self._place_of(article)] = sum(found.values())
            read += of_nodes
        return read

    def _changed(self) -> list[int] | None:
        """Return the articles whose sums changed since the last look, None for all of them."""
        if self._seen is None:
            return None
        since = self._seen - OVERLAP
        fresh = DecayedReads.objects.filter(recorded_at__gte=since).values_list("article_id", flat=True)
        return sorted({*fresh, *(self._exchange.changed(since.timestamp()) if self._exchange else ())})

    def _rows(
        self, articles: list[int] | None, epoch: int
    ) -> Iterator[dict[int, dict[int, NDArray[np.float64]]]]:
        """Yield the sums of articles by machine, some thousands at a time: of each machine the largest that is known."""
        if articles is None:
            known = (
                DecayedReads.objects.order_by("article_id").values_list("article_id", flat=True).distinct()
            )
            articles = sorted({*known, *(self._exchange.changed(0.0) if self._exchange else ())})
        for start in range(0, len(articles), _BATCH):
            some = articles[start : start + _BATCH]
            found: dict[int, dict[int, NDArray[np.float64]]] = {}
            rows = DecayedReads.objects.filter(article_id__in=some)
            for article, node, begun, *sums in rows.values_list("article_id", "node", "epoch", *SUM_COLUMNS):
                found.setdefault(article, {})[node] = _under(epoch, begun, sums)
            for article, of_nodes in (self._exchange.rows(some) if self._exchange else {}).items():
                for node, (begun, given) in of_nodes.items():
                    known_here = found.setdefault(article, {})
                    told = _under(epoch, begun, given)
                    known_here[node] = np.maximum(known_here[node], told) if node in known_here else told
            yield found

    def at(self, now: datetime) -> Sums:
        """Return the sums as they are worth at a moment, of shape (articles, 6)."""
        return worth(self._sums[: len(self._place)], now.timestamp(), epoch=self._epoch)

    def _place_of(self, article: int) -> int:
        place = self._place.get(article)
        if place is None:
            place = self._place[article] = len(self._place)
            if place == len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros(place, np.int64)])
                self._sums = np.concatenate([self._sums, np.zeros((place, SUMS))])
            self._ids[place] = article
        return place


def _under(epoch: int, begun: int, sums: Sequence[float]) -> NDArray[np.float64]:
    """Return sums under the landmark of an epoch."""
    found: NDArray[np.float64] = moved(np.array(sums)[None, :], epoch - begun)[0]
    return found
