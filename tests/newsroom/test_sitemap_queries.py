"""What sitemaps ask of the database, on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.newsroom import queries, sitemap_queries
from factories import NOW, make_article, make_edition

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_chunks_without_anything_to_read_are_left_out():
    articles = [make_article(live=number % 4 == 0) for number in range(8)]
    seen = {(each.pk - 1) // 2 + 1 for each in articles if each.live}

    assert sitemap_queries.article_chunks(2, now=NOW) == sorted(seen)
    assert sitemap_queries.article_chunks(2, now=NOW - timedelta(days=900)) == []


def test_topics_and_authors_are_found_in_their_chunks():
    edition = make_edition("en")
    seen = make_article(topics=["Bridge"], authors=["Hana Ostrow"])
    make_article(topics=["Secret"], authors=["Deep Throat"], embargoed_until=NOW + HOUR)
    topic, author = seen.topics.get().pk, seen.bylines.get().author_id

    assert sitemap_queries.topic_chunks(1, now=NOW) == [topic]
    assert list(sitemap_queries.topics(topic, 1, now=NOW)) == [(edition.locale_id, "bridge")]
    assert sitemap_queries.author_chunks(1, now=NOW) == [author]
    assert sitemap_queries.authors(author, 1, [edition], now=NOW) == [("hana-ostrow", [edition.locale_id])]


def test_an_author_is_listed_in_the_editions_of_the_last_articles(monkeypatch):
    monkeypatch.setattr(sitemap_queries, "LAST", 2)
    english, russian = make_edition("en"), make_edition("ru")
    for edition in (russian, english, english):
        make_article(edition=edition, authors=["Hana Ostrow"])

    listed = sitemap_queries.authors(1, 10**6, queries.editions(), now=NOW)

    assert listed == [("hana-ostrow", [english.locale_id])]


def test_spans_of_time_with_an_article_are_found_by_edition():
    english, russian = make_edition("en"), make_edition("ru")
    make_article(published_at=datetime(1999, 5, 1, 12, tzinfo=UTC), edition=english)
    make_article(published_at=datetime(2001, 5, 1, 12, tzinfo=UTC), edition=russian, date_precision="year")
    spans = {f"{year}": queries.span(year, None, None) for year in (1999, 2000, 2001)}

    found = sitemap_queries.with_articles(spans, now=NOW)

    assert found == [("1999", english.locale_id), ("2001", russian.locale_id)]
    assert sitemap_queries.with_articles(spans, unknown=["year"], now=NOW) == found[:1]
    assert sitemap_queries.archive_years(now=NOW) == [1999, 2001]


def test_news_are_counted_by_chunks_and_listed_once():
    fresh = make_article("Fresh", published_at=NOW - HOUR, embargoed_until=NOW - HOUR)
    held = make_article("Held", published_at=NOW - 100 * HOUR, embargoed_until=NOW - HOUR)
    make_article("Old", published_at=NOW - 49 * HOUR)

    listed = [path for _locale, path, *_rest in sitemap_queries.news(now=NOW, limit=9)]

    assert listed == [fresh.path, held.path]
    assert sitemap_queries.news_chunks(1, now=NOW) == {fresh.pk: 1, held.pk: 1}
