"""An article joins the line that it continues, founds one with its only mate, or stands alone."""

import pytest

from broadsheet.rails.lines import ALIKE, Mate, Place, least_likeness, place


def test_an_article_joins_the_line_of_its_nearest_mates():
    assert place([mate(1, 0.5, line=7), mate(2, 0.3, line=8)]) == Place(7, None)


def test_several_mates_of_one_line_outweigh_a_single_nearer_one():
    assert place([mate(1, 0.4, line=7), mate(2, 0.3, line=8), mate(3, 0.3, line=8)]) == Place(8, None)


def test_two_articles_without_a_line_found_one():
    assert place([mate(1, 0.3), mate(2, 0.4)]) == Place(None, 2)


def test_an_article_that_is_like_no_other_has_no_line():
    assert place([mate(1, ALIKE / 2, line=7)]) is None


def test_after_years_only_what_is_more_alike_continues_a_line():
    likeness = least_likeness(30.0)

    assert place([mate(1, likeness, days=30.0, line=7)]) == Place(7, None)
    assert place([mate(1, likeness, days=3000.0, line=7)]) is None


def test_one_likely_mate_among_many_unlikely_ones_of_its_line_is_a_coincidence():
    others = [mate(number, 0.05, line=7) for number in range(2, 6)]

    assert place([mate(1, 0.3, line=7), *others]) is None


@pytest.mark.parametrize(
    ("days", "likeness"), [(0.0, 0.14), (30.0, 0.1568), (-30.0, 0.1568), (90.0, 0.1736), (None, 0.20217)]
)
def test_with_each_doubling_of_the_months_two_articles_must_be_an_eighth_more_alike(days, likeness):
    assert least_likeness(days) == pytest.approx(likeness, abs=1e-5)


def test_an_article_that_is_as_like_as_can_be_asked_for_joins():
    assert place([mate(1, least_likeness(3.0), line=7)]) == Place(7, None)


@pytest.mark.parametrize(("met", "near", "joins"), [(3, 1, True), (4, 1, False), (4, 2, True), (9, 2, True)])
def test_of_a_line_that_was_met_four_times_two_must_agree(met, near, joins):
    mates = [mate(number, 0.3 if number <= near else 0.05, line=7) for number in range(1, met + 1)]

    assert place(mates) == (Place(7, None) if joins else None)


def test_of_equal_lines_the_older_is_joined_and_of_equal_mates_the_older_founds():
    assert place([mate(1, 0.3, line=8), mate(2, 0.3, line=7)]) == Place(7, None)
    assert place([mate(4, 0.3), mate(3, 0.3)]) == Place(None, 3)


def test_a_mate_without_a_line_does_not_keep_an_article_from_one():
    assert place([mate(1, 0.9), mate(2, 0.3, line=7)]) == Place(7, None)


def mate(article, likeness, *, days=3.0, line=None):
    return Mate(article, likeness, days, line)
