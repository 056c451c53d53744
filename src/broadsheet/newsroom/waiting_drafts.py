"""Find what waiting drafts name: such a draft is stored as a revision, not in the columns of its article."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from .models import Article, Author, Section, Topic


def waiting_drafts() -> QuerySet[Revision]:
    """Return the versions of articles that may be published next. Index: newsroom_article_changed."""
    drafts = Article.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    content_type = ContentType.objects.get_for_model(Article)
    return Revision.objects.filter(
        Q(pk__in=drafts.values("latest_revision_id")) | Q(approved_go_live_at__isnull=False),
        content_type=content_type,
    )


def drafts_that_name(thing: Any) -> set[int]:
    """Return the numbers of the articles whose waiting draft names a section, a topic, an author or a picture."""
    return {int(number) for number, named in _names(type(thing)) if thing.pk in named}


def topics_of_drafts() -> set[int]:
    """Return the numbers of all topics that waiting drafts name."""
    return {pk for _number, named in _names(Topic) for pk in named}


def _names(model: type[Any]) -> Iterator[tuple[str, Iterable[Any]]]:
    """Yield each article of a waiting draft with the numbers of the things of one kind that it names."""
    drafts = waiting_drafts()
    if model is Section:
        for number, section in drafts.values_list("object_id", "content__section").iterator():
            yield number, [section]
    elif model is Topic:
        for number, topics in drafts.values_list("object_id", "content__topics").iterator():
            yield number, topics or []
    elif model is Author:
        for number, bylines in drafts.values_list("object_id", "content__bylines").iterator():
            yield number, [each["author"] for each in bylines or []]
    else:
        columns = ("object_id", "content__picture", "content__body")
        for number, lead, body in drafts.values_list(*columns).iterator():
            yield number, [lead, *_pictures_in(body)]


def _pictures_in(body: Any) -> Iterator[Any]:
    # It is written as JSON within JSON, of which SQLite reads both.
    for block in body if isinstance(body, list) else json.loads(body or "[]"):
        if block["type"] == "picture":
            yield block["value"].get("image")
