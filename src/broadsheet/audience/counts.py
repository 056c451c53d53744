"""Ask what was read, by the hour and by the day, as all machines counted it together."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum

from . import recent
from .models import DailyReads, DecayedReads, HourlyReads, HourlySources, LabelledReads, RecentReads
from .recording import upsert

# Hours are kept for what is asked of hours; days for as long as anybody may compare a year with the last one.
KEEP_HOURS = timedelta(days=8)
KEEP_DAYS = timedelta(days=400)
# A sum of the longest half-life is worth a millionth of a millionth by then.
KEEP_SUMS = timedelta(days=40)
_HOUR = timedelta(hours=1)
_BATCH = 500


def hourly(articles: Iterable[int], *, since: datetime) -> list[tuple[int, datetime, int]]:
    """Return (article, hour, reads) of these articles from `since` on. Index: audience_article_hour_node."""
    found = HourlyReads.objects.filter(article_id__in=list(articles), hour__gte=since - _HOUR)
    summed = found.values("article_id", "hour").annotate(total=Sum("reads")).order_by("article_id", "hour")
    return list(summed.values_list("article_id", "hour", "total"))


def of_a_day(articles: Iterable[int], *, now: datetime) -> dict[int, float]:
    """Return how many readers each article had in the last 24 hours. Index: audience_article_hour_node.

    Of the hour in which these begin, the part counts that lies in them, as if it had been read evenly.
    """
    begins = now.astimezone(UTC) - timedelta(days=1)
    first = begins.replace(minute=0, second=0, microsecond=0)
    share = 1 - (begins - first) / _HOUR
    readers: dict[int, float] = {}
    wanted = list(articles)
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        found = HourlyReads.objects.filter(article_id__in=some, hour__gte=first)
        summed = found.values("article_id").annotate(
            whole=Sum("reads", filter=Q(hour__gt=first), default=0),
            part=Sum("reads", filter=Q(hour=first), default=0),
        )
        for article, whole, part in summed.order_by().values_list("article_id", "whole", "part"):
            readers[article] = whole + share * part
    return readers


def most_read(*, since: datetime, limit: int) -> list[tuple[int, int]]:
    """Return (article number, reads) of the articles with the most reads since `since`, most read first.

    Days that are over a week back are counted whole. Indexes: audience_hour, audience_day, audience_labelled_day.
    """
    reads: dict[int, int] = {}
    hours = HourlyReads.objects.filter(hour__gt=since - _HOUR)
    first = since.astimezone(UTC).date()
    days = DailyReads.objects.filter(day__gt=first)
    labelled = LabelledReads.objects.filter(day__gt=first)
    for table in (hours, days, labelled):
        summed = table.values("article_id").annotate(total=Sum("reads")).order_by("-total", "article_id")
        for article, total in summed.values_list("article_id", "total")[: limit * 4]:
            reads[article] = reads.get(article, 0) + total
    return sorted(reads.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]


def sources(*, since: datetime) -> dict[int, int]:
    """Return how many reads came from each source from `since` on."""
    found = HourlySources.objects.filter(hour__gt=since - _HOUR).values("source").annotate(total=Sum("reads"))
    return dict(found.order_by().values_list("source", "total"))


def trust(articles: Iterable[int], *, since: datetime) -> dict[int, tuple[int, int, int]]:
    """Return each article's reads from `since` on, those from networks seen nowhere else, and those refused."""
    found = HourlyReads.objects.filter(article_id__in=list(articles), hour__gt=since - _HOUR)
    summed = found.values("article_id").annotate(
        total=Sum("reads"), colds=Sum("cold"), refusals=Sum("refused")
    )
    rows = summed.order_by().values_list("article_id", "total", "colds", "refusals")
    return {article: (total, cold, refused) for article, total, cold, refused in rows}


def total(article: int) -> int:
    """Return how many readers an article has had in the last 400 days."""
    return sum(
        table.objects.filter(article_id=article).aggregate(total=Sum("reads"))["total"] or 0
        for table in (HourlyReads, DailyReads, LabelledReads)
    )


def remove_counts_of(articles: Iterable[int]) -> None:
    """Delete all counts of articles that were deleted."""
    gone = list(articles)
    for table in (HourlyReads, DailyReads, LabelledReads, DecayedReads, RecentReads):
        table.objects.filter(article_id__in=gone).delete()


def roll_up(now: datetime) -> int:
    """Gather hours that are over a week old into days, and forget what is too old; return the days that were gathered."""
    end = (now - KEEP_HOURS).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    gathered = 0
    while (oldest := HourlyReads.objects.filter(hour__lt=end).order_by("hour").first()) is not None:
        _gather(oldest.hour.astimezone(UTC).date())
        gathered += 1
    for table in (DailyReads, LabelledReads):
        table.objects.filter(day__lt=(now - KEEP_DAYS).date()).delete()
    HourlySources.objects.filter(hour__lt=now - KEEP_DAYS).delete()
    DecayedReads.objects.filter(recorded_at__lt=now - KEEP_SUMS).delete()
    recent.delete_old(now)
    return gathered


def _gather(day: date) -> None:
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hours = HourlyReads.objects.filter(hour__gte=begins, hour__lt=begins + timedelta(days=1))
    with transaction.atomic():
        summed = hours.values("article_id").annotate(total=Sum("reads")).order_by("article_id")
        table = DailyReads._meta.db_table
        # A machine that was away for a week may bring hours of a day that was gathered before.
        upsert(
            DailyReads, ("article_id", "day"), ("reads",),
            [(article, day, total) for article, total in summed.values_list("article_id", "total")],
            [f"reads = {table}.reads + excluded.reads"],
        )  # fmt: skip
        hours.delete()
