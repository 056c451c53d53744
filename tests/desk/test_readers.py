"""The desk sees what is read, by which way readers come, and why; it may hold a story back from Popular."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.utils import timezone
from newsdesk import address

from broadsheet.audience import imported
from broadsheet.audience.counting.sources import Source
from broadsheet.audience.models import HourlyReads, HourlySources, RecentReads
from broadsheet.audience.recent import slot_of
from broadsheet.newsroom import popularity
from broadsheet.newsroom.models import PopularHold, PopularList
from broadsheet.rails import Rail
from broadsheet.rails.popular import PopularStanding
from broadsheet.rails.registry import rail_named
from factories import make_article, make_articles, make_edition

pytestmark = pytest.mark.django_db


def test_the_screen_shows_the_ranking_of_now_and_the_reads_behind_it(editor):
    loud, quiet = make_article("Crane turns again"), make_article("Cellar dry")
    read(loud, 40, cold=10, refused=7)
    read(quiet, 3)
    rank(loud, quiet)

    page = screen(editor)

    assert page.index("Crane turns again") < page.index("Cellar dry")
    assert "25 % strangers, 7 not counted" in page
    assert 'data-hours="' + "0," * 23 + '40"' in page


@pytest.mark.parametrize(
    ("window", "first"), [("hour", "Of this hour"), ("day", "Of the day"), ("week", "Of the week")]
)
def test_a_window_is_ranked_by_its_readers(editor, window, first):
    for headline, hours, reads in (("Of this hour", 0, 5), ("Of the day", 10, 20), ("Of the week", 100, 90)):
        read(make_article(headline), reads, hours_ago=hours)

    page = screen(editor, window=window)

    found = [each for each in ("Of this hour", "Of the day", "Of the week") if each in page]
    assert min(found, key=page.index) == first


@pytest.mark.parametrize(
    ("readers", "heading"), [([30, 3, 2, 2, 2], "Latest"), ([30, 3, 3, 2, 2], "Popular")]
)
def test_the_screen_says_under_which_heading_readers_see_the_rail(editor, readers, heading):
    make_articles(20)
    places = [
        PopularStanding(make_article(f"Story {place}", days_ago=400).pk, 9.0 - place, 1.0, day)
        for place, day in enumerate(readers)
    ]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())

    for page in (screen(editor), screen(editor, live="1")):
        assert f"under the heading <strong>{heading}</strong>" in page


def test_editions_are_apart(editor):
    read(make_article("In English"), 5)
    read(make_article("По-русски", edition=make_edition("ru")), 50)

    assert "По-русски" not in screen(editor, window="day")
    assert "По-русски" in screen(editor, window="day", edition="ru")


def test_ways_and_rails_are_counted(editor):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for source, reads in ((Source.SEARCH, 60), (Source.DIRECT, 30), (rail_named(Rail.RELATED).source, 10)):
        HourlySources.objects.create(hour=hour, node=1, source=source, reads=reads)

    page = screen(editor)

    assert page.index("Search") < page.index("Direct")
    assert "10 · 10.0 %" in page


def test_a_story_that_is_pushed_is_named_until_somebody_has_decided(editor):
    story = make_article("Buy this")
    slot = slot_of(timezone.now())
    RecentReads.objects.create(article_id=story.pk, slot=slot, node=1, reads=12, refused=480)
    page = screen(editor)
    assert "480 reads of this story in the last hour were not counted" in page
    assert address("desk_hold", story.pk) in page

    editor.client.post(address("desk_hold", story.pk), {"reason": "Bought readers", "hours": "24"})

    page = screen(editor)
    assert "were not counted" not in page
    assert "Bought readers" in page


def test_a_hold_has_a_reason_and_an_end_and_can_be_ended(editor):
    story = make_article("Buy this")
    editor.client.post(address("desk_hold", story.pk), {"reason": "", "hours": "24"})
    assert not PopularHold.objects.exists()

    editor.client.post(address("desk_hold", story.pk), {"reason": "Bought readers", "hours": "24"})
    hold = PopularHold.objects.get()
    assert (hold.article, hold.reason, hold.held_by) == (story, "Bought readers", editor.user)
    assert timedelta(hours=23) < hold.ends_at - timezone.now() < timedelta(hours=25)

    editor.client.post(address("desk_release", story.pk))
    assert not PopularHold.objects.exists()


def test_who_may_not_publish_holds_nothing_back(reporter):
    story = make_article("Buy this")

    reporter.client.post(address("desk_hold", story.pk), {"reason": "Envy", "hours": "24"})

    assert not PopularHold.objects.exists()


def test_the_living_part_is_a_part_of_the_page(editor):
    read(make_article("Crane turns again"), 4)
    part = editor.client.get(address("desk_readers"), {"live": "1", "window": "day"}).content.decode()

    assert "Crane turns again" in part
    assert "<html" not in part


def test_the_screen_asks_the_database_no_more_for_many_stories(editor, django_assert_max_num_queries):
    stories = [make_article(f"Story {number}") for number in range(25)]
    for number, story in enumerate(stories):
        read(story, 30 - number)
    rank(*stories)

    # One of them asks for the rail's heading, another for labels of imports: neither is asked for each story.
    with django_assert_max_num_queries(31):
        screen(editor)


@pytest.mark.parametrize("window", ["now", "month"])
def test_readers_that_were_imported_under_a_label_are_told_from_those_of_this_site(editor, window):
    day = timezone.now().date() - timedelta(days=3)
    imported.store({(make_article("Crane turns again").pk, day): 1204}, label="demo reads")

    page = screen(editor, window=window)

    assert "1204 of these readers were imported as “demo reads”: nobody read the stories here." in page


def test_a_label_says_nothing_of_a_window_in_which_it_has_no_readers(editor):
    day = timezone.now().date() - timedelta(days=3)
    imported.store({(make_article("Crane turns again").pk, day): 1204}, label="demo reads")

    assert "demo reads" not in screen(editor, window="day")


def screen(desk, **asked):
    return desk.client.get(address("desk_readers"), asked).content.decode()


def read(article, reads, *, hours_ago=0, cold=0, refused=0):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    HourlyReads.objects.create(
        article_id=article.pk, hour=hour, node=1, reads=reads, cold=cold, refused=refused
    )


def rank(*articles):
    places = [
        asdict(PopularStanding(each.pk, 10.0 - number, 5.0, 9.0)) for number, each in enumerate(articles)
    ]
    PopularList.objects.create(locale=articles[0].locale, section=None, places=places, as_of=timezone.now())
