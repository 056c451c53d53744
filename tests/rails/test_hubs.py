"""A story that is shown on many pages gives way where another one is nearly as near."""

from collections import Counter
from random import Random

import pytest

from broadsheet.rails.hubs import divisor, first_ten, spread
from broadsheet.rails.model import Candidate, Reason

ROUND_UP = 1000


@pytest.mark.parametrize(("times", "divided_by"), [(0, 1.0), (10, 1.1487), (310, 2.0)])
def test_a_score_is_divided_by_more_the_more_often_a_story_is_shown(times, divided_by):
    assert round(divisor(times), 4) == divided_by


def test_what_is_shown_often_stands_behind_what_is_nearly_as_near():
    assert order(spread(near(0.5, 0.45, 0.2), {1: 11})) == [2, 1, 3]


def test_what_is_much_nearer_stays_first_however_often_it_is_shown():
    assert order(spread(near(0.5, 0.2), {1: 101})) == [1, 2]


def test_that_a_story_stands_in_this_list_does_not_count():
    assert [each.score for each in spread(near(0.5), {1: 1})] == [0.5]


def test_a_list_is_spread_from_its_likenesses_and_not_from_what_was_divided_before():
    once = spread(near(0.5, 0.45, 0.2), {1: 11})

    assert spread(once, {1: 11}) == once
    assert order(spread(once, {})) == [1, 2, 3]


def test_the_first_ten_are_those_before_anything_is_divided():
    assert first_ten(spread(near(*[0.5] * 12), {1: 500})) == list(range(1, 11))


def test_the_parts_say_how_often_a_story_is_shown_elsewhere():
    assert spread(near(0.5), {1: 4})[0].reason.parts["shown"] == 3


def test_what_is_a_little_like_everything_stands_on_few_pages_of_500():
    lists = pages_of_500()
    times = Counter(article for each in lists for article in first_ten(each))

    undivided = Counter(article for each in lists for article in first_ten(each)[:5])
    shown = Counter(article for each in lists for article in order(spread(each, times))[:5])

    assert undivided[ROUND_UP] > 0.06 * len(lists)
    assert max(shown.values()) <= 0.03 * len(lists)


def pages_of_500():
    """Return a list of neighbours for each page: a round-up is a candidate on two pages of five, and no nearer than others."""
    chance = Random(4)
    stories = range(1, 501)
    return [
        [
            Candidate(number, number, Reason("related", "", {"likeness": likeness, "time": 1.0}), likeness)
            for number in [*chance.sample(stories, 16), *([ROUND_UP] if chance.random() < 0.4 else [])]
            for likeness in [chance.uniform(0.08, 0.2)]
        ]
        for _page in stories
    ]


def near(*likenesses):
    """Return candidates of these likenesses, numbered from one."""
    return [
        Candidate(number, number, Reason("related", "", {"likeness": each, "time": 1.0}), each)
        for number, each in enumerate(likenesses, 1)
    ]


def order(candidates):
    return [each.article for each in candidates]
