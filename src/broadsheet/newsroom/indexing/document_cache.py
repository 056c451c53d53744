"""Give the articles that Related compares, as `rails.related` wants them, from what is kept in the database."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection

from ...prose.terms import TermKind
from ...rails.related import Document, RelatedStanding
from ...rails.shared_words import StoredWords
from ...rails.vectors import Vector, term_id
from .rows import among, select

# At five kilobytes a document, some fifty megabytes.
REMEMBERED = 10_000

_KNOWN = (
    "SELECT analysis.article_id, COALESCE(article.version_of_id, article.id), article.published_at, analysis.vector, "
    "analysis.shown{more} "
    "FROM newsroom_analysis analysis JOIN newsroom_article article ON article.id = analysis.article_id "
    "WHERE analysis.article_id {among}"
)

_TOPICS = (
    "SELECT filed.article_id, topic.id, topic.name FROM newsroom_article_topics filed "
    "JOIN newsroom_topic topic ON topic.id = filed.topic_id WHERE {those}"
)
_AUTHORS = (
    "SELECT byline.article_id, author.name FROM newsroom_byline byline "
    "JOIN newsroom_author author ON author.id = byline.author_id WHERE {those}"
)
_STANDING = (
    "SELECT place.article_id, place.neighbour_id, COALESCE(article.version_of_id, article.id), article.published_at, "
    "CASE WHEN analysis.article_id IS NULL THEN NULL ELSE CAST(place.parts AS TEXT) END "
    "FROM newsroom_neighbour place JOIN newsroom_article article ON article.id = place.neighbour_id "
    "LEFT JOIN newsroom_analysis analysis ON analysis.article_id = place.neighbour_id "
    "WHERE {those} ORDER BY place.article_id, place.position"
)


class DocumentCache:
    """Documents read from the database and remembered while one refresh lasts."""

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}

    def documents(self, ids: Iterable[int]) -> list[Document]:
        """Return the documents of these articles in their order; what is not live has none."""
        known = self._documents
        ids = list(ids)
        missing = [each for each in ids if each not in known]
        if len(known) + len(missing) > REMEMBERED:
            # The younger half: neighbours of an article are mostly neighbours of the next one too.
            known = dict(islice(known.items(), len(known) // 2, None))
            missing = [each for each in ids if each not in known]
            self._documents = known
        for row in _rows(missing):
            known[row[0]] = _document(row)
        return [known[each] for each in ids if each in known]

    def asking(self, ids: Iterable[int]) -> list[tuple[int, Document]]:
        """Return the documents of these articles in their order, with the names of their topics and authors and the locale."""
        ids = list(ids)
        rows = {row[0]: row for row in _rows(ids, more=", analysis.locale_id")}
        names, authors = _topics(ids), _authors(ids)
        return [
            (row[5], _asking(row, names.get(row[0], {}), authors.get(row[0], [])))
            for row in map(rows.get, ids)
            if row is not None
        ]


def standing(ids: Collection[int]) -> dict[int, dict[int, RelatedStanding | None]]:
    """Return who stands in the stored lists of articles, in their order, and None for one that is live no more.

    Indexes: newsroom_neighbour_place, and the primary keys of articles and analyses.
    """
    found: dict[int, dict[int, RelatedStanding | None]] = {each: {} for each in ids}
    those, values = among("place.article_id", ids)
    for article, neighbour, story, published, parts in select(_STANDING.format(those=those), values):
        document = Document(neighbour, story, _moment(published))
        found[article][neighbour] = RelatedStanding(document, json.loads(parts)) if parts else None
    return found


def _rows(ids: Sequence[int], *, more: str = "") -> list[tuple[Any, ...]]:
    """Read what is kept of articles. Index: both primary keys."""
    if not ids:
        return []
    # A hundred rows of Django's own would take longer to make than to rank.
    if connection.vendor == "sqlite":
        return select(_KNOWN.format(more=more, among=f"IN ({', '.join(['%s'] * len(ids))})"), ids)
    # Both tables are told which rows, or the planner reads the whole of the one that is not.
    these = "= ANY(%s::bigint[]) AND article.id = ANY(%s::bigint[])"
    return select(_KNOWN.format(more=more, among=these), [list(ids), list(ids)])


def _document(row: Sequence[Any]) -> Document:
    return Document(row[0], row[1], _moment(row[2]), Vector.from_bytes(row[3]), StoredWords(row[4]))


def _asking(row: Sequence[Any], names: dict[int, str], authors: list[str]) -> Document:
    """Return an article that asks, with the names of its topics after the words that its text has for its terms."""
    document, words = _document(row), row[4]
    topics = document.vector.ids[document.vector.of_kind(TermKind.TOPIC)].tolist()
    document.shown = [*(words.split("\n") if words else ()), *(names.get(each, "") for each in topics)]
    document.authors = authors
    return document


def _authors(ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of who wrote articles. Index: that of the articles."""
    found: dict[int, list[str]] = {}
    if ids:
        those, values = among("byline.article_id", ids)
        for article, name in select(_AUTHORS.format(those=those), values):
            found.setdefault(article, []).append(name)
    return found


def _topics(ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the names of the topics of articles, by the numbers that vectors have for them. Index: that of the articles."""
    found: dict[int, dict[int, str]] = {}
    if ids:
        those, values = among("filed.article_id", ids)
        for article, topic, name in select(_TOPICS.format(those=those), values):
            found.setdefault(article, {})[term_id(TermKind.TOPIC, str(topic))] = name
    return found


def _moment(stored: Any) -> datetime | None:
    """Return a moment as it is stored: SQLite has no type for it."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if isinstance(stored, str) else stored
