"""Related is judged by the textbook's measures, against the textbook's rankings, with bounds on what chance explains."""

from math import log, log2, sqrt

import pytest

from broadsheet.rails.archive import ArchiveStory
from broadsheet.rails.judging import Reference, difference, measured, ndcg, precision, recall, reciprocal_rank

TEN = tuple(range(1, 11))


def test_a_list_is_worth_its_gains_by_place_as_part_of_the_best_order():
    best = 3.0 + 1.0 / log2(3)

    assert ndcg({1: 3.0, 2: 1.0}, [1, 2]) == 1.0
    assert ndcg({1: 3.0, 2: 1.0}, [2, 1]) == pytest.approx((1.0 + 3.0 / log2(3)) / best)
    assert ndcg({1: 3.0, 2: 1.0}, [7, 8, 2]) == pytest.approx(1.0 / log2(4) / best)


def test_what_stands_behind_the_tenth_place_gains_nothing():
    eleven = dict.fromkeys((*TEN, 11), 1.0)

    assert ndcg(eleven, TEN) == 1.0
    assert ndcg({11: 1.0}, [*TEN, 11]) == 0.0
    assert recall(eleven, [*TEN, 11]) == pytest.approx(10 / 11)
    assert [reciprocal_rank({each: 1.0}, [*TEN, 11]) for each in (1, 3, 10, 11)] == [1.0, 1 / 3, 0.1, 0.0]


def test_precision_is_the_part_of_the_first_five_that_is_related():
    assert precision({1: 1.0, 5: 1.0, 6: 1.0}, TEN) == 0.4
    assert precision({1: 1.0}, [1]) == 0.2


def test_a_mean_has_bounds_that_narrow_with_the_number_of_stories():
    few, many = measured([0.0, 1.0] * 10), measured([0.0, 1.0] * 500)

    assert (few.mean, many.mean) == (0.5, 0.5)
    assert (few.low, few.high) == pytest.approx((0.28, 0.72), abs=0.04)
    assert (many.low, many.high) == pytest.approx((0.469, 0.531), abs=0.005)
    assert few == measured([0.0, 1.0] * 10)


def test_two_rankings_are_compared_story_by_story():
    found = difference([0.5, 0.9, 0.1], [0.4, 0.8, 0.0])

    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_cosine_weighs_words_by_how_often_they_stand_in_a_text_and_how_rarely_in_the_archive():
    reference = Reference([told("bridge bridge river"), told("bridge road")])
    rare = log(3 / 2) + 1
    own = sqrt(log(3) ** 2 + (log(2) * rare) ** 2)
    other = sqrt(log(2) ** 2 + (log(2) * rare) ** 2)

    assert reference.tfidf(0).tolist() == pytest.approx([1.0, log(3) * log(2) / own / other])


def test_bm25_weighs_words_by_length_of_the_text_and_rarity():
    reference = Reference([told("bridge bridge river"), told("bridge road")])
    common, rare = log(1 + 0.5 / 2.5), log(1 + 1.5 / 1.5)
    long, short = 1.2 * (0.25 + 0.75 * 3 / 2.5), 1.2 * (0.25 + 0.75 * 2 / 2.5)
    itself = log(3) * common * 2 * 2.2 / (2 + long) + log(2) * rare * 2.2 / (1 + long)

    assert reference.bm25(0).tolist() == pytest.approx([itself, log(3) * common * 2.2 / (1 + short)])


def test_stories_of_two_languages_have_no_word_in_common():
    reference = Reference([told("bridge river"), told("bridge river", language="de"), told("bridge")])

    assert reference.tfidf(0)[1] == reference.bm25(0)[1] == 0.0
    assert reference.tfidf(0)[2] > 0 < reference.bm25(0)[2]


def told(text, *, language="en"):
    return ArchiveStory("", text, language=language)
