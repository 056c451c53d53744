"""Keep files of pictures that no page names any more for as long as somebody may have a page from before.

A cache in front may hand out a page of yesterday while nobody answers it, and so may a browser. What is kept, and until
when, stands in the database: a restart changes nothing about it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.images import get_image_model

from ...press import outbox
from ...press.answers import longest_age
from ..models import RetiredRendition
from .storages import RenditionStorage
from .tags import FILE, tag_of

SHORTEST = timedelta(minutes=10)
# Files that one sweep removes at most.
SWEPT_AT_ONCE = 500
# When to try again what could not be removed.
AGAIN_IN = timedelta(hours=1)
Rendition = get_image_model().get_rendition_model()

log = logging.getLogger("broadsheet.newsroom")


def connect() -> None:
    """Listen to every rendition that is deleted, by whomever."""
    post_delete.connect(_retire, sender=Rendition, dispatch_uid="renditions-retired")


def kept_for() -> timedelta:
    """Return how long a file stays: as long as a cache may hand out a page that it got a moment ago."""
    return max(SHORTEST, timedelta(seconds=longest_age(settings.OPTIONS.shared_cache_seconds)))


def sweep(now: datetime, *, limit: int = SWEPT_AT_ONCE) -> int:
    """Remove the files whose time is over, and return how many these were. Index: until."""
    return _remove(RetiredRendition.objects.filter(until__lte=now).order_by("until")[:limit], now)


def delete_with_files_at_once(picture: Any) -> None:
    """Delete a picture and every file that was ever made of it: from now on nobody gets one, whatever page names it.

    The files go when the transaction is committed. If this process is killed in between, the worker removes them.
    """
    number, now = picture.pk, timezone.now()
    with transaction.atomic():
        picture.delete()
        retired = RetiredRendition.objects.filter(picture=number)
        retired.update(until=now)
        files = [f"{FILE}:{name}" for name in retired.values_list("name", flat=True)]
        # Also the files themselves: browsers are told to keep them for a year, and so are caches in front.
        outbox.announce(f"{outbox.PURGE}{each}" for each in (tag_of(number), *files))
        transaction.on_commit(partial(_remove, retired, now))


def _retire(instance: Any, **_ignored: Any) -> None:
    # In the transaction that deletes the row, so that no sweep takes the file for one that nobody knows.
    retired = RetiredRendition(
        name=instance.file.name, picture=instance.image_id, until=timezone.now() + kept_for()
    )
    RetiredRendition.objects.bulk_create([retired], ignore_conflicts=True)


def _remove(retired: "QuerySet[RetiredRendition] | Iterable[RetiredRendition]", now: datetime) -> int:
    storage = cast(RenditionStorage, storages["renditions"])
    removed, stuck = [], []
    for each in retired:
        try:
            storage.remove(each.name)
            removed.append(each.pk)
        except OSError as error:
            log.error("The old picture %s cannot be removed: %s", each.name, error)
            stuck.append(each.pk)
    RetiredRendition.objects.filter(pk__in=removed).delete()
    RetiredRendition.objects.filter(pk__in=stuck).update(until=now + AGAIN_IN)
    return len(removed)
