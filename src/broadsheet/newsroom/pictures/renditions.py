"""Take away the renditions of a picture that changed or went, and have the pages that show it made again."""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

from ..changes import announce_articles
from ..models import Article

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SHOWN = {"file", *FOCUS}
Image = get_image_model()


def connect() -> None:
    """Listen to every picture that is saved or deleted."""
    pre_save.connect(_about_to_change, sender=Image, dispatch_uid="pictures-about-to-change")
    post_save.connect(_changed, sender=Image, dispatch_uid="pictures-changed")
    pre_delete.connect(_about_to_go, sender=Image, dispatch_uid="pictures-about-to-go")


def articles_with(image: Any) -> list[Article]:
    """Return the articles that show a picture, as their lead or in their body."""
    kinds = ContentType.objects.get_for_models(Image, Article)
    in_body = ReferenceIndex.objects.filter(
        base_content_type=kinds[Article], to_content_type=kinds[Image], to_object_id=str(image.pk)
    )
    numbers = {int(each) for each in in_body.values_list("object_id", flat=True)}
    return list(Article.objects.filter(Q(picture_id=image.pk) | Q(pk__in=numbers)))


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
        _take_away(instance, are_all=is_new_file)
        announce_articles(articles_with(instance))


def _take_away(image: Any, *, are_all: bool) -> None:
    for rendition in image.renditions.all():
        # Only what is cut to a shape depends on what is in focus.
        if are_all or Filter(rendition.filter_spec).get_cache_key(image) != rendition.focal_point_key:
            rendition.delete()


def _about_to_go(instance: Any, **_ignored: Any) -> None:
    # The database takes it off its articles, which no signal tells of.
    announce_articles(articles_with(instance))
