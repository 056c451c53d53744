"""An article that stands beside no other takes the last shown place of a list, where its story-line leaves room."""

import pytest

from broadsheet.newsroom.indexing.adopting import adopt
from broadsheet.newsroom.indexing.counts import Counts
from broadsheet.newsroom.indexing.ranking import Ranking
from broadsheet.newsroom.models import Neighbour, StoryLine
from factories import make_article, make_articles, make_edition

pytestmark = pytest.mark.django_db
# Places of a list that a page shows.
SHOWN = 5


def test_a_list_that_shows_two_of_its_line_has_no_room_for_an_article_and_the_next_one_has():
    line = StoryLine.objects.create(locale=make_edition().locale)
    of_line, others = make_articles(2, line=line), make_articles(8)
    orphan = make_article(line=line)
    crowded, open_to_it = make_articles(2)
    standing(crowded, *of_line, *others, orphan)
    standing(open_to_it, of_line[0], *others, orphan)
    standing(orphan, crowded, open_to_it)

    adopt([orphan.pk], Ranking(Counts()))

    assert hosts_of(orphan) == [(open_to_it.pk, SHOWN - 1)]


def test_the_place_that_is_given_away_does_not_count_for_the_line():
    line = StoryLine.objects.create(locale=make_edition().locale)
    of_line, others = make_articles(2, line=line), make_articles(8)
    orphan, host = make_article(line=line), make_article()
    standing(host, of_line[0], *others[:3], of_line[1], *others[3:], orphan)
    standing(orphan, host)

    adopt([orphan.pk], Ranking(Counts()))

    assert hosts_of(orphan) == [(host.pk, SHOWN - 1)]


def test_an_article_without_a_line_is_taken_into_any_list():
    line = StoryLine.objects.create(locale=make_edition().locale)
    of_line, others = make_articles(4, line=line), make_articles(4)
    orphan, host = make_article(), make_article()
    standing(host, *of_line, *others, orphan)
    standing(orphan, host)

    adopt([orphan.pk], Ranking(Counts()))

    assert hosts_of(orphan) == [(host.pk, SHOWN - 1)]


def test_a_list_gives_away_one_place_only():
    others, (first, second) = make_articles(8), make_articles(2)
    host = make_article()
    standing(host, *others, first, second)
    standing(first, host)
    standing(second, host)

    adopt([first.pk, second.pk], Ranking(Counts()))

    assert (hosts_of(first), hosts_of(second)) == ([(host.pk, SHOWN - 1)], [])


def standing(article, *neighbours):
    """Store the list of an article: these neighbours, best first."""
    Neighbour.objects.bulk_create(
        Neighbour(
            article=article,
            neighbour=each,
            position=place,
            score=1 / (place + 1),
            parts={"words": ["bridge"], "likeness": 0.5, "time": 1.0},
        )
        for place, each in enumerate(neighbours)
    )


def hosts_of(article):
    """Return in whose lists an article is shown, and in which place."""
    places = Neighbour.objects.filter(neighbour=article, position__lt=SHOWN)
    return list(places.values_list("article_id", "position"))
