"""Write down what was counted and refused in each five minutes of the last hours, for the alarm of the desk."""

from datetime import UTC, datetime, timedelta

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from .counting.tallies import COLD, HOUR, REFUSED, WARM, Counts
from .models import RecentReads

SLOT = timedelta(minutes=5)
KEEP = timedelta(hours=2)

_Pairs = NDArray[np.int64]


def slot_of(moment: datetime) -> datetime:
    """Return when the five minutes of a moment began."""
    return moment - timedelta(seconds=moment.timestamp() % SLOT.total_seconds())


class Slots:
    """Divides the counts of one hour, which only grow, by the five minutes in which they were recorded.

    The row of a slot is what the hour has more than it had when the slot began: a whole number that only grows.
    """

    def __init__(self, node: int, hour: int) -> None:
        self.node = node
        self._begins = datetime.fromtimestamp(hour * HOUR, UTC)
        self._slot: datetime | None = None
        self._at_slot: _Pairs = np.zeros((0, 2), np.int64)
        self._latest: _Pairs = self._at_slot

    def rows(self, counts: Counts, now: datetime) -> list[tuple[int, datetime, int, int, int]]:
        """Return (article, slot, node, reads, refused) of what this slot has, from the counts of the hour."""
        last = self._begins + timedelta(hours=1) - SLOT
        slot = min(slot_of(now), last)
        latest = np.stack([counts[:, WARM] + counts[:, COLD], counts[:, REFUSED]], axis=1).astype(np.int64)
        if slot != self._slot:
            self._at_slot = self._written_before(slot, len(latest)) if self._slot is None else self._latest
            self._slot = slot
        before = np.zeros_like(latest)
        before[: len(self._at_slot)] = self._at_slot
        more = np.maximum(latest - before, 0)
        changed = np.flatnonzero(more.any(axis=1))
        self._latest = latest
        return [
            (article, slot, self.node, reads, refused)
            for article, (reads, refused) in zip(changed.tolist(), more[changed].tolist(), strict=True)
        ]

    def _written_before(self, slot: datetime, articles: int) -> _Pairs:
        """Return what earlier slots of the hour have, as a process before this one wrote them."""
        found = np.zeros((articles, 2), np.int64)
        rows = RecentReads.objects.filter(node=self.node, slot__gte=self._begins, slot__lt=slot)
        summed = rows.values("article_id").annotate(counted=Sum("reads"), not_counted=Sum("refused"))
        for article, counted, not_counted in summed.values_list("article_id", "counted", "not_counted"):
            if article < articles:
                found[article] = counted, not_counted
        return found


def delete_old(now: datetime) -> None:
    """Delete what is too old for any alarm."""
    RecentReads.objects.filter(slot__lt=now - KEEP).delete()
