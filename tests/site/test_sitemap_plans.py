"""What sitemaps ask of SQLite is answered by an index, so that it takes as long at a million articles as at a thousand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.newsroom import queries, sitemap_queries
from broadsheet.newsroom.same_elsewhere import section_everywhere
from factories import NOW, make_article, make_edition

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "article chunks": lambda: sitemap_queries.article_chunks(1000, now=NOW),
    "last changes": lambda: sitemap_queries.last_changes([1], 1000, now=NOW),
    "articles": lambda: list(sitemap_queries.articles(1, 1000, now=NOW)),
    "lead files": lambda: sitemap_queries.lead_files(1, 1000, now=NOW),
    "topic chunks": lambda: sitemap_queries.topic_chunks(1000, now=NOW),
    "topics": lambda: list(sitemap_queries.topics(1, 1000, now=NOW)),
    "author chunks": lambda: sitemap_queries.author_chunks(200, now=NOW),
    "authors": lambda: sitemap_queries.authors(1, 200, queries.editions(), now=NOW),
    "sections": lambda: list(sitemap_queries.sections(now=NOW)),
    "section everywhere": lambda: section_everywhere(make_edition("ru"), "town", now=NOW),
    "dated": lambda: sitemap_queries.locales_with_dated(now=NOW),
    "locales with corrections": lambda: sitemap_queries.locales_with_corrections(now=NOW),
    "undated": lambda: sitemap_queries.locales_with_undated(now=NOW),
    "archive years": lambda: sitemap_queries.archive_years(now=NOW),
    "archive days": lambda: sitemap_queries.with_articles({"a": (NOW - timedelta(days=9), NOW)}, now=NOW),
    "news chunks": lambda: sitemap_queries.news_chunks(1000, now=NOW),
    "news": lambda: sitemap_queries.news(now=NOW, limit=1001),
    "news of a chunk": lambda: sitemap_queries.news(now=NOW, limit=1001, chunk=(1, 1000)),
}
# How an article is looked up: by its number, or by a range of dates.
BOUNDED = re.compile(
    r"INTEGER PRIMARY KEY \(rowid|rowid=\?|topic_id=\?|section_id=\?|published_at[<>=]\?|embargoed_until>\?|SCAN newsroom_article$"
)
# Tables of their own, whose indexes are named after the article that a row belongs to.
OTHERS = re.compile("byline|newsroom_correction_")


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_of_a_sitemap_reads_through_all_articles(question):
    make_edition("ru")
    make_article(topics=["Bridge"], authors=["Hana Ostrow"])
    with CaptureQueriesContext(connection) as asked:
        QUESTIONS[question]()

    looked_up = [
        step for each in asked for step in plan(each["sql"]) if "article" in step and not OTHERS.search(step)
    ]
    scans = [each for each in looked_up if each.startswith("SCAN")]
    assert [each for each in looked_up if not BOUNDED.search(each)] == []
    # The first chunk begins at the first row, in the order of numbers, and stops there.
    assert len(scans) == (1 if question == "article chunks" else 0)


def test_a_plan_that_reads_through_all_articles_is_noticed():
    steps = plan("SELECT id FROM newsroom_article WHERE locale_id = 1 AND headline = 'x'")

    assert [each for each in steps if not BOUNDED.search(each)] != []


def plan(sql: str) -> list[str]:
    """Return the steps in which the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        return [str(step) for *_numbers, step in cursor.fetchall()]
