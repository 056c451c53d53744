"""A hub is told of the feeds in which a change is seen, in every format."""

import pytest

from broadsheet.site.feeds.showing import feeds_showing
from factories import make_edition, make_section
from newsstand import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(settings):
    settings.BASE_URL = "https://paper.example"


def test_an_article_is_in_the_feeds_of_all_that_it_is_filed_under():
    town = make_section("Town")
    found = publish(section=make_section("Harbour", parent=town), topics=["Bridge"], authors=["Ivo Tal"])

    lists = (
        "/",
        "/editors-choice/",
        "/section/town/",
        "/section/harbour/",
        "/topic/bridge/",
        "/author/ivo-tal/",
    )
    assert feeds_showing([f"article:{found.pk}", "edition:en"]) == sorted(
        f"https://paper.example{each}feed/{kind}" for each in lists for kind in ("", "atom/", "json/")
    )


def test_picks_are_in_the_feed_of_their_edition_and_what_is_read_most_is_asked_for():
    make_edition("en")
    make_edition("az")

    assert feeds_showing(["picks:az", "popular:az", "popular:en"]) == [
        f"https://paper.example/az/editors-choice/feed/{kind}" for kind in ("", "atom/", "json/")
    ]


def test_everything_is_every_edition_and_section():
    make_section("Town", edition=make_edition("en"))
    make_edition("az")

    found = feeds_showing(["all"])

    assert len(found) == 3 * 5
    assert "https://paper.example/section/town/feed/json/" in found


def test_feeds_are_found_in_few_queries_however_many_articles_changed(django_assert_num_queries):
    tags = [f"article:{publish(topics=['Bridge'], authors=['Ivo Tal']).pk}" for _number in range(7)]

    for some in (tags[:2], tags):
        with django_assert_num_queries(5):
            feeds_showing(some)
