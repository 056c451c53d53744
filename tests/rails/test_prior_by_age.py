"""On a small paper a story is first taken for what stories of its age are, and the next hour's ten are found more often."""

import numpy as np
import pytest

from broadsheet.rails import popular
from broadsheet.rails.popular import HALF_LIVES, PRIOR_READS, exposure, rates

# A made paper: stories a day, stories of the archive, days that are read, and how fast news ages.
A_DAY, ARCHIVE, DAYS, HALF_LIFE = 80, 1000, 8, 6.0
WEEK, TEN = 168.0, 10


@pytest.mark.parametrize(("reads_a_day", "better_by"), [(300, 0.02), (1_000, 0.01), (10_000, 0.0)])
def test_the_next_hours_ten_are_found_more_often_by_a_prior_of_age(reads_a_day, better_by):
    worlds = [made_world(reads_a_day, seed) for seed in (1, 2)]

    found, before = (np.mean([overlap(world, ranked) for world in worlds]) for ranked in (rates, by_one_mean))

    assert found - before >= better_by


def test_an_age_of_which_little_is_known_passes_for_the_mean_of_all():
    # Fifty stories of a week ago with forty reads each, and one of this hour that was read once.
    reads = np.array([[0.0, 0.0, 40.0]] * 50 + [[1.0, 1.0, 1.0]])
    exposed = exposure(np.array([170.0] * 50 + [0.5]))
    of_all = reads[:, 2].sum() / exposed[:, 2].sum()

    young, expected = rates(reads, exposed)[-1], (1 + 1) / (1 / of_all + exposed[-1, 2])

    for scale in (2, 1, 0):
        expected = (reads[-1, scale] + 1) / (1 / expected + exposed[-1, scale])
    assert young == pytest.approx(expected)


@pytest.mark.parametrize("age", popular.AGES)
def test_ages_are_parted_at_their_bounds(age):
    exposed = exposure(np.array([age * 0.999, age * 0.999, age, age * 1.001]))
    reads = np.array([[0, 0, 9.0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])

    younger, older, oldest = rates(reads, exposed)[1:]

    assert younger > 1.5 * older > 1.4 * oldest


def made_world(reads_a_day, seed):
    """Return for each hour what is known at its beginning, the ages of all stories, and how often each is read in it."""
    chance = np.random.default_rng(seed)
    begins = np.concatenate(
        [chance.uniform(-7 * 24, DAYS * 24, (DAYS + 7) * A_DAY), chance.uniform(-40_000, -2_000, ARCHIVE)]
    )
    worth = chance.lognormal(0, 1, len(begins))
    sums, hours = np.zeros((len(begins), 3)), []
    for hour in range(DAYS * 24):
        ages = hour - begins
        # What is old is read a little, and at night little is read.
        of_hour = np.where(ages > 0, worth * (np.exp2(-np.maximum(ages, 0) / HALF_LIFE) + 0.003), 0)
        of_hour *= reads_a_day / 24 / of_hour.sum() * (1 + 0.8 * np.sin(2 * np.pi * (hour - 9) / 24))
        hours.append((sums.copy(), ages, of_hour))
        # Six times an hour, as they come.
        for _ in range(6):
            sums = sums * np.exp2(-1 / 6 / np.array(HALF_LIVES)) + chance.poisson(of_hour / 6)[:, None]
    return hours[24:]


def overlap(world, ranked):
    """Return which part of the ten stories that are read most in the next hour a ranking has among its first ten."""
    shares = []
    for sums, ages, of_hour in world:
        is_known = (ages > 0) & (sums[:, 2] >= 0.5)
        scores = np.full(len(ages), -1.0)
        scores[is_known] = ranked(sums[is_known], exposure(ages[is_known]))
        scores[ages > WEEK] = -2.0
        best = np.argsort(-scores, kind="stable")[:TEN]
        shares.append(len(set(best) & set(np.argsort(-of_hour)[:TEN])) / TEN)
    return np.mean(shares)


def by_one_mean(reads, exposed):
    """Rank with the mean of all stories as the first guess of each."""
    guess = np.full(len(reads), reads[:, 2].sum() / exposed[:, 2].sum())
    for scale in (2, 1, 0):
        guess = (reads[:, scale] + PRIOR_READS) / (PRIOR_READS / guess + exposed[:, scale])
    return guess
