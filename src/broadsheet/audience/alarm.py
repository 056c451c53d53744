"""Find the stories of which many reads were refused, because their networks had used up what they may add."""

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
    of_hour, lately = (_refused_since(now - each) for each in WINDOWS)
    ringing = {each.article for each in (*of_hour, *lately) if rings(each.refused, each.counted)}
    found = (each for each in of_hour if each.article in ringing)
    return sorted(found, key=lambda each: (-each.refused, each.article))


def _refused_since(since: datetime) -> list[RefusedReads]:
    summed = (
        RecentReads.objects.filter(slot__gt=since - SLOT)
        .values("article_id")
        .annotate(not_counted=Sum("refused"), counted=Sum("reads"))
        .filter(not_counted__gte=LEAST_REFUSED)
    )
    rows = summed.order_by().values_list("article_id", "not_counted", "counted")
    return [RefusedReads(*row) for row in rows]
