"""An old story is popular when it is news again."""

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


def of_now(*, hour, times, age):
    """Return whether a story is of now that was read so often this hour, which is so many times its day."""
    exposed = exposure(np.array([age]))
    return bool(popular.is_of_now(sums(hour, times, exposed), np.array([age]), exposed, days=7)[0])


def sums(hour, times, exposed):
    """Return the decayed sums of a story whose rate this hour is so many times the one of its day."""
    day = hour / exposed[0, 0] / times * exposed[0, 2]
    return np.array([[hour, 0.0, day]])
