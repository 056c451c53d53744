"""A month of readers for the demo edition, so that Popular is seen at work; the desk says that nobody has read it."""

import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ..audience import imported
from ..newsroom.models import Article

LABEL = "demo reads"
# As many days as Popular looks back (newsroom.popularity.MONTH), without today.
DAYS = 29
# Readers by day: most on the first, fewer on each that follows.
_FIRST_DAY, _EVER = 9.0, 0.15
# How much one story is read more than another.
_LEAST, _MORE = 4, 61


def store_reads(articles: Iterable[Article], *, now: datetime) -> None:
    """Store a month of readers for each article that readers see."""
    today = now.astimezone(UTC).date()
    imported.store(
        {
            (article.pk, day): reads
            for article in articles
            if article.is_visible(now) and article.published_at is not None
            for day in (today - timedelta(days=ago) for ago in range(1, DAYS + 1))
            if (reads := _reads(article.source_id, article.published_at.astimezone(UTC).date(), day))
        },
        label=LABEL,
    )


def _reads(source_id: str, published: date, day: date) -> int:
    """Return the readers of one day: by an arbitrary number, but always the same one for a story."""
    age = (day - published).days
    if age < 0:
        return 0
    appeal = _LEAST + zlib.crc32(source_id.encode()) % _MORE
    return int(appeal * (_FIRST_DAY / (1 + age) ** 1.3 + _EVER))
