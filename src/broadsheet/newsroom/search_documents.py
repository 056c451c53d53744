"""Read articles as the documents that readers' search finds: what readers may see now, and nothing else."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from wagtail.blocks import StreamValue

from ..search.documents import SearchDocument
from .blocks import words_as_stored
from .changes import FILED_UNDER
from .models import Article, Byline, Section
from .moments import paper_time
from .visibility import MOMENTS

log = logging.getLogger("broadsheet.search")

_COLUMNS = (
    "pk", "locale_id", "locale__language_code", "headline", "short_headline", "search_title", "kicker",
    "standfirst", "teaser", "body", "section_id", "section__name", "section__parent_id", "section__parent__name",
    "published_at", "embargoed_until", "expire_at",
)  # fmt: skip
# Moment for articles without a date, so that they come last where the newest come first.
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
# Topics or authors: the number and name of each.
_Named = Sequence[tuple[int, str]]


class _Row(NamedTuple):
    """The columns above of an article."""

    article: int
    edition: int
    language: str
    headline: str
    short_headline: str
    search_title: str
    kicker: str
    standfirst: str
    teaser: str
    body: StreamValue
    section: int | None
    section_name: str | None
    parent: int | None
    parent_name: str | None
    published: datetime | None
    embargoed: datetime | None
    expires: datetime | None


def documents_of(numbers: Iterable[int], *, now: datetime) -> list[SearchDocument]:
    """Return the documents of these articles, without those that readers may not see. Index: the primary key."""
    return _documents(Article.objects.visible(now).filter(pk__in=list(numbers)).order_by())


def numbers_after(number: int, *, limit: int, now: datetime) -> list[int]:
    """Return the numbers of the next articles that readers may see, in their order. Index: the primary key."""
    found = Article.objects.visible(now).filter(pk__gt=number).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def turned(since: datetime, until: datetime) -> list[int]:
    """List the articles whose publication, embargo or expiry fell after one moment and up to another.

    Indexes: newsroom_article_embargo, newsroom_article_expiry, newsroom_article_desk.
    """
    live = Article.objects.filter(live=True).order_by()
    passed = [live.filter(**{f"{each}__gt": since, f"{each}__lte": until}) for each in MOMENTS]
    first, *others = (each.values_list("pk", flat=True) for each in passed)
    return list(first.union(*others))


def filed_under(kind: str, number: int, *, after: int, limit: int) -> list[int]:
    """List the next articles of a section with its sub-sections, a topic or an author. Indexes: those of the relations."""
    filed: dict[str, object] = {FILED_UNDER[kind]: number}
    if kind == "section":
        filed = {
            "section__in": Section.objects.filter(Q(pk=number) | Q(parent=number)).order_by().values("pk")
        }
    found = Article.objects.filter(live=True, pk__gt=after, **filed).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def _documents(articles: QuerySet[Article]) -> list[SearchDocument]:
    # Rows, not models: making these takes twice the time of all else that is done here.
    found = [_Row(*each) for each in articles.values_list(*_COLUMNS)]
    numbers = [each.article for each in found]
    topics = Article.topics.through.objects.filter(article_id__in=numbers)
    named = _by_article(topics.order_by("topic__name", "topic_id"), "topic")
    signed = _by_article(Byline.objects.filter(article_id__in=numbers).order_by("sort_order", "pk"), "author")
    read = (_readable(each, named[each.article], signed[each.article]) for each in found)
    return [document for document in read if document is not None]


def _by_article(rows: QuerySet[Any], relation: str) -> defaultdict[int, list[tuple[int, str]]]:
    """Return the topics or authors of each article, by number and name, in the order of the rows."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for article, number, name in rows.values_list("article_id", f"{relation}_id", f"{relation}__name"):
        found[article].append((number, name))
    return found


def _readable(row: _Row, topics: _Named, authors: _Named) -> SearchDocument | None:
    """Return the document of an article, None if it cannot be read: the others must be found all the same."""
    try:
        return _document(row, topics, authors)
    except Exception:
        log.exception("Article %s cannot be read for the search index", row.article)
        return None


def _document(row: _Row, topics: _Named, authors: _Named) -> SearchDocument:
    # Its stories are in the section that it stands under, too.
    sections = [(row.section, row.section_name), (row.parent, row.parent_name)]
    begins = [each for each in (row.published, row.embargoed) if each is not None]
    # Rounded down, so that an article that can be seen already is found at once.
    released = max(begins, default=_UNDATED).replace(microsecond=0)
    return SearchDocument(
        article=row.article,
        edition=row.edition,
        language=row.language,
        headline=row.headline,
        other_headlines=_other_headlines(row),
        standfirst=row.standfirst,
        teaser=row.teaser,
        body=words_as_stored(row.body),
        authors=tuple(name for _, name in authors),
        author_ids=tuple(number for number, _ in authors),
        topics=tuple(name for _, name in topics),
        topic_ids=tuple(number for number, _ in topics),
        people=_people(row.body),
        sections=tuple(name for number, name in sections if number is not None and name is not None),
        section_ids=tuple(number for number, _ in sections if number is not None),
        released=released,
        expires=row.expires,
        year=paper_time(row.published).year if row.published else 0,
    )


def _other_headlines(row: _Row) -> tuple[str, ...]:
    """Return what a reader may remember in place of the headline, each once."""
    told = (row.short_headline, row.search_title, row.kicker)
    return tuple(dict.fromkeys(each for each in told if each and each != row.headline))


def _people(body: StreamValue) -> tuple[str, ...]:
    """Return the speakers of quotations, each once."""
    quoted = [at for at, raw in enumerate(body.raw_data) if raw["type"] == "quotation"]
    said = (body[at].value["speaker"] for at in quoted)
    return tuple(dict.fromkeys(name for each in said if (name := each.strip())))
