"""Find the articles that share an article's most telling terms, in the database itself."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Prefetch

from ...rails.related import Document, telling_terms
from ..models import Analysis, Article, TellingTerm, Topic
from .counts import Counts, term_key
from .rows import insert

MOST_CANDIDATES = 80
REMEMBERED = 3000


def keep_telling_terms(analyses: Iterable[Analysis], counts: Counts) -> None:
    """Choose and store the most telling terms of each article."""
    analyses = list(analyses)
    rows = []
    for each in analyses:
        locale_id = each.article.locale_id
        chosen = telling_terms(each.terms, counts.statistics(locale_id, each.terms))
        weights = {term_key(locale_id, term): weight for term, weight in chosen}
        rows += [(key, each.article_id, weight) for key, weight in weights.items()]
    with transaction.atomic():
        TellingTerm.objects.filter(article__in=[each.article_id for each in analyses]).delete()
        insert(TellingTerm, ("term", "article_id", "weight"), rows)


def candidates(article_id: int, *, limit: int = MOST_CANDIDATES) -> list[int]:
    """Return the articles that share most of an article's telling terms.

    Indexes: newsroom_tellingterm's foreign key for the article's own terms, its primary key for the postings.
    """
    table = TellingTerm._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT other.article_id FROM {table} own JOIN {table} other ON other.term = own.term "  # noqa: S608
            "WHERE own.article_id = %s AND other.article_id <> %s GROUP BY other.article_id "
            "ORDER BY SUM(own.weight * other.weight) DESC, other.article_id LIMIT %s",
            [article_id, article_id, limit],
        )
        return [row[0] for row in cursor.fetchall()]


class Library:
    """Documents for `rails.related`, read from the database and remembered while one refresh lasts."""

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}

    def documents(self, ids: Iterable[int]) -> list[Document]:
        """Return the documents of these articles in their order; articles without an analysis are left out."""
        ids = list(ids)
        if len(self._documents) > REMEMBERED:
            self._documents.clear()
        missing = [each for each in ids if each not in self._documents]
        articles = (
            Article.objects.filter(pk__in=missing, analysis__isnull=False)
            .select_related("analysis")
            .only("pk", "published_at", "section_id", "version_of_id", "analysis", "locale_id")
            .prefetch_related(Prefetch("topics", Topic.objects.only("pk")))
        )
        self._documents.update((each.pk, _document(each)) for each in articles)
        return [self._documents[each] for each in ids if each in self._documents]


def _document(article: Article) -> Document:
    analysis = article.analysis
    return Document(
        article=article.pk,
        story=article.story,
        published=article.published_at,
        terms=analysis.terms,
        words=analysis.surface,
        names=frozenset(analysis.names),
        topics=frozenset(topic.pk for topic in article.topics.all()),
        section=article.section_id,
        length=analysis.length,
    )
