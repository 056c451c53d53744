"""The desk sees what is read in a window, by which way readers came, and what speaks against believing it."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from broadsheet.audience.counting.sources import Source
from broadsheet.audience.models import HourlyReads, HourlySources
from broadsheet.newsroom.models import PopularHold, PopularList
from broadsheet.newsroom.readership import held, most_read, stories, ways
from broadsheet.rails import Rail
from broadsheet.rails.popular import Basis, PopularStanding
from broadsheet.rails.registry import rail_named
from factories import NOW, make_article, make_edition

pytestmark = pytest.mark.django_db
RELATED = rail_named(Rail.RELATED).source


def test_the_stories_of_now_are_those_of_the_ranking_without_those_of_the_month():
    loud, quiet, of_month = make_article(), make_article(), make_article()
    rank(loud, quiet, of_month, last=Basis.MONTH)

    found = stories(make_edition(), "now", now=NOW)

    assert [(each.article, each.expected) for each in found] == [(loud, 9.0), (quiet, 8.0)]
    assert most_read(make_edition(), "now", now=NOW, limit=9) == [loud, quiet, of_month]


def test_a_ranking_that_nobody_has_confirmed_is_not_of_now():
    rank(make_article())
    later = NOW + timedelta(minutes=11)

    assert stories(make_edition(), "now", now=later) == []
    assert most_read(make_edition(), "now", now=later, limit=9) == []


@pytest.mark.parametrize(
    ("window", "expected"), [("hour", ["hour"]), ("day", ["day", "hour"]), ("week", ["week", "day", "hour"])]
)
def test_a_window_is_ranked_by_its_readers(window, expected):
    for headline, hours, reads in (("hour", 0, 5), ("day", 10, 20), ("week", 100, 90)):
        read(make_article(headline), reads, hours_ago=hours)

    found = most_read(make_edition(), window, now=NOW, limit=9)

    assert [each.headline for each in found] == expected
    assert [each.article.headline for each in stories(make_edition(), window, now=NOW)] == expected
    assert [each.headline for each in most_read(make_edition(), window, now=NOW, limit=1)] == expected[:1]


def test_a_story_has_its_hours_its_strangers_and_what_was_not_counted():
    story = make_article()
    read(story, 40, cold=10, refused=7)
    read(story, 8, hours_ago=2)

    [found] = stories(make_edition(), "day", now=NOW)

    assert (found.reads, found.day, found.hour, found.hours[-3:]) == (48, 48, 40, [8, 0, 40])
    assert (found.share_of_strangers, found.refused, len(found.hours)) == (21, 7, 24)


def test_a_story_without_reads_has_no_share_of_strangers():
    rank(make_article())

    [found] = stories(make_edition(), "now", now=NOW)

    assert (found.reads, found.share_of_strangers, found.hold) == (0, 0, None)


def test_a_story_that_is_held_back_is_named_at_the_desk_and_left_out_for_readers():
    pushed, other = make_article(), make_article()
    read(pushed, 9)
    read(other, 2)
    hold = PopularHold.objects.create(
        article=pushed,
        reason="Bought readers",
        held_by=get_user_model().objects.create_user("mila"),
        ends_at=NOW + timedelta(hours=1),
    )

    assert [each.hold for each in stories(make_edition(), "day", now=NOW)] == [hold, None]
    assert held(make_edition(), now=NOW) == [hold]
    assert held(make_edition(), now=NOW + timedelta(hours=2)) == []
    assert most_read(make_edition(), "day", now=NOW, limit=9) == [other]


def test_the_ways_of_a_day_are_counted_and_the_rails_stand_apart():
    for source, reads in ((Source.DIRECT, 30), (Source.SEARCH, 60), (RELATED, 10)):
        HourlySources.objects.create(hour=hour(0), node=1, source=source, reads=reads)
    HourlySources.objects.create(hour=hour(30), node=1, source=Source.DIRECT, reads=900)

    outside, rails = ways(now=NOW)

    assert [(each.source, each.reads, each.rate) for each in outside[:3]] == [
        (Source.SEARCH, 60, 60.0),
        (Source.DIRECT, 30, 30.0),
        (outside[2].source, 0, 0.0),
    ]
    assert {each.source: each.reads for each in rails}[RELATED] == 10


def test_where_nobody_came_every_way_brought_none():
    assert {(each.reads, each.rate) for each in [*ways(now=NOW)[0], *ways(now=NOW)[1]]} == {(0, 0.0)}


def rank(*articles, last=Basis.NOW):
    """Store a ranking of now: these articles, best first."""
    bases = [Basis.NOW] * (len(articles) - 1) + [last]
    places = [
        asdict(PopularStanding(article.pk, 9.0 - place, 9.0, 90.0, basis))
        for place, (article, basis) in enumerate(zip(articles, bases, strict=True))
    ]
    PopularList.objects.create(locale=make_edition().locale, as_of=NOW, places=places)


def read(article, reads, *, hours_ago=0, **counts):
    HourlyReads.objects.create(article_id=article.pk, hour=hour(hours_ago), node=1, reads=reads, **counts)


def hour(ago):
    return NOW.replace(minute=0, second=0, microsecond=0) - timedelta(hours=ago)
