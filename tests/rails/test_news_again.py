"""An old story is popular when it is news again, and the desk is warned of what no readers of ours bring about."""

import numpy as np
import pytest

from broadsheet.rails import popular
from broadsheet.rails.popular import exposure

WEEK, YEAR = 168.0, 8760.0


@pytest.mark.parametrize(("times", "is_news"), [(2.9, False), (3.1, True), (5.0, True)])
def test_an_old_story_is_news_again_when_this_hour_is_three_times_its_day(times, is_news):
    assert of_now(hour=9.0, times=times, age=YEAR) is is_news


@pytest.mark.parametrize(("reads", "is_news"), [(2.9, False), (3.0, True)])
def test_fewer_than_three_reads_make_no_old_story_news(reads, is_news):
    assert of_now(hour=reads, times=20.0, age=YEAR) is is_news


def test_a_story_is_of_now_to_the_hour_in_which_its_days_are_over():
    assert [of_now(hour=0.0, times=1.0, age=age) for age in (WEEK - 1, WEEK, WEEK + 1)] == [True, True, False]


@pytest.mark.parametrize(("share", "is_doubtful"), [(0.6, False), (0.89, False), (0.9, True), (1.0, True)])
def test_the_desk_is_warned_when_nine_of_ten_readers_read_nothing_else(share, is_doubtful):
    assert warned(hour=100.0, strangers=100.0 * share) is is_doubtful


def test_where_all_the_paper_is_read_by_strangers_the_desk_is_not_warned():
    assert warned(hour=100.0, strangers=100.0, strangers_elsewhere=0.65) is True
    assert warned(hour=100.0, strangers=100.0, strangers_elsewhere=0.75) is False


@pytest.mark.parametrize(("reads", "is_doubtful"), [(19.9, False), (20.0, True)])
def test_the_desk_is_not_warned_of_fewer_than_twenty_reads(reads, is_doubtful):
    assert warned(hour=reads, strangers=reads) is is_doubtful


@pytest.mark.parametrize(("times", "is_doubtful"), [(7.9, False), (8.1, True)])
def test_the_desk_is_warned_when_an_old_story_rises_to_eight_times_its_day(times, is_doubtful):
    assert warned(hour=40.0, times=times, age=YEAR) is is_doubtful


@pytest.mark.parametrize(("age", "is_doubtful"), [(24.0, False), (24.1, True)])
def test_a_story_of_the_day_may_rise_as_it_likes(age, is_doubtful):
    assert warned(hour=40.0, times=12.0, age=age) is is_doubtful


def test_where_nothing_was_read_nothing_is_doubtful():
    assert popular.is_doubtful(np.zeros((0, 6)), np.zeros(0), np.zeros((0, 3))).tolist() == []


def of_now(*, hour, times, age):
    """Return whether a story is of now that was read so often this hour, which is so many times its day."""
    exposed = exposure(np.array([age]))
    return bool(popular.is_of_now(sums(hour, times, exposed), np.array([age]), exposed, days=7)[0])


def warned(*, hour, times=1.0, strangers=0.0, age=WEEK, strangers_elsewhere=0.0):
    """Return whether the desk is warned of a story in a paper that is read ten thousand times as much elsewhere."""
    ages = np.array([age, WEEK])
    exposed = exposure(ages)
    story = sums(hour, times, exposed[:1])[0]
    rest = sums(1e6, 1.0, exposed[1:])[0]
    # Of the hour alone, so that no other hours are taken for it.
    cold = np.array([[strangers, 0.0, 0.0], [rest[0] * strangers_elsewhere, 0.0, 0.0]])
    warm = np.array([story, rest]) - cold
    return bool(popular.is_doubtful(np.hstack([warm, cold]), ages, exposed)[0])


def sums(hour, times, exposed):
    """Return the decayed sums of a story whose rate this hour is so many times the one of its day."""
    day = hour / exposed[0, 0] / times * exposed[0, 2]
    return np.array([[hour, 0.0, day]])
