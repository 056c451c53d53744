"""Tell the press what time itself has changed: embargoes that ended, articles that expired."""

from datetime import datetime

from django.db import connection
from django.db.models import Q

from ..press import outbox
from .changes import gone_tags, tags_of
from .models import Article
from .visibility import MOMENTS, last_turn

# Asked ten times a second: in one question, with a condition for each index, and planned with the moments, for without
# them PostgreSQL takes a third of all articles to be past their expiry.
_CONDITIONS = (
    *(f"newsroom_article WHERE live AND {each} > %s AND {each} <= %s" for each in MOMENTS),
    "newsroom_article WHERE live AND expire_at <= %s",
    "wagtailcore_revision WHERE approved_go_live_at <= %s",
)
_IS_ANYTHING_DUE = f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {each})' for each in _CONDITIONS)}"  # noqa: S608


def is_anything_due(since: datetime, now: datetime) -> bool:
    """Return True if `due` finds something, or something waits to be published or withdrawn by the schedule."""
    between = [connection.ops.adapt_datetimefield_value(each) for each in (since, now)]
    with connection.cursor() as cursor:
        cursor.execute(_IS_ANYTHING_DUE, [*between * len(MOMENTS), between[1], between[1]])
        return bool(cursor.fetchone()[0])


def due(since: datetime, now: datetime) -> list[Article]:
    """List the articles that became visible, or ceased to be, after `since` and up to `now`."""
    passed = Q()
    for field in MOMENTS:
        passed |= Q(**{f"{field}__gt": since, f"{field}__lte": now})
    return list(Article.objects.filter(passed, live=True).select_related("locale").defer("body"))


def announce_due(since: datetime, now: datetime) -> int:
    """Announce the articles that `due` finds; return how many there were.

    One that was saved since its moment was announced then: most are published at the moment at which they are saved.
    """
    wanted = {each: _tags(each, now) for each in due(since, now)}
    if wanted:
        said = outbox.said(since)
        tags = [each for article, each in wanted.items() if not _is_said(each, last_turn(article, now), said)]
        outbox.announce(frozenset().union(*tags))
        return len(tags)
    return 0


def _tags(article: Article, now: datetime) -> frozenset[str]:
    gone = frozenset() if article.is_visible(now) else frozenset(gone_tags(article))
    return gone | tags_of(article, article.locale.language_code)


def _is_said(tags: frozenset[str], since: datetime, said: list[tuple[datetime, frozenset[str]]]) -> bool:
    return any(at >= since and tags <= named for at, named in said)
