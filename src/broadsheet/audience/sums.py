"""Hold the sums of all machines in memory, and keep them up to date by what was recorded since the last look."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .counting.tallies import EPOCH, HALF_LIVES_HOURS, HOUR, SUMS, Sums, epoch_of, moved
from .models import DecayedReads
from .recording import SUM_COLUMNS

# Machines' clocks differ, and a transaction may be seen later than it says.
OVERLAP = timedelta(seconds=30)
_STEP = 1 << 12


class KnownSums:
    """The decayed sums of every article that was read of late: `ids`, and `at` a moment their sums."""

    def __init__(self) -> None:
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
        rows = DecayedReads.objects.all()
        if self._seen is not None:
            fresh = DecayedReads.objects.filter(recorded_at__gte=self._seen - OVERLAP)
            rows = rows.filter(article_id__in=fresh.values("article_id"))
        self._seen = now
        changed: dict[int, NDArray[np.float64]] = {}
        found = rows.values_list("article_id", "epoch", *SUM_COLUMNS)
        for article, begun, *sums in found.iterator(chunk_size=10_000):
            of_node = np.array(sums)
            if begun != epoch:
                of_node = moved(of_node[None, :], epoch - begun)[0]
            changed[article] = changed[article] + of_node if article in changed else of_node
        for article, of_all in changed.items():
            self._sums[self._place_of(article)] = of_all
        return list(changed)

    def at(self, now: datetime) -> Sums:
        """Return the sums as they are worth at a moment, of shape (articles, 6)."""
        hours = (now.timestamp() - self._epoch * EPOCH) / HOUR
        worth = np.exp2(-hours / np.array(HALF_LIVES_HOURS * 2))
        return self._sums[: len(self._place)] * worth

    def _place_of(self, article: int) -> int:
        place = self._place.get(article)
        if place is None:
            place = self._place[article] = len(self._place)
            if place == len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros(place, np.int64)])
                self._sums = np.concatenate([self._sums, np.zeros((place, SUMS))])
            self._ids[place] = article
        return place
