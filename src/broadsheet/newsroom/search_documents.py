"""Read articles as the documents that readers' search finds: what readers may see now, and nothing else."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from ..search.documents import SearchDocument
from .changes import FILED_UNDER
from .models import Article, Author, Section, Topic
from .moments import paper_time
from .queries import HEAVY
from .visibility import MOMENTS

log = logging.getLogger("broadsheet.search")

# Columns that are not read, as no document needs them.
_UNUSED = tuple(each for each in HEAVY if each != "body")
# Moment for articles without a date, so that they come last where the newest come first.
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


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
    found = articles.defer(*_UNUSED).select_related("section__parent", "locale")
    found = found.prefetch_related("topics", "bylines__author")
    return [document for each in found if (document := _readable(each)) is not None]


def _readable(article: Article) -> SearchDocument | None:
    """Return the document of an article, None if it cannot be read: the others must be found all the same."""
    try:
        return _document(article)
    except Exception:
        log.exception("Article %s cannot be read for the search index", article.pk)
        return None


def _document(article: Article) -> SearchDocument:
    authors: Sequence[Author] = [each.author for each in article.bylines.all()]
    topics: Sequence[Topic] = list(article.topics.all())
    sections = _sections(article.section)
    published = article.published_at
    begins = [each for each in (published, article.embargoed_until) if each is not None]
    # Rounded down, so that an article that can be seen already is found at once.
    released = max(begins, default=_UNDATED).replace(microsecond=0)
    return SearchDocument(
        article=article.pk,
        edition=article.locale_id,
        language=article.locale.language_code,
        headline=article.headline,
        other_headlines=_other_headlines(article),
        standfirst=article.standfirst,
        teaser=article.teaser,
        body=article.plain_body,
        authors=tuple(each.name for each in authors),
        author_ids=tuple(each.pk for each in authors),
        topics=tuple(each.name for each in topics),
        topic_ids=tuple(each.pk for each in topics),
        people=_people(article),
        sections=tuple(each.name for each in sections),
        section_ids=tuple(each.pk for each in sections),
        released=released,
        expires=article.expire_at,
        year=paper_time(published).year if published else 0,
    )


def _other_headlines(article: Article) -> tuple[str, ...]:
    """Return what a reader may remember in place of the headline, each once."""
    told = (article.short_headline, article.search_title, article.kicker)
    return tuple(dict.fromkeys(each for each in told if each and each != article.headline))


def _sections(section: Section | None) -> list[Section]:
    """Return the section and the one that it stands under: its stories are in both."""
    return [each for each in (section, section and section.parent) if each is not None]


def _people(article: Article) -> tuple[str, ...]:
    """Return the speakers of quotations, each once."""
    said = (block.value["speaker"] for block in article.body if block.block_type == "quotation")
    return tuple(dict.fromkeys(name for each in said if (name := each.strip())))
