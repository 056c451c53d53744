"""A pick stands for its shelf life, in the editors' order, and says who chose it."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.rails.choice import OfferedPick, backfilled, choose

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_picks_stand_in_the_editors_order():
    picks = [OfferedPick(1, 1, position=2), OfferedPick(2, 2, position=0), OfferedPick(3, 3, position=1)]

    assert articles(choose(picks, now=NOW)) == [2, 3, 1]


@pytest.mark.parametrize(
    ("starts", "ends", "stands"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + SECOND, None, False),
        (None, NOW + SECOND, True),
        (None, NOW, False),
        (NOW - SECOND, NOW + SECOND, True),
    ],
)
def test_a_pick_begins_and_ends_to_the_second(starts, ends, stands):
    assert bool(choose([OfferedPick(1, 1, starts=starts, ends=ends)], now=NOW)) is stands


def test_what_the_picks_leave_open_is_filled_by_a_stated_rule():
    chosen = choose(
        [OfferedPick(1, 1)], [backfilled(1, 1, rule="x"), backfilled(2, 2, rule="lead of News")], now=NOW
    )

    assert [(card.article, card.reason.text) for card in chosen] == [
        (1, "picked by an editor"),
        (2, "not picked by an editor: lead of News"),
    ]


def test_a_pick_says_who_until_when_and_why():
    pick = OfferedPick(1, 1, ends=NOW + timedelta(days=1), picked_by="Leyla", note="best read on the flood")

    assert choose([pick], now=NOW)[0].reason.text == (
        "picked by Leyla until 2026-11-24 12:00: best read on the flood"
    )


def test_two_versions_of_a_story_are_picked_once():
    assert articles(choose([OfferedPick(1, 9), OfferedPick(2, 9, position=1)], now=NOW)) == [1]


def test_the_backfill_is_read_no_further_than_the_limit():
    endless = (backfilled(number, number, rule="any") for number in iter(int, 1))

    assert len(choose([OfferedPick(1, 1)], endless, now=NOW, limit=1)) == 1


def test_a_pick_that_nobody_has_moved_stands_first_and_of_equals_the_older_article():
    picks = [OfferedPick(3, 3, position=1), OfferedPick(2, 2), OfferedPick(1, 1)]

    assert articles(choose(picks, now=NOW)) == [1, 2, 3]


def test_a_pick_tells_its_place_and_its_shelf_life_and_a_backfill_its_rule():
    picked, bare = choose(
        [OfferedPick(1, 1, starts=NOW, ends=NOW + SECOND, picked_by="Leyla"), OfferedPick(2, 2, position=4)],
        now=NOW,
    )

    assert (picked.reason.kind, picked.reason.parts) == (
        "pick",
        {
            "position": 0,
            "picked_by": "Leyla",
            "starts": "2026-11-23T12:00:00+00:00",
            "ends": "2026-11-23T12:00:01+00:00",
        },
    )
    assert bare.reason.parts == {"position": 4, "picked_by": ""}
    assert backfilled(3, 4, rule="x").reason.parts == {"rule": "x"}


def test_no_more_stories_are_chosen_than_asked_for():
    picks = [OfferedPick(number, number) for number in range(40)]

    assert len(choose(picks, now=NOW)) == 30
    assert articles(choose(picks, [backfilled(99, 99, rule="x")], now=NOW, limit=2)) == [0, 1]
    assert articles(choose(picks[:1], [backfilled(n, n, rule="x") for n in (0, 8, 9)], now=NOW, limit=2)) == [
        0,
        8,
    ]


def articles(candidates):
    return [candidate.article for candidate in candidates]
