"""Popular is of now at every size of paper, does not flicker, and cannot be bought by strangers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.rails import popular
from broadsheet.rails.popular import HALF_LIVES, credited, exposure, settled, without_repeats

WEEK = 168.0


def test_ten_readers_of_this_hour_beat_twenty_of_yesterday():
    scores = rates(reads_of([(24, 20)], [(0.2, 10)]), ages(WEEK, WEEK))

    assert scores[1] > scores[0]


def test_a_story_ten_minutes_old_is_judged_by_its_ten_minutes():
    same = [(0.05, 6)]
    young, old = rates(reads_of(same, same), ages(1 / 6, WEEK))

    assert young > 2 * old


def test_where_reads_are_few_the_day_decides():
    # One reader this hour and none all day, or none this hour and thirty in the day.
    fluke, steady = rates(reads_of([(0.1, 1)], [(hour, 1) for hour in range(1, 24)]), ages(WEEK, WEEK))

    assert steady > fluke


def test_what_is_steady_is_expected_to_go_on():
    steady = reads_of([(hour / 20, 5) for hour in range(20 * 240)])

    assert rates(steady, ages(1000.0))[0] == pytest.approx(100, rel=0.03)


def test_nothing_read_ranks_nothing():
    assert len(rates(np.zeros((0, 3)), np.zeros(0))) == 0
    assert np.isfinite(rates(np.zeros((3, 3)), np.zeros(3))).all()


def test_an_old_story_is_of_now_only_when_it_is_suddenly_read():
    steady = [(hour / 4, 1) for hour in range(4 * 200)]
    sudden = [(minutes / 60, 1) for minutes in range(30)]
    old = 400 * 24.0

    assert is_of_now(reads_of(steady, sudden, steady), ages(old, old, 24.0), days=7).tolist() == [
        False,
        True,
        True,
    ]


def test_ten_thousand_strangers_count_as_sixty_where_nobody_else_reads():
    sums = np.array([[0, 0, 0, 10_000, 10_000, 10_000], [100, 100, 100, 300, 300, 300]], float)

    assert credited(sums).tolist() == [[60, 60, 60], [400, 400, 400]]


def test_the_list_gives_way_only_to_what_is_clearly_more_read():
    assert settled({1: 100.0, 2: 101.0, 3: 104.0}, [1, 2]) == [1, 2, 3]
    assert settled({1: 100.0, 2: 106.0, 3: 120.0}, [1, 2]) == [3, 2, 1]
    assert settled({2: 1.0, 3: 2.0}, [1, 2]) == [3, 2]


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(st.integers(1, 30), st.floats(0.01, 1000), max_size=20),
    st.lists(st.integers(1, 30), unique=True, max_size=12),
)
def test_no_neighbour_in_the_list_is_read_much_less_than_the_next_and_the_order_is_settled(scores, before):
    order = settled(scores, before)

    assert sorted(order) == sorted(scores)
    assert all(scores[b] <= popular.HYSTERESIS * scores[a] for a, b in pairwise(order))
    assert settled(scores, order) == order


def test_each_story_stands_once_and_a_line_twice():
    stories, lines = {1: 1, 2: 1, 3: 3, 4: 4, 5: 5, 6: 6}, {1: 9, 3: 9, 4: 9, 5: None, 6: None}

    assert without_repeats([1, 2, 3, 4, 5, 6], stories, lines, limit=3) == [1, 3, 5]


def test_a_story_could_be_read_for_as_long_as_its_age_but_no_longer_than_the_half_lives_remember():
    exposed = np.array([[0.541011, 0.703308, 0.741936], [1.082021, 5.770780, 34.624681]])

    assert exposure(ages(0.75, 1e6)) == pytest.approx(exposed, abs=1e-6)


def test_a_story_of_this_moment_could_be_read_for_a_minute():
    moment, minute, two_minutes = exposure(ages(0.0, 1 / 60, 1 / 30))[:, 0]

    assert (moment, minute, two_minutes) == pytest.approx((0.016539, 0.016539, 0.032826), abs=1e-5)


def test_the_guess_of_the_day_is_the_prior_of_the_hours_and_these_of_the_hour():
    reads, exposed = (
        np.array([[2.0, 4.0, 8.0], [0.0, 0.0, 4.0]]),
        np.array([[1.0, 4.0, 10.0], [1.0, 4.0, 10.0]]),
    )

    # 12 reads in 20 hours, then (8 + 1) / (1 / 0.6 + 10), and so on.
    first = (2 + 1) / (1 / ((4 + 1) / (1 / (9 / (1 / 0.6 + 10)) + 4)) + 1)
    second = 1 / (1 / (1 / (1 / (5 / (1 / 0.6 + 10)) + 4)) + 1)
    assert popular.rates(reads, exposed).tolist() == pytest.approx([first, second])


def test_strangers_count_up_to_twelve_times_what_others_do_and_sixty_more():
    sums = np.array([[1, 2, 3, 71, 84, 97], [1, 2, 3, 73, 85, 96]], float)

    assert credited(sums).tolist() == [[72, 86, 99], [73, 86, 99]]
    assert popular.uncapped(sums).tolist() == [[72, 86, 100], [74, 87, 99]]


def test_the_best_are_found_in_order_and_of_equals_the_first():
    scores, places = np.array([1.0, 5.0, 3.0, 5.0, 4.0]), np.array([0, 1, 2, 3, 4])

    found = [popular.best(scores, places, limit) for limit in (2, 3, 4, 5, 9)]

    assert found == [[1, 3], [1, 3, 4], [1, 3, 4, 2], [1, 3, 4, 2, 0], [1, 3, 4, 2, 0]]
    assert popular.best(scores, places[2:], 2) == [3, 4]


def test_a_newcomer_stops_below_the_first_that_it_does_not_clearly_pass():
    assert settled({1: 300.0, 2: 100.0, 3: 101.0, 4: 200.0}, [1, 2, 3]) == [1, 4, 2, 3]
    assert settled({1: 100.0, 2: 99.0, 3: 103.0}, [1, 2]) == [1, 2, 3]
    assert settled({1: 104.0, 2: 100.0, 3: 106.0}, [1, 2]) == [1, 3, 2]


def test_a_list_gives_way_to_what_is_more_than_a_twentieth_more_read():
    assert settled({1: 100.0, 2: 105.0}, [1]) == [1, 2]
    assert settled({1: 100.0, 2: 105.1}, [1]) == [2, 1]
    assert settled({1: 1.0, 2: 2.0, 3: 2.0}, []) == [2, 3, 1]


def test_a_story_without_a_line_or_with_an_unknown_one_stands_once_and_the_list_ends_at_its_limit():
    assert without_repeats([4, 4, 5, 6], {}, {}, limit=9) == [4, 5, 6]
    assert without_repeats([4, 5, 6], {}, {4: None, 5: None}, limit=2) == [4, 5]
    assert without_repeats([1, 2, 3, 4], {}, {1: 9, 2: 9, 3: 9, 4: 8}, limit=9) == [1, 2, 4]


def test_the_half_lives_are_those_of_the_sums_that_every_site_has_kept():
    # Kept sums are weighted by these, and nothing in them says so: read by others they are wrong by powers of two.
    # A change must also discard data/audience/sums-*.f64, the rows of DecayedReads and the sums in Valkey.
    # docs/howto/extend.md says how.
    assert HALF_LIVES == (0.75, 4.0, 24.0)


def test_a_list_is_of_now_for_ten_minutes():
    assert popular.LONGEST_SILENCE.total_seconds() == 600


def rates(reads, hours):
    return popular.rates(reads, exposure(hours))


def is_of_now(reads, hours, *, days):
    return popular.is_of_now(reads, hours, exposure(hours), days=days)


def reads_of(*stories):
    """The decayed sums of stories, each told as (hours ago, readers)."""
    return np.array(
        [[sum(n * 2 ** (-ago / each) for ago, n in story) for each in HALF_LIVES] for story in stories], float
    )


def ages(*hours):
    return np.array(hours, float)
