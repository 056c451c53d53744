"""Withdraw an article at once, for legal reasons, and take that back."""

from datetime import datetime

from django.db import transaction

from ..models import Article
from .auditing import KILL, REVIVE, Account, record


def kill(article: Article, *, by: Account | None, now: datetime) -> None:
    """Take the article from every page at once; readers see it again only when it was revived and published."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.killed_at is None or stored.live:
            _unpublish_as_killed(stored, stored.killed_at or now, by=by)
            record(stored, KILL, by=by, now=now)


def revive(article: Article, *, by: Account | None, now: datetime) -> None:
    """Allow the article to be published again; it stays unpublished until somebody does so."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.killed_at is not None:
            _unpublish_as_killed(stored, None, by=by)
            record(stored, REVIVE, by=by, now=now)


def _unpublish_as_killed(article: Article, killed_at: datetime | None, *, by: Account | None) -> None:
    """Set or clear `killed_at` and unpublish, with one save: each save of an article is announced."""
    article.killed_at = killed_at
    if article.live:
        # Unpublishing saves the article, which keeps the `killed_at` that is stored.
        Article.objects.filter(pk=article.pk).update(killed_at=killed_at)
        article.unpublish(user=by, log_action=False)
    else:
        article.save(update_fields=["killed_at"])
