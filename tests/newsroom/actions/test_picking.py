"""Picks stand in an order without gaps, each article once."""

from datetime import timedelta

import pytest

from broadsheet.newsroom.actions.picking import move_pick, pick
from broadsheet.newsroom.models import Pick
from broadsheet.press.models import Change
from factories import NOW, make_article, make_edition, make_pick

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("position", "order"),
    [(None, [3, 0, 1, 2]), (0, [3, 0, 1, 2]), (2, [0, 3, 1, 2]), (4, [0, 1, 2, 3]), (99, [0, 1, 2, 3])],
)
def test_a_pick_stands_where_its_number_says_or_first(position, order):
    articles = [make_article() for _number in range(4)]
    for number, article in enumerate(articles[:3], 1):
        make_pick(article, position=number)

    pick(articles[3], position=position, ends_at=TOMORROW, by=None, now=NOW)

    assert board() == [(articles[place].pk, number) for number, place in enumerate(order, 1)]


def test_picking_again_moves_the_pick_and_renews_its_end_and_note():
    first, second = (make_pick(make_article(), position=number, note="Old") for number in (1, 2))

    pick(first.article, position=2, ends_at=TOMORROW, note="New", by=None, now=NOW)

    first.refresh_from_db()
    assert (first.ends_at, first.note, first.picked_at) == (TOMORROW, "New", NOW)
    assert board() == [(second.article_id, 1), (first.article_id, 2)]


def test_what_is_over_keeps_its_number():
    over = make_pick(make_article(), position=1, days_left=-1)

    pick(make_article(), ends_at=TOMORROW, by=None, now=NOW)

    over.refresh_from_db()
    assert over.position == 1


def test_picks_of_another_edition_stay_where_they_are():
    other = make_pick(make_article(edition=make_edition("az", is_main=False)), position=5)

    pick(make_article(), ends_at=TOMORROW, by=None, now=NOW)

    other.refresh_from_db()
    assert other.position == 5


@pytest.mark.parametrize(
    ("place", "steps", "order"), [(0, 1, [1, 0, 2]), (2, -2, [2, 0, 1]), (1, 9, [0, 2, 1])]
)
def test_a_pick_moves_as_far_as_the_list_goes(place, steps, order):
    picks = [make_pick(make_article(), position=number) for number in (1, 2, 3)]

    move_pick(picks[place], steps=steps, by=None, now=NOW)

    assert board() == [(picks[each].article_id, number) for number, each in enumerate(order, 1)]


def test_a_pick_that_is_over_is_not_moved():
    over = make_pick(make_article(), position=1, days_left=-1)
    Change.objects.all().delete()

    move_pick(over, steps=1, by=None, now=NOW)

    assert not Change.objects.exists()


def board() -> list[tuple[int, int]]:
    return list(Pick.objects.order_by("position").values_list("article", "position"))
