"""The archive of an edition is listed by year, month and day, newest first, and what has no date at the end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broadsheet.newsroom import queries, sitemap_queries
from broadsheet.newsroom.models import Article
from factories import NOW, make_article, make_edition, make_section, make_topic

pytestmark = pytest.mark.django_db
DAY = datetime(2012, 11, 16, 9, 30, tzinfo=UTC)


def test_years_months_and_days_are_those_that_have_articles():
    for days in (0, 1, 40, 400):
        make_article(published_at=DAY + timedelta(days=days))
    edition = make_edition()

    assert queries.archive_years(edition, now=NOW) == [2013, 2012]
    assert queries.archive_months(edition, 2012, now=NOW) == [date(2012, 12, 1), date(2012, 11, 1)]
    assert queries.archive_days(edition, 2012, 11, now=NOW) == [date(2012, 11, 17), date(2012, 11, 16)]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"year": 2012}, ["December", "next day", "first"]),
        ({"year": 2012, "month": 11}, ["next day", "first"]),
        ({"year": 2012, "month": 12}, ["December"]),
        ({"year": 2012, "month": 11, "day": 16}, ["first"]),
        ({}, ["2013", "December", "next day", "first", "undated"]),
    ],
)
def test_a_list_has_what_was_published_in_its_span(span, expected):
    for headline, days in (("first", 0), ("next day", 1), ("December", 40), ("2013", 400)):
        make_article(headline, published_at=DAY + timedelta(days=days))
    make_article("undated", days_ago=None)

    found = queries.newest(make_edition(), now=NOW, **span)

    assert [each.headline for each in found] == expected


def test_a_section_a_topic_and_an_author_list_their_own():
    town = make_section("Town")
    article = make_article("Crane", section=town, topics=["Harbour"], authors=["Hana Ostrow"])
    make_article("Plums")
    edition = make_edition()

    asked = (
        {"section": queries.section_at(edition, "town")},
        {"topic": queries.topic_at(edition, "harbour")},
        {"author": queries.author_at("hana-ostrow")},
    )

    assert [[each.pk for each in queries.newest(edition, now=NOW, **one)] for one in asked] == [
        [article.pk]
    ] * 3
    assert queries.topic_at(edition, "harbour") == make_topic("Harbour")
    assert [queries.section_at(edition, "x"), queries.topic_at(edition, "x"), queries.author_at("x")] == [
        None
    ] * 3


def test_what_has_no_date_is_listed_apart_the_last_one_taken_in_first():
    first, second = (make_article(days_ago=None) for _ in range(2))
    make_article()

    assert [each.pk for each in queries.undated(make_edition(), now=NOW)] == [second.pk, first.pk]


def test_around_a_moment_the_nearest_on_both_sides_stand_first_and_none_beyond_reach():
    before, after, far = (make_article(published_at=DAY + timedelta(days=days)) for days in (-1, 2, 30))
    articles = Article.objects.all()

    near = queries.around(articles, DAY, reach=timedelta(days=10), limit=5)

    assert [each.pk for each in near] == [before.pk, after.pk]
    assert [each.pk for each in queries.around(articles, DAY, reach=None, limit=5)] == [
        before.pk,
        after.pk,
        far.pk,
    ]
    assert [each.pk for each in queries.around(articles, DAY, reach=None, limit=1)] == [before.pk, after.pk]


def test_numbers_are_listed_in_chunks_that_have_something_to_read():
    articles = [make_article() for _ in range(5)]
    chunks = sitemap_queries.article_chunks(2, now=NOW)

    listed = [
        path for number in chunks for _locale, path, *_rest in sitemap_queries.articles(number, 2, now=NOW)
    ]

    assert listed == [each.path for each in articles]
