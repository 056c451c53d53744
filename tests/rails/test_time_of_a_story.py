"""Related weighs time from the article's own date, and lets an old page lead to how its story went on."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.rails.related import Document, RelatedStanding, enter
from broadsheet.rails.statistics import Statistics

THEN = datetime(2012, 11, 16, 9, tzinfo=UTC)
EMPTY = Statistics()


def test_the_newest_follow_up_passes_a_story_that_is_somewhat_nearer_in_time():
    assert ranked((2, -600, 0.5), (3, 700, 0.5)) == [3, 2]


def test_the_newest_follow_up_does_not_pass_a_story_that_is_much_nearer_in_time():
    assert ranked((2, -200, 0.5), (3, 700, 0.5)) == [2, 3]


def test_even_of_another_decade_the_newest_follow_up_gains_as_much():
    assert parts((2, 5000, 0.5))[2] == {"time": 0.9, "follow_up": True}


def test_of_two_later_stories_only_the_newest_gains_by_it():
    assert {article: told["follow_up"] for article, told in parts((2, 90, 0.5), (3, 91, 0.5)).items()} == {
        2: False,
        3: True,
    }


def test_of_two_follow_ups_of_one_moment_the_one_that_came_in_first_is_taken():
    assert follow_ups((4, 90, 0.5), (3, 90, 0.5)) == [3]


def test_a_story_of_the_same_moment_is_no_follow_up_and_one_a_minute_later_is():
    assert (follow_ups((2, 0, 0.5)), follow_ups((2, 1 / 1440, 0.5))) == ([], [2])


@pytest.mark.parametrize(("likeness", "is_follow_up"), [(0.2, True), (0.19, False)])
def test_a_later_story_takes_this_one_further_when_it_is_two_fifths_as_like_as_the_best(
    likeness, is_follow_up
):
    assert follow_ups((2, -10, 0.5), (3, 700, likeness)) == [3] * is_follow_up


def test_a_year_counts_for_more_than_three_and_three_for_more_than_nine():
    # A sixth more alike outweighs what two years make of it, but not what eight make of it.
    assert ranked((2, -365, 0.5), (3, -1095, 0.56)) == [2, 3]
    assert ranked((2, -365, 0.5), (3, -1095, 0.58)) == [3, 2]
    assert ranked((2, -365, 0.5), (3, -3285, 0.58)) == [2, 3]


@pytest.mark.parametrize(
    ("days", "time"),
    [
        (0, 1.7),
        (-30, 1.5278),
        (-60, 1.4319),
        (-365, 1.2001),
        (-730, 1.1),
        (-3652, 1.0004),
        (-3653, 0.75),
    ],
)
def test_half_of_nearness_is_gone_after_a_month_most_after_a_year_and_more_than_all_after_a_decade(
    days, time
):
    assert parts((2, days, 0.5))[2]["time"] == time


def ranked(*others):
    return [candidate.article for candidate in beside(others)]


def follow_ups(*others):
    return [each.article for each in beside(others) if each.reason.parts.get("follow_up")]


def parts(*others):
    """Return what the date of each story counts, and whether it is the follow-up."""
    return {
        each.article: {
            "time": each.reason.parts["time"],
            "follow_up": bool(each.reason.parts.get("follow_up")),
        }
        for each in beside(others)
    }


def beside(others):
    """Rank stories told as (article, days after the page, likeness) for a page."""
    standing = [
        RelatedStanding(
            Document(article, article, THEN + timedelta(days=days)),
            {"likeness": likeness, "words": ["bridge"]},
        )
        for article, days, likeness in others
    ]
    return enter(Document(1, 1, THEN), standing, [], statistics=EMPTY)
