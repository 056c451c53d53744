"""Keep numbers of readers that were counted elsewhere, under a label where the desk should say whose they are."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db.models import Sum

from .models import DailyReads, LabelledReads
from .recording import upsert_largest

BATCH = 500


def store(counts: Mapping[tuple[int, date], int], *, label: str = "") -> None:
    """Store readers by article and day (UTC). The same numbers may come again: the larger number stays."""
    rows = [(article, day, reads) for (article, day), reads in counts.items()]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        if label:
            labelled = [(*row[:2], label, row[2]) for row in batch]
            upsert_largest(LabelledReads, ("article_id", "day", "label"), ("reads",), labelled)
        else:
            upsert_largest(DailyReads, ("article_id", "day"), ("reads",), batch)


def remove_labelled(label: str) -> int:
    """Delete all that was imported under a label, and return how many reads were deleted."""
    found = LabelledReads.objects.filter(label=label)
    reads = found.aggregate(total=Sum("reads"))["total"] or 0
    found.delete()
    return reads


def labels(*, since: datetime) -> list[tuple[str, int]]:
    """Return each label with its reads from `since` on, most first. Index: audience_labelled_day."""
    found = LabelledReads.objects.filter(day__gt=since.astimezone(UTC).date())
    summed = found.values("label").annotate(total=Sum("reads")).order_by("-total", "label")
    return list(summed.values_list("label", "total"))
