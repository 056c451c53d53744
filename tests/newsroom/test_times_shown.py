"""How often each article is shown is known at any time, and a story that is like everything stands on few pages."""

from collections import Counter
from datetime import timedelta

import pytest

from broadsheet.newsroom import indexing
from broadsheet.newsroom.indexing import refreshing
from broadsheet.newsroom.models import Article, Neighbour, TimesShown
from factories import NOW, make_article

pytestmark = pytest.mark.django_db

PLACES = ("bridge", "harbour", "market", "school", "theatre", "stadium", "library", "airport")
DEEDS = ("opened", "flooded", "painted", "sold", "guarded", "measured", "visited")


def test_counts_are_those_of_the_stored_lists_after_every_change():
    articles = town()
    indexing.refresh(ids(articles))
    first, second, *_ = articles
    first.headline, first.body = "Plums", [("paragraph", "<p>The market sold plums.</p>")]
    first.save()
    second.live = False
    second.save()
    indexing.refresh([first.pk, second.pk])
    indexing.refresh(ids([make_article("Airport sold", text="The airport was sold and guarded.")]))

    assert counted() == recounted()


def test_a_deleted_article_is_counted_nowhere_and_leaves_no_count_behind():
    articles = town()
    indexing.refresh(ids(articles))
    gone = articles[0].pk
    articles[0].delete()
    indexing.refresh(ids([make_article("Bridge opened", text="The bridge was opened and painted.")]))

    assert not TimesShown.objects.filter(article=gone).exists()


def test_a_rebuild_counts_from_nothing_and_comes_to_the_same_counts():
    indexing.refresh(ids(town()))
    before = counted()
    indexing.start_over()
    forgotten = counted()
    indexing.finish()

    assert (forgotten, counted()) == ({}, before)


def test_articles_that_came_one_by_one_are_counted_as_after_a_rebuild():
    for each in town():
        indexing.refresh([each.pk])
    before = counted()
    indexing.start_over()
    indexing.finish()
    after = counted()

    assert sum(abs(before.get(each, 0) - after.get(each, 0)) for each in after) <= sum(after.values()) / 6


def test_a_round_up_of_everything_gives_way_to_stories_of_one_thing(monkeypatch):
    round_up = make_article(
        "Our town", text=" ".join(f"The {place} was {deed}." for place in PLACES for deed in DEEDS)
    )
    indexing.refresh(ids([*town(), round_up]))
    divided = shown(round_up)
    monkeypatch.setattr("broadsheet.rails.hubs.STEEPNESS", 0.0)
    indexing.start_over()
    indexing.finish()

    assert divided < shown(round_up) / 2


def test_lists_that_were_stored_when_little_was_counted_are_ordered_again(monkeypatch):
    indexing.refresh(ids(town()))
    at_once = lists()
    monkeypatch.setattr(refreshing, "RANKED_AT_ONCE", 5)
    indexing.start_over()
    indexing.finish()

    assert lists() == at_once


def town():
    """Make articles that each tell what was done to one or two places."""
    return [
        make_article(
            f"{place.title()} {deed}",
            text=f"The {place} was {deed} on day {day}. The {PLACES[day % 8]} was {DEEDS[day % 7]}.",
            published_at=NOW - timedelta(days=day),
        )
        for day, (place, deed) in enumerate((place, deed) for place in PLACES for deed in DEEDS[:6])
    ]


def ids(articles):
    return [each.pk for each in articles]


def lists():
    return list(Neighbour.objects.order_by("article", "position").values_list("article", "neighbour"))


def shown(article):
    """Return on how many pages an article stands."""
    return Neighbour.objects.filter(neighbour=article, position__lt=5).count()


def counted():
    return dict(TimesShown.objects.filter(times__gt=0).values_list("article", "times"))


def recounted():
    """Count the first tens of all lists by likeness and time."""
    found = Counter()
    for article in Article.objects.filter(live=True):
        stored = article.neighbours.all()
        best = sorted(
            stored, key=lambda each: (-each.parts["likeness"] * each.parts["time"], each.neighbour_id)
        )
        found.update(each.neighbour_id for each in best[:10])
    return dict(found)
