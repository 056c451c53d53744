"""Write down when the database was away, once for all processes that noticed, and say so later."""

from datetime import datetime, timedelta

from django.db import transaction

from . import locks
from .models import Outage

KEPT = timedelta(days=30)
# Processes notice at different looks, and come back at others.
TOGETHER = timedelta(seconds=10)
# Any fixed number will do, as long as nothing else in the database locks on it.
_LOCK = 0x4F55544147


def write_down(began: datetime, ended: datetime) -> None:
    """Remember that the database was away; what overlaps with an outage that is known is part of it."""
    with transaction.atomic():
        # Processes come back at the same moment; without this neither would see what the other writes.
        locks.take(_LOCK)
        Outage.objects.filter(ended__lt=ended - KEPT).delete()
        found = list(Outage.objects.filter(ended__gte=began - TOGETHER, began__lte=ended + TOGETHER))
        if not found:
            Outage.objects.create(began=began, ended=ended)
            return
        first, *others = found
        first.began = min(began, *(each.began for each in found))
        first.ended = max(ended, *(each.ended for each in found))
        first.save()
        Outage.objects.filter(pk__in=[each.pk for each in others]).delete()


def since(moment: datetime) -> list[Outage]:
    """Return the outages that ended after a moment, the last first. Index: ended."""
    return list(Outage.objects.filter(ended__gt=moment))
