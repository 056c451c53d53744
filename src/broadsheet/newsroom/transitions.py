"""Tell the press what time itself has changed: embargoes that ended, articles that expired."""

from datetime import datetime

from django.db.models import Q

from ..press import outbox
from .changes import tags_of
from .models import Article


def due(since: datetime, now: datetime) -> list[Article]:
    """List the articles that became visible, or ceased to be, after `since` and up to `now`."""
    passed = Q()
    for field in ("embargoed_until", "expire_at", "published_at"):
        passed |= Q(**{f"{field}__gt": since, f"{field}__lte": now})
    return list(Article.objects.filter(passed, live=True).select_related("locale").defer("body"))


def announce_due(since: datetime, now: datetime) -> int:
    """Announce the articles that `due` finds; return how many there were."""
    articles = due(since, now)
    if articles:
        gone = {f"{outbox.GONE}article:{each.pk}" for each in articles if not each.is_visible(now)}
        outbox.announce(gone.union(*(tags_of(each, each.locale.language_code) for each in articles)))
    return len(articles)
