"""A small index over a few stories, and what is found in it."""

from datetime import UTC, datetime, timedelta

from broadsheet.search.asking import Query
from broadsheet.search.documents import SearchDocument

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SMALL = 15_000_000


def story(article, headline, **fields):
    given = {"edition": 1, "language": "en", "released": NOW - timedelta(days=400), "year": 2025}
    return SearchDocument(article=article, headline=headline, **(given | fields))


def ask(reader, text, **more):
    return reader.search(Query(**{"text": text, "edition": 1, "language": "en", "now": NOW} | more))


def found(reader, text, **more):
    return [hit.article for hit in ask(reader, text, **more).articles]
