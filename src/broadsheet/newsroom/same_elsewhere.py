"""Find a section, topic or author by the address, with the other editions that have something to read of it: one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from .models import Author, Edition, Section, Topic
from .sitemap_queries import is_read, is_section_read, wrote_for

Named = TypeVar("Named", Section, Topic)


def section_everywhere(edition: Edition, slug: str, *, now: datetime) -> tuple[Section | None, list[Section]]:
    """Return a section of an edition, and its translations; those with something to read have `is_read`.

    Indexes: newsroom_section_slug, the translation key, those of `is_section_read`.
    """
    return _everywhere(Section.objects.annotate(is_read=is_section_read(now)), edition, slug)


def topic_everywhere(edition: Edition, slug: str, *, now: datetime) -> tuple[Topic | None, list[Topic]]:
    """Return a topic of an edition, and its translations; those with something to read, as sitemaps list them, have `is_read`.

    Indexes: newsroom_topic_slug, newsroom_topic_translation, those of the relation.
    """
    return _everywhere(Topic.objects.annotate(is_read=is_read(now)), edition, slug)


def _everywhere(named: QuerySet[Named], edition: Edition, slug: str) -> tuple[Named | None, list[Named]]:
    """Return what has a slug in an edition, and its translations in the editions that there are."""
    own = named.model._default_manager.filter(locale_id=edition.locale_id, slug=slug)
    same = named.filter(translation_key__in=own.values("translation_key"), locale__edition__isnull=False)
    everywhere = list(same.order_by("pk"))
    found = next((each for each in everywhere if each.locale_id == edition.locale_id), None)
    return found, [each for each in everywhere if each != found]


def author_everywhere(
    slug: str, editions: Sequence[Edition], *, now: datetime
) -> tuple[Author | None, list[Edition]]:
    """Return an author, and the editions that the author wrote for lately, as sitemaps list them.

    Indexes: the unique slug, the byline's foreign keys.
    """
    wrote = wrote_for(editions, now) if len(editions) > 1 else {}
    found = Author.objects.filter(slug=slug).annotate(**wrote).first()
    return found, [each for each in editions if getattr(found, f"wrote_{each.locale_id}", False)]
