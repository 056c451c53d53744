"""Find the stories of which many reads were not counted: their networks had used up what they may add."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from .models import RecentReads
from .recent import SLOT

# The alarm looks at the last hour, and at the last ten minutes: an attack may begin with an hour of readers that count.
WINDOWS = (timedelta(minutes=60), timedelta(minutes=10))
LEAST_REFUSED = 20
TIMES_COUNTED = 2


@dataclass(frozen=True, slots=True)
class RefusedReads:
    """How many reads of an article were refused in the last hour, and how many counted."""

    article: int
    refused: int
    counted: int


def rings(refused: int, counted: int) -> bool:
    """Return True if so many refused reads beside so many counted ones are no accident of a shared address."""
    return refused >= LEAST_REFUSED and refused >= TIMES_COUNTED * counted


def alarms(now: datetime) -> list[RefusedReads]:
    """Return the articles for which the alarm rings, most refused first. Index: audience_slot."""
    found = {}
    for window in WINDOWS:
        for each in _refused_since(now - window):
            if rings(each.refused, each.counted):
                found[each.article] = each
    if not found:
        return []
    of_hour = [each for each in _refused_since(now - WINDOWS[0]) if each.article in found]
    return sorted(of_hour, key=lambda each: (-each.refused, each.article))


def _refused_since(since: datetime) -> Iterable[RefusedReads]:
    summed = (
        RecentReads.objects.filter(slot__gt=since - SLOT)
        .values("article_id")
        .annotate(not_counted=Sum("refused"), counted=Sum("reads"))
        .filter(not_counted__gte=LEAST_REFUSED)
    )
    rows = summed.order_by().values_list("article_id", "not_counted", "counted")
    return [RefusedReads(*row) for row in rows]
