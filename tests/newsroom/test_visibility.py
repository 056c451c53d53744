"""Readers see an article by one rule, in SQL and in Python alike."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.newsroom.models import Article, DatePrecision
from factories import NOW, make_article

pytestmark = pytest.mark.django_db

MOMENTS = st.none() | st.integers(-2, 2).map(lambda seconds: NOW + timedelta(seconds=seconds))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    live=st.booleans(), killed_at=MOMENTS, published_at=MOMENTS, embargoed_until=MOMENTS, expire_at=MOMENTS
)  # fmt: skip
def test_the_predicate_says_the_same_of_rows_and_of_objects(article_row, **fields):
    Article.objects.filter(pk=article_row.pk).update(**fields)
    article = Article.objects.get(pk=article_row.pk)

    assert Article.objects.visible(NOW).filter(pk=article.pk).exists() == article.is_visible(NOW)


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, True),
        ({"live": False}, False),
        ({"killed_at": NOW - timedelta(days=1)}, False),
        ({"embargoed_until": NOW + timedelta(seconds=1)}, False),
        ({"embargoed_until": NOW}, True),
        ({"expire_at": NOW}, False),
        ({"expire_at": NOW + timedelta(seconds=1)}, True),
        ({"published_at": NOW + timedelta(seconds=1)}, False),
        ({"published_at": NOW}, True),
        ({"published_at": None, "date_precision": DatePrecision.UNKNOWN}, True),
    ],
)
def test_an_article_is_seen_from_its_second_to_its_second(fields, seen, article_row):
    Article.objects.filter(pk=article_row.pk).update(**fields)

    assert Article.objects.visible(NOW).exists() is seen


@pytest.fixture
def article_row(db):
    return make_article("A story")
