"""Readers see Popular only over what is read; what is not read there says so, on whole pages as on joined ones."""

import re

import pytest
from django.utils import timezone

from broadsheet.newsroom import popularity
from broadsheet.newsroom.models import Article
from broadsheet.rails.popular import Basis, PopularStanding
from factories import make_edition
from reader import Reader
from small_town import make_town

pytestmark = pytest.mark.django_db

MOST = [30, 20, 10, 3, 2]


@pytest.fixture
def town(db) -> list[Article]:
    return make_town()


def test_nobody_reads_and_the_rail_is_called_latest(town):
    assert popular_of(Reader().read(town[0].get_absolute_url())) == ("Latest", [""] * 5)


def test_one_story_that_was_read_once_makes_nothing_popular(town):
    rank(town, [1, 0, 0, 0, 0])

    assert popular_of(Reader().read(town[0].get_absolute_url())) == ("Latest", [""] * 5)


def test_most_are_read_and_the_one_that_is_not_says_latest(town):
    rank(town, MOST)

    page = Reader().read(town[0].get_absolute_url())

    assert popular_of(page) == ("Popular", ["", "", "", "", "Latest"])


@pytest.mark.parametrize(("path", "cards"), [("/", 5), ("/section/town/", 5)])
@pytest.mark.parametrize(("readers", "heading"), [(3, "Popular"), (2, "Latest")])
def test_fronts_and_lists_say_so_too(town, path, cards, readers, heading):
    rank(town, [readers] * 29, away=town[1:])

    assert popular_of(Reader().read(path)) == (heading, [""] * cards)


def test_what_stands_there_for_a_month_says_so(town):
    rank(town, [0] * 5, basis=Basis.MONTH, month=40)

    page = Reader().read(town[0].get_absolute_url())

    assert popular_of(page) == ("Popular", ["read most in the last month"] * 5)


def test_pages_change_when_the_third_reader_of_a_day_comes_though_the_order_stays(town):
    reader, path = Reader(), town[0].get_absolute_url()
    rank(town, [3, 3, 2, 2, 2])
    before = popular_of(reader.read(path))
    rank(town, [3, 3, 3, 2, 2])
    reader.look()

    assert (before[0], popular_of(reader.read(path))) == (
        "Latest",
        ("Popular", ["", "", "", "Latest", "Latest"]),
    )
    assert reader.read(path) == Reader().read(path)


def rank(town, readers, *, basis=Basis.NOW, month=0, away=()):
    """Have stories that are neither new nor related to the first one read by so many in a day."""
    related = set(town[0].neighbours.values_list("neighbour_id", flat=True))
    away = away or [each for each in town[1:] if each.pk not in related][-len(readers) :]
    places = [
        PopularStanding(article.pk, 50.0 - place, 1.0, day, basis=basis, month=month)
        for place, (article, day) in enumerate(zip(away, readers, strict=True))
    ]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())


def popular_of(page: str) -> tuple[str, list[str]]:
    """Return the heading of the rail of reads and what its cards bear."""
    rail = re.search(r'<h2 id="rail-popular">([^<]+)</h2>(.*?)</ol>', page, re.DOTALL)
    cards = re.findall(r"<li>(.*?)</li>", rail[2], re.DOTALL)
    found = [re.search(r'<p class="card-label">([^<]+)</p>', each) for each in cards]
    return rail[1], [each[1] if each else "" for each in found]
