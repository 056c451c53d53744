"""The list of articles: what it shows, and what it can be asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from factories import make_article, make_edition, make_section

pytestmark = pytest.mark.django_db


def test_the_newest_article_stands_first(chief):
    make_article("Older story", days_ago=5)
    make_article("Newer story", days_ago=1)

    page = chief.see("article:list")

    assert page.index("Newer story") < page.index("Older story")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("live", {"Alpha", "Echo", "Foxtrot"}),
        ("draft", {"Bravo"}),
        ("embargoed", {"Echo"}),
        ("killed", {"Delta"}),
        ("undated", {"Foxtrot"}),
    ],
)
def test_the_list_is_narrowed_by_state(chief, state, shown):
    make_article("Alpha")
    make_article("Bravo", live=False)
    make_article("Delta", live=False, killed_at=timezone.now())
    make_article("Echo", embargoed_until=timezone.now() + timedelta(days=1))
    make_article("Foxtrot", days_ago=None)

    page = chief.see("article:list", status=state)

    assert {name for name in ("Alpha", "Bravo", "Delta", "Echo", "Foxtrot") if name in page} == shown


def test_the_list_is_narrowed_by_section(chief):
    sport = make_section("Sport")
    make_article("A match", section=sport)
    make_article("A vote", section=make_section("Politics"))

    page = chief.see("article:list", section=sport.pk)

    assert "A match" in page and "A vote" not in page


def test_the_list_is_narrowed_by_language(chief):
    make_article("In English")
    make_article("Azərbaycanca", edition=make_edition("az", is_main=False))

    page = chief.see("article:list", locale="az")

    assert "Azərbaycanca" in page and "In English" not in page


def test_the_list_is_narrowed_by_date(chief):
    make_article("In the old year", published_at=datetime(2012, 11, 16, 10, tzinfo=UTC))
    make_article("In the new year", published_at=datetime(2026, 1, 16, 10, tzinfo=UTC))

    page = chief.see("article:list", published_at_from="2012-01-01", published_at_to="2012-12-31")

    assert "In the old year" in page and "In the new year" not in page


def test_the_second_page_continues_the_first(chief):
    for number in range(25):
        make_article(f"Story number {number:02}", days_ago=number + 1)

    page = chief.see("article:list", p=2)

    assert [number for number in range(25) if f"Story number {number:02}" in page] == [20, 21, 22, 23, 24]


def test_a_draft_on_top_of_a_live_article_shows_its_new_headline(chief):
    article = make_article("Old headline")

    chief.rewrite(article, headline="New headline")

    assert "New headline" in chief.see("article:list")


def test_the_list_says_by_whom_an_article_is(chief):
    make_article("Signed", authors=("Ann Reporter", "Bob Writer"))

    assert "Ann Reporter, Bob Writer" in chief.see("article:list")
