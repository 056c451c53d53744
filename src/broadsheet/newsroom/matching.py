"""Find articles by their words at the size of an archive: the best two thousand matches, by rank."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from .models import Article

# Nobody pages through more: an article that is not among them is found with one more word.
LIMIT = 2000
# A word that stands in more entries than this says so little that those last taken in are as good as any.
RANKED = 20_000


def matching(articles: QuerySet[Article], text: str, *, limit: int = LIMIT) -> QuerySet[Article]:
    """Narrow articles to those that match all the words, the last of which may be a beginning."""
    return articles.filter(pk__in=best_matches(text, limit=limit))


def best_matches(text: str, *, limit: int = LIMIT) -> list[int]:
    """Return the numbers of the articles that match best, best first.

    Wagtail's own search on SQLite ranks with one full-text query per row of the result: minutes
    for a word that stands in a quarter of 200,000 headlines. Here one query ranks them all.
    """
    words = text.replace("\0", " ").split()
    if not words:
        return []
    connection = connections[router.db_for_read(IndexEntry)]
    if connection.vendor != "sqlite":
        return [each.pk for each in get_search_backend().search(text, Article.objects.only("pk"))[:limit]]
    entries, kind = IndexEntry._meta.db_table, ContentType.objects.get_for_model(Article)
    with connection.cursor() as cursor:
        # The names are those of Wagtail's own tables. The inner query keeps the ranking apart from the join.
        matches, wanted = f"FROM {entries}_fts WHERE {entries}_fts MATCH %s", _expression(words)
        cursor.execute(f"SELECT count(*) {matches}", [wanted])
        order = "rank" if cursor.fetchone()[0] <= RANKED else "-rowid"
        cursor.execute(
            f"SELECT CAST(object_id AS INTEGER) FROM"  # noqa: S608
            f" (SELECT rowid AS entry, {order} AS place {matches} ORDER BY place LIMIT %s)"
            f" JOIN {entries} ON id = entry WHERE content_type_id = %s ORDER BY place",
            [wanted, limit, kind.pk],
        )
        return [number for (number,) in cursor.fetchall()]


def _expression(words: list[str]) -> str:
    """Write words as an FTS5 query string (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    quoted: list[Any] = ['"' + word.replace('"', '""') + '"' for word in words]
    return " ".join(quoted) + " *"
