"""One entry more in the registry is one rail more on every page, joined from pieces as the others are."""

import re

import pytest

from broadsheet.newsroom.models import Article
from broadsheet.rails import RailSpec, registry
from broadsheet.rails.registry import Scope, Supply
from broadsheet.site.article_assembly import ArticleAssembly
from newsstand import headlines
from reader import Reader
from small_town import be_popular, make_town

pytestmark = pytest.mark.django_db

LATEST = RailSpec("latest", title="Latest", scope=Scope.EDITION, supply=Supply.NEWEST, precedence=4, source=8)
FOUR = ["related", "editors-choice", "popular", "latest"]


@pytest.fixture
def town(db, monkeypatch) -> list[Article]:
    monkeypatch.setattr(registry, "RAILS", (*registry.RAILS, LATEST))
    return make_town()


def test_a_fourth_rail_stands_on_every_page_and_none_says_a_story_twice(town):
    reader = Reader()
    pages = [reader.read(each.get_absolute_url()) for each in town]
    kept = reader.press.cache.fresh.values()

    assert all(rails_of(page) == FOUR for page in pages)
    assert {len(headlines(page)) for page in pages} == {len(set(headlines(page))) for page in pages} == {20}
    assert sum(isinstance(each.assembly, ArticleAssembly) for each in kept) > len(town) / 2


def test_a_fourth_rail_stands_on_fronts_and_lists(town):
    reader = Reader()

    assert rails_of(reader.read("/")) == FOUR[1:]
    assert rails_of(reader.read("/section/town/")) == FOUR[1:]


def test_pages_with_a_fourth_rail_change_with_what_is_read(town):
    reader = Reader()
    paths = [each.get_absolute_url() for each in town]
    before = [reader.read(path) for path in paths]
    be_popular(town[7:27])
    reader.look()
    after = [reader.read(path) for path in paths]
    fresh = Reader()

    assert sum(one != other for one, other in zip(before, after, strict=True)) > 10
    assert after == [fresh.read(path) for path in paths]


def rails_of(page: str) -> list[str]:
    return re.findall(r'<h2 id="rail-([^"]+)"', page)
