"""Give the articles that Related compares, as `rails.related` wants them, from what is kept in the database."""

from collections.abc import Iterable

from ...rails.related import Document
from ...rails.vectors import Vector
from ..models import Analysis

# At five kilobytes a document, some twenty megabytes.
REMEMBERED = 4000


class Library:
    """Documents read from the database and remembered while one refresh lasts."""

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}

    def documents(self, ids: Iterable[int]) -> list[Document]:
        """Return the documents of these articles in their order; what is not live has none."""
        ids = list(ids)
        missing = [each for each in ids if each not in self._documents]
        found = Analysis.objects.filter(article__in=missing).values_list(
            "article_id", "article__version_of_id", "article__published_at", "vector"
        )
        kept = self._documents
        if len(kept) + len(missing) > REMEMBERED:
            self._documents = kept = {each: kept[each] for each in ids if each in kept}
        for article, version_of, published, vector in found:
            kept[article] = Document(article, version_of or article, published, Vector.from_bytes(vector))
        return [kept[each] for each in ids if each in kept]

    def asking(self, ids: Iterable[int]) -> list[tuple[int, Document]]:
        """Return the documents of these articles with the words that are shown for them, each with its locale."""
        rows = Analysis.objects.filter(article__in=list(ids)).values_list(
            "locale_id", "article_id", "article__version_of_id", "article__published_at", "vector", "shown"
        )
        return [
            (
                locale,
                Document(
                    article, version_of or article, published, Vector.from_bytes(vector), shown.split("\n")
                ),
            )
            for locale, article, version_of, published, vector, shown in rows.order_by("article_id")
        ]
