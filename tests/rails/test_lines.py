"""An article joins the line that it continues, founds one with its only mate, or stands alone."""

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


def mate(article, likeness, *, days=3.0, line=None):
    return Mate(article, likeness, days, line)
