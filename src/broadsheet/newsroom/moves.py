"""Keep the addresses of what is renamed or deleted, and give new names addresses that were nobody's."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.utils import timezone
from wagtail.models import Locale

from .addresses import first_free, hold_promised, keep_for, place_path, release_promised, taken
from .models import Article, Author, Edition, Page, Section, Topic
from .naming import LONGEST_SLUG
from .visibility import has_been_seen

_PLACES = (Section, Topic, Author, Page)


def connect() -> None:
    """Listen to every model that has an address."""
    for model in _PLACES:
        uid = f"newsroom-moves-{model.__name__}"
        pre_save.connect(_place_saved, sender=model, dispatch_uid=uid)
        pre_delete.connect(_place_deleted, sender=model, dispatch_uid=uid)
    pre_save.connect(_edition_saved, sender=Edition, dispatch_uid="newsroom-moves-edition")
    pre_delete.connect(_edition_deleted, sender=Edition, dispatch_uid="newsroom-moves-edition")
    pre_save.connect(_locale_saved, sender=Locale, dispatch_uid="newsroom-moves-locale")
    pre_delete.connect(_article_deleted, sender=Article, dispatch_uid="newsroom-moves-article")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="newsroom-moves-topics")


def free_slug(place: Section | Topic | Author | Page, slug: str) -> str:
    """Return the slug, with a number where it belongs or has belonged to another place of this kind."""
    others: Any = type(place)._default_manager.exclude(pk=place.pk)
    if not isinstance(place, Author):
        others = others.filter(locale_id=place.locale_id)

    def is_taken(slug: str) -> bool:
        return others.filter(slug=slug).exists() or bool(taken(_paths(place, slug), but_for=place))

    return first_free(slug, is_taken, longest=LONGEST_SLUG)


def _place_saved(instance: Any, raw: bool = False, update_fields: Any = None, **_ignored: Any) -> None:
    if raw or (update_fields is not None and "slug" not in update_fields):
        return
    before = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    if before is not None and before.slug == instance.slug:
        return
    # Another page may have got the slug while a draft waited.
    if isinstance(instance, Page) or taken(_paths(instance, instance.slug), but_for=instance):
        instance.slug = free_slug(instance, instance.slug)
    if before is not None and _was_public(before):
        keep_for(before, _paths(before, before.slug))


def _place_deleted(instance: Any, **_ignored: Any) -> None:
    # A topic that no published article ever had was nothing to readers.
    is_topic = isinstance(instance, Topic)
    if is_topic and not instance.articles.filter(first_published_at__isnull=False).exists():
        return
    if _was_public(instance):
        keep_for(instance, _paths(instance, instance.slug))


def _was_public(place: Any) -> bool:
    """Return False for a page that nobody has published yet."""
    return not isinstance(place, Page) or place.live or place.first_published_at is not None


def _topics_changed(instance: Any, action: str, pk_set: set[int] | None, **_ignored: Any) -> None:
    """Remember the topics that a published article loses: who sweeps unused ones later cannot tell that they were seen."""
    if action not in ("pre_remove", "pre_clear"):
        return
    if isinstance(instance, Topic):
        remember(Topic.objects.filter(pk=instance.pk, articles__first_published_at__isnull=False).distinct())
    elif instance.first_published_at is not None:
        lost = Topic.objects.filter(articles=instance)
        remember(lost if pk_set is None else lost.filter(pk__in=pk_set))


def remember(topics: Iterable[Topic]) -> None:
    """Keep the addresses of topics that published articles lose: whoever removes unused topics cannot tell that they were seen."""
    for topic in topics:
        keep_for(topic, _paths(topic, topic.slug))


def _edition_saved(instance: Edition, raw: bool = False, **_ignored: Any) -> None:
    before = Edition.objects.select_related("locale").filter(pk=instance.pk).first() if instance.pk else None
    if raw or before is None:
        return
    if before.is_main and not instance.is_main:
        instance.was_main = True
    if not before.is_main and before.locale_id != instance.locale_id:
        keep_for(before, [before.root])


def _edition_deleted(instance: Edition, **_ignored: Any) -> None:
    keep_for(instance, [instance.root])


def _locale_saved(instance: Locale, raw: bool = False, **_ignored: Any) -> None:
    before = Locale.objects.filter(pk=instance.pk).first() if instance.pk else None
    edition = None if raw or before is None else Edition.objects.filter(locale_id=before.pk).first()
    if edition is not None and before is not None and before.language_code != instance.language_code:
        # Also that of the main edition: an address with its code leads to the one without.
        keep_for(edition, [f"/{before.language_code}/"])


def _article_deleted(instance: Article, **_ignored: Any) -> None:
    if has_been_seen(instance, timezone.now()):
        keep_for(instance, [instance.get_absolute_url()])
        hold_promised(instance)
        remember(Topic.objects.filter(articles=instance))
    else:
        release_promised(instance)


def _paths(place: Any, slug: str) -> Iterator[str]:
    """Yield where a place stands: an author stands in each edition."""
    editions = Edition.objects.select_related("locale")
    if not isinstance(place, Author):
        editions = editions.filter(locale_id=place.locale_id)
    for edition in editions:
        yield place_path(edition.root, place._meta.model_name, slug)
