"""Write reads down by the hour, and ask what was read."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Sum

from .models import HourlyReads

_HOUR = timedelta(hours=1)
_RISING_ROWS = 20_000  # the most rows of one question that are weighed one by one


def record(reads: Mapping[int, int], *, at: datetime) -> None:
    """Add numbers of readers by article to the hour of `at`, in one transaction. Index: audience_article_hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    table = HourlyReads._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (article_id, hour, reads) VALUES (%s, %s, %s) "  # noqa: S608  # our own table
            f"ON CONFLICT (article_id, hour) DO UPDATE SET reads = {table}.reads + excluded.reads",
            [
                (article, connection.ops.adapt_datetimefield_value(hour), count)
                for article, count in sorted(reads.items())
            ],
        )


def hourly(articles: Iterable[int], *, since: datetime) -> list[tuple[int, datetime, int]]:
    """Return (article, hour, reads) of these articles from `since` on. Index: audience_article_hour."""
    found = HourlyReads.objects.filter(article_id__in=list(articles), hour__gte=since - _HOUR)
    return list(found.order_by("article_id", "hour").values_list("article_id", "hour", "reads"))


def most_read(*, now: datetime, half_life: timedelta, since: datetime, limit: int) -> list[tuple[int, float]]:
    """Return (article, decayed reads) of what was read most from `since` on, best first. Index: audience_hour.

    Reads count half after each `half_life` (forward decay: Cormode et al. 2009). The database keeps to the
    articles with the largest sums, so that the number of rows weighed here is bounded.
    """
    window = HourlyReads.objects.filter(hour__gte=since - _HOUR, hour__lte=now)
    sums = window.values("article_id").annotate(total=Sum("reads")).order_by("-total", "article_id")
    ids = [each["article_id"] for each in sums[: limit * 4]]
    scores: dict[int, float] = {}
    for article, hour, reads in hourly(ids, since=since)[:_RISING_ROWS]:
        scores[article] = scores.get(article, 0.0) + reads * 2.0 ** (-((now - hour) / half_life))
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]


def forget_before(moment: datetime) -> int:
    """Delete the hours before `moment`; return how many rows there were."""
    deleted, _by_model = HourlyReads.objects.filter(hour__lt=moment).delete()
    return deleted


def total(article: int) -> int:
    """Return how many readers an article has had since counting began."""
    return HourlyReads.objects.filter(article_id=article).aggregate(total=models.Sum("reads"))["total"] or 0
