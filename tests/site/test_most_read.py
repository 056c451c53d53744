"""What is read most has a page for each window and section: the same choice as its feed, and never empty on a new paper."""

from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from broadsheet.audience.models import HourlyReads
from broadsheet.newsroom.models import Article, PopularHold
from factories import make_edition, make_section
from newsstand import headlines, publish, publish_many, read
from reader import Reader

pytestmark = pytest.mark.django_db
WINDOWS = ("now", "hour", "day", "week", "month")


def test_the_page_shows_what_its_feed_has_and_the_feed_names_the_page():
    for number in range(6):
        read_by(publish(f"Read by {number + 3}", slug=f"read-{number}"), number + 3)
    publish("Read by nobody")

    feed = feedparser.parse(read("/popular/week/feed/"))

    page = read("/popular/week/")
    assert feed.feed.link == f"{settings.BASE_URL}/popular/week/"
    assert (
        main_of(page)
        == [each.title for each in feed.entries]
        == [f"Read by {number}" for number in range(8, 2, -1)]
    )
    assert "<h1>Popular</h1>" in page


@pytest.mark.parametrize("window", WINDOWS)
def test_a_paper_that_nobody_has_read_yet_shows_its_latest_under_that_name(window):
    publish_many(7)
    held = publish("Held back", days_ago=0.5)
    PopularHold.objects.create(article=held, reason="Bought readers")

    page = read(f"/popular/{window}/")

    assert "<h1>Latest</h1>" in page
    assert main_of(page) == [f"Story number {number} of many" for number in range(7)]


def test_a_story_stands_once_on_the_page_rails_included():
    for number in range(30):
        read_by(publish(f"Read by {number + 3}", slug=f"read-{number}"), number + 3)

    shown = headlines(read("/popular/day/"))

    assert len(shown) == len(set(shown)) >= 25


def test_a_section_has_what_is_read_most_in_it_and_under_it():
    town = make_section("Town")
    harbour = make_section("Harbour", parent=town)
    for number, section in enumerate((town, harbour, make_section("Sport")) * 2):
        read_by(publish(f"{section} {number}", section=section, slug=f"story-{number}"), 9 - number)

    page = read("/section/town/popular/week/")

    assert main_of(page)[:4] == ["Town 0", "Harbour 1", "Town 3", "Harbour 4"]
    assert not [each for each in main_of(page) if each.startswith("Sport")]
    read("/section/nowhere/popular/week/", status=404)
    read("/section/town/popular/century/", status=404)


def test_there_is_no_page_of_another_window():
    publish()

    read("/popular/century/", status=404)


@pytest.mark.parametrize("when", ["embargoed_until", "killed_at", "expire_at"])
def test_what_readers_may_not_see_is_on_none_of_them_to_the_second(when):
    found = publish("A secret", section=make_section("Town"))
    read_by(found, 9)
    paths = [f"{root}popular/{window}/" for root in ("/", "/section/town/") for window in WINDOWS]
    before, after = Reader(), Reader()
    missing = [each for each in paths if "A secret" not in before.read(each)]
    moment = timezone.now()
    Article.objects.update(**{when: moment + timedelta(hours=1) if when == "embargoed_until" else moment})

    assert missing == []
    assert [each for each in paths if "A secret" in after.read(each)] == []


def test_a_story_that_is_withdrawn_or_held_back_is_gone_with_the_next_look():
    one, other = publish("One", slug="one"), publish("Other", slug="other")
    for each in (one, other):
        read_by(each, 9)
    reader = Reader()
    both = main_of(reader.read("/popular/week/"))
    one.live = False
    one.save()
    reader.look()

    assert sorted(both) == ["One", "Other"]
    assert main_of(reader.read("/popular/week/")) == ["Other"]


def test_the_page_takes_no_more_queries_for_more_stories(django_assert_max_num_queries):
    make_edition()
    counts = []
    # Enough for the list and for rails that nothing else must fill.
    for size in (35, 20):
        for number in range(size):
            read_by(publish(f"{size}-{number}", slug=f"s-{size}-{number}", section=make_section("Town")), 5)
        for path in ("/popular/week/", "/section/town/popular/week/"):
            reader = Reader()
            reader.read(path)
            reader.forget()
            with django_assert_max_num_queries(40) as queries:
                reader.read(path)
            counts.append(len(queries))

    assert counts[:2] == counts[2:] == [9, 12]


def main_of(page):
    """List the headlines of the list itself."""
    return headlines(page.partition('<div class="stories">')[2].partition('<div class="side">')[0])


def read_by(article, readers):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    HourlyReads.objects.create(article_id=article.pk, hour=hour, node=1, reads=readers)
