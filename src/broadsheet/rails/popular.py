"""Rank what people read now: expected readers in the coming hour, right for a small paper and a large one.

How often a story is read is guessed from its reads of the last day, then of the last hours, then of the last hour,
each guess the prior of the next (a Gamma prior worth one read, and Poisson counts: Gelman et al., Bayesian Data
Analysis, 2.6). Where reads are few the day decides, where they are many the hour does; there is nothing to set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import log

import numpy as np
from numpy.typing import NDArray

# Half-lives in hours in the order of the columns of sums: shortest first.
HALF_LIVES = (0.75, 4.0, 24.0)
# What a prior guess counts, in reads.
PRIOR_READS = 1.0
# In hours: stories between two of these are of one age. What is known of one tells something of another.
AGES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
# Networks that read nothing else count up to this many times what the others do, and this many reads more.
COLD_TIMES, COLD_FREE = 12.0, 5.0
# A story older than the setting says is popular only when this hour is so many times its day.
RESURGENCE = 3.0
LEAST_RESURGENT = 3.0
# Who stands in the list is passed only by what is read so much more, or the list would flicker.
HYSTERESIS = 1.05
MOST_OF_A_LINE = 2
# A list that nobody confirmed for this long is not of now.
LONGEST_SILENCE = timedelta(minutes=10)

Floats = NDArray[np.float64]


class Basis(StrEnum):
    """Why a story stands in a list: it is read now, it is old and read, or it was read most in a month."""

    NOW = "now"
    ARCHIVE = "archive"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PopularStanding:
    """One place in a list: the expected readers an hour, the decayed reads of this hour, and the readers of a day."""

    article: int
    score: float
    hour: float
    day: float = 0.0
    basis: Basis = Basis.NOW
    month: int = 0


def credited(sums: Floats) -> Floats:
    """Return the reads that count, of shape (articles, 3), from sums of shape (articles, 6): warm, then cold.

    Ten thousand addresses that read one story and nothing else add no more than twelve times what others do.
    """
    warm, cold = np.ascontiguousarray(sums[:, :3].T), np.ascontiguousarray(sums[:, 3:].T)
    credit: Floats = warm + np.minimum(cold, COLD_TIMES * (warm + COLD_FREE))
    return credit.T


def uncapped(sums: Floats) -> Floats:
    """Return all reads, of shape (articles, 3), whoever they are from: to see a story rise, not to rank it."""
    both: Floats = sums[:, :3].T + sums[:, 3:].T
    return np.ascontiguousarray(both).T


def exposure(ages: Floats) -> Floats:
    """Return for how many hours, decayed as reads are, stories could be read: shape (articles, 3), from ages in hours.

    So a story ten minutes old is judged by its ten minutes.
    """
    # Column after column in memory, as they are asked for.
    half_lives = np.array(HALF_LIVES)[:, None]
    exposed: Floats = half_lives / log(2) * (1.0 - np.exp2(-np.maximum(ages, 1 / 60) / half_lives))
    return exposed.T


def rates(reads: Floats, exposed: Floats) -> Floats:
    """Return the expected reads an hour of each article.

    `reads` are decayed sums of shape (articles, 3), half-lives as in `HALF_LIVES`, and `exposed` what `exposure` returns.
    """
    if not len(reads):
        return np.zeros(0)
    guess = _usual_of_age(reads[:, 2], exposed[:, 2])
    for scale in (2, 1, 0):
        guess = (reads[:, scale] + PRIOR_READS) / (PRIOR_READS / guess + exposed[:, scale])
    return guess


def _usual_of_age(reads: Floats, exposed: Floats) -> Floats:
    """Return as how good each story passes before anything is known of it: the mean of those of its age that were read.

    The mean of all of them is the prior of that, or the first story of an hour would be its own measure. How old a story
    is can be seen from the hours in which it could be read.
    """
    of_all = (reads.sum() / max(float(exposed.sum()), 1e-9)) or 1e-9
    # A story at the bound is of the older ones; exposures that are equal but for their last digits must agree.
    bounds = exposure(np.array(AGES))[:, 2] * (1 - 1e-9)
    age = np.searchsorted(bounds, exposed, side="right")
    reads_of_age = np.bincount(age, reads, len(AGES) + 1) + PRIOR_READS
    hours_of_age = np.bincount(age, exposed, len(AGES) + 1) + PRIOR_READS / of_all
    usual: Floats = (reads_of_age / hours_of_age)[age]
    return usual


def is_of_now(reads: Floats, ages: Floats, exposed: Floats, *, days: float) -> NDArray[np.bool_]:
    """Return which articles are young enough, or are read so much more in this hour that they are news again."""
    hour, day = reads[:, 0] / exposed[:, 0], reads[:, 2] / exposed[:, 2]
    return (ages <= 24 * days) | ((hour >= RESURGENCE * day) & (reads[:, 0] >= LEAST_RESURGENT))


def best(scores: Floats, places: NDArray[np.int64], limit: int) -> list[int]:
    """Return which of these places have the best scores, best first, ties in their order."""
    if len(places) > limit:
        places = places[np.argpartition(-scores[places], limit - 1)[:limit]]
    ordered: list[int] = places[np.lexsort((places, -scores[places]))].tolist()
    return ordered


def settled(scores: dict[int, float], before: Sequence[int]) -> list[int]:
    """Return articles by score, but those that stood in the list before give way only to what is clearly more read."""
    newcomers = sorted(scores.keys() - set(before), key=lambda article: (-scores[article], article))
    order: list[int] = []
    for article in [*(each for each in before if each in scores), *newcomers]:
        place = len(order)
        while place and scores[article] > HYSTERESIS * scores[order[place - 1]]:
            place -= 1
        order.insert(place, article)
    return order


def without_repeats(
    articles: Sequence[int], stories: dict[int, int], lines: dict[int, int | None], *, limit: int
) -> list[int]:
    """Return the first articles, each story once and at most two of one story-line."""
    taken: list[int] = []
    seen: set[int] = set()
    of_line: dict[int, int] = {}
    for article in articles:
        line, story = lines.get(article), stories.get(article, article)
        if story in seen or (line is not None and of_line.get(line, 0) == MOST_OF_A_LINE):
            continue
        seen.add(story)
        if line is not None:
            of_line[line] = of_line.get(line, 0) + 1
        taken.append(article)
        if len(taken) == limit:
            break
    return taken
