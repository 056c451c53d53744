"""Forget an article that is deleted for good; the rows that no foreign key reaches are deleted with it."""

from typing import Any

from django.db.models.signals import pre_delete

from ..models import Analysis, Article
from .analysing import Changes, save
from .counts import Counts


def connect() -> None:
    """Listen to articles that are deleted."""
    pre_delete.connect(_forget, sender=Article, dispatch_uid="newsroom-indexing-deleted")


def _forget(instance: Article, **_ignored: Any) -> None:
    known = list(Analysis.objects.defer("shown").filter(article=instance))
    save(Changes(live=[], withdrawn=[instance], gone=known, digests={}), (), Counts())
