"""Queries of the search page: it prints nothing that readers may not see at that moment."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Article, Author, Edition, Topic
from .queries import in_edition, sections
from .rows import Row, rows


def found(edition: Edition, numbers: Sequence[int], *, now: datetime) -> list[Row]:
    """Return articles in the order of their numbers, without those that readers may not see. Index: the primary key."""
    seen = {each.pk: each for each in rows(in_edition(edition, now).filter(pk__in=numbers).order_by())}
    return [seen[number] for number in numbers if number in seen]


def authors(
    edition: Edition,
    *,
    now: datetime,
    numbers: Collection[int] = (),
    slugs: Collection[str] = (),
    names: Collection[str] = (),
) -> list[Author]:
    """Return the authors with one of these numbers, slugs or names whose articles readers of the edition may see.

    Indexes: the primary key, the slug, newsroom_byline's of the author.
    """
    signed = in_edition(edition, now).filter(bylines__author=OuterRef("pk")).order_by()
    asked = Author.objects.filter(Q(pk__in=numbers) | Q(slug__in=slugs) | Q(name__in=names))
    return list(asked.filter(Exists(signed)))


def topics(
    edition: Edition,
    *,
    now: datetime,
    articles: Collection[int] = (),
    slugs: Collection[str] = (),
    names: Collection[str] = (),
) -> list[Topic]:
    """Return the topics of these articles, slug or names that have articles which readers may see.

    Indexes: newsroom_topic_slug, those of the relation.
    """
    of_these = Article.topics.through.objects.filter(article_id__in=articles).values("topic_id")
    asked = _of(edition).filter(Q(slug__in=slugs) | Q(name__in=names) | Q(pk__in=of_these))
    filed = in_edition(edition, now).filter(topics=OuterRef("pk")).order_by()
    return list(asked.filter(Exists(filed)))


def still_used(edition: Edition, names: Sequence[str], *, now: datetime) -> list[str]:
    """Return these names, in their order, without those that no section, author or topic with visible articles has."""
    used = {each.name for each in sections(edition)}
    used |= {each.name for each in authors(edition, now=now, names=names)}
    used |= {each.name for each in topics(edition, now=now, names=names)}
    return [each for each in names if each in used]


def _of(edition: Edition) -> QuerySet[Topic]:
    return Topic.objects.filter(locale_id=edition.locale_id)
