"""Take away the renditions of a picture that changed or went, and have the pages that show it made again."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from ...press import outbox
from ..queries import is_on_pages
from .tags import SITEMAPS, tag_of

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SHOWN = {"file", *FOCUS}
Image = get_image_model()


def connect() -> None:
    """Listen to every picture that is saved or deleted."""
    pre_save.connect(_about_to_change, sender=Image, dispatch_uid="pictures-about-to-change")
    post_save.connect(_changed, sender=Image, dispatch_uid="pictures-changed")
    pre_delete.connect(_about_to_go, sender=Image, dispatch_uid="pictures-about-to-go")


def _about_to_change(
    instance: Any, raw: bool, update_fields: frozenset[str] | None = None, **_ignored: Any
) -> None:
    instance.shown_before = None
    if raw or instance.pk is None or (update_fields is not None and SHOWN.isdisjoint(update_fields)):
        return
    instance.shown_before = Image.objects.filter(pk=instance.pk).only(*SHOWN).first()


def _changed(instance: Any, **_ignored: Any) -> None:
    before = instance.shown_before
    if before is None:
        return
    is_new_file = before.file.name != instance.file.name
    if is_new_file:
        transaction.on_commit(partial(before.file.storage.delete, before.file.name))
    if is_new_file or any(getattr(before, name) != getattr(instance, name) for name in FOCUS):
        with transaction.atomic():
            _take_away(instance, are_all=is_new_file)
            _announce(instance)


def _take_away(image: Any, *, are_all: bool) -> None:
    for rendition in image.renditions.all():
        # Only what is cut to a shape depends on what is in focus.
        if are_all or Filter(rendition.filter_spec).get_cache_key(image) != rendition.focal_point_key:
            rendition.delete()


def _about_to_go(instance: Any, **_ignored: Any) -> None:
    # The database takes it off its articles, which no signal tells of.
    _announce(instance)


def _announce(image: Any) -> None:
    """Announce its tag and that of sitemaps, in however many articles it stands: each page that shows a picture has its tag."""
    if is_on_pages(image.pk, now=timezone.now()):
        outbox.announce([tag_of(image.pk), SITEMAPS])
