"""The one predicate that says what readers may see, as SQL and as Python."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

# The columns of the moments at which time alone shows an article or takes it away.
MOMENTS = ("published_at", "embargoed_until", "expire_at")


def visible(at: datetime) -> Q:
    """Return the condition for being seen at `at`: live, not killed, its time come and not yet gone."""
    return (
        Q(live=True, killed_at__isnull=True)
        & (Q(published_at__isnull=True) | Q(published_at__lte=at))
        & (Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=at))
        & (Q(expire_at__isnull=True) | Q(expire_at__gt=at))
    )


def is_visible(article: Any, at: datetime) -> bool:
    """Say of one article in memory what `visible` says of rows."""
    return (
        article.live
        and article.killed_at is None
        and (article.published_at is None or article.published_at <= at)
        and (article.embargoed_until is None or article.embargoed_until <= at)
        and (article.expire_at is None or article.expire_at > at)
    )


def has_been_seen(article: Any, now: datetime) -> bool:
    """Return True if readers saw the article at some moment up to `now`, as far as its own dates tell."""
    begins = (article.published_at, article.embargoed_until)
    return article.first_published_at is not None and all(each is None or each <= now for each in begins)


def was_shown(article: Any, now: datetime) -> bool:
    """Return True if pages made before `now` may show an article.

    One that has expired, or is being killed, and is still live may stand on a page that nobody has told yet.
    """
    return (
        article.live
        and (article.published_at is None or article.published_at <= now)
        and (article.embargoed_until is None or article.embargoed_until <= now)
    )


def shown(now: datetime) -> Q:
    """Return as a condition of rows what `was_shown` says of one article in memory."""
    return (
        Q(live=True)
        & (Q(published_at__isnull=True) | Q(published_at__lte=now))
        & (Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now))
    )


def turns(article: Any, now: datetime) -> list[datetime]:
    """List the moments after `now` at which time alone shows an article or takes it away."""
    return [each for each in _moments(article) if each > now]


def last_turn(article: Any, now: datetime) -> datetime:
    """Return the last such moment up to `now`. Raises ValueError where there is none."""
    return max(each for each in _moments(article) if each <= now)


def _moments(article: Any) -> list[datetime]:
    return [each for each in (getattr(article, column) for column in MOMENTS) if each is not None]


class ArticleQuerySet(models.QuerySet[Any]):
    """Articles, with the one way to ask for those that readers may see."""

    def visible(self, at: datetime) -> "ArticleQuerySet":
        return self.filter(visible(at))


class ArticleManager(models.Manager.from_queryset(ArticleQuerySet)):  # type: ignore[misc]  # Django builds the base
    """The manager of articles."""
