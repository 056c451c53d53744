"""What stands around an article's text: who wrote it, what it is about, what was put right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from .models import Article, Byline, Correction, Topic
from .prepared import Prepared


@dataclass(frozen=True, slots=True)
class Named:
    """An author or a topic."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Authors in the order of the byline, topics by name, corrections by date."""

    authors: list[Named]
    topics: list[Named]
    corrections: list[Mended]


def stored(article: Article) -> Surroundings:
    """Read what surrounds a saved article, in one query. Indexes: the foreign keys to the article."""
    found: dict[str, list[tuple[str, str, datetime]]] = {"author": [], "topic": [], "correction": []}
    for kind, text, slug, at, _order in _around(article=article.pk):
        found[kind].append((text, slug, at))
    return Surroundings(
        [Named(text, slug) for text, slug, _at in found["author"]],
        [Named(text, slug) for text, slug, _at in found["topic"]],
        [Mended(text, at) for text, _slug, at in found["correction"]],
    )


def _query(article: int) -> QuerySet[Any, Any]:
    none = Value(None, output_field=DateTimeField())
    bylines = Byline.objects.filter(article_id=article)
    topics = Topic.objects.filter(articles=article)
    corrections = Correction.objects.filter(article_id=article)
    return (
        _rows(bylines, "author", F("author__name"), F("author__slug"), none, F("sort_order"))
        .union(
            _rows(topics, "topic", F("name"), F("slug"), none, Value(0)),
            _rows(corrections, "correction", F("text"), Value(""), F("at"), F("id")),
            all=True,
        )
        .order_by("kind", "at_", "order_", "text_")
    )


_around = Prepared(_query, article=int)


def of_draft(article: Article) -> Surroundings:
    """Return what surrounds an article as it is being edited, saved or not."""
    return Surroundings(
        [Named(each.author.name, each.author.slug) for each in article.bylines.all()],
        [Named(each.name, each.slug) for each in article.topics.all()],
        [Mended(each.text, each.at) for each in article.corrections.all()],
    )


def _rows(found: QuerySet[Any], kind: str, text: Any, slug: Any, at: Any, order: Any) -> QuerySet[Any, Any]:
    # Every part of a union must have the same types, and PostgreSQL is strict about it.
    return (
        found.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            text_=Cast(text, TextField()),
            slug_=Cast(slug, TextField()),
            at_=Cast(at, DateTimeField()),
            order_=Cast(order, IntegerField()),
        )
        .values_list("kind", "text_", "slug_", "at_", "order_")
    )
