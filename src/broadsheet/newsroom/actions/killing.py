"""Withdraw an article at once, for legal reasons, and take that back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import Article

KILL, REVIVE = "desk.kill", "desk.revive"


def kill(article: Article, *, user: Any) -> None:
    """Take the article from every page at once; it cannot be published again until it is revived."""
    with transaction.atomic():
        article.killed_at = timezone.now()
        article.save(update_fields=["killed_at"])
        article.unpublish(user=user, log_action=False)
        log(instance=article, action=KILL, user=user)


def revive(article: Article, *, user: Any) -> None:
    """Allow the article to be published again; it stays unpublished until somebody does so."""
    with transaction.atomic():
        article.killed_at = None
        article.save(update_fields=["killed_at"])
        log(instance=article, action=REVIVE, user=user)
