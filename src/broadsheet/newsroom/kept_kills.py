"""Keep the kill of an article that is deleted: its story stays out when its source sends it again."""

from typing import Any

from django.db.models.signals import pre_delete

from .models import Article, KeptTombstone


def connect() -> None:
    """Listen to the deletion of articles."""
    pre_delete.connect(_keep, sender=Article, dispatch_uid="newsroom-kill-kept")


def _keep(instance: Article, **_ignored: Any) -> None:
    if instance.killed_at is not None and instance.source_id:
        KeptTombstone.objects.get_or_create(
            scope=instance.scope,
            identifier=instance.source_id,
            defaults={"headline": instance.headline, "kept_at": instance.killed_at},
        )
