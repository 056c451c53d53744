"""Feeds, sitemap, robots.txt."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import etree

from broadsheet.audience.models import HourlyReads
from broadsheet.newsroom.models import PopularHold, PopularList
from broadsheet.rails.popular import PopularStanding
from factories import make_article, make_edition, make_section
from newsstand import publish, publish_many, read
from reader import Reader

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_an_item_has_title_address_date_section_and_authors():
    found = publish(
        "Cranes & <cranes>", published_at=datetime(2012, 11, 16, 12, tzinfo=UTC), standfirst="Two of them.",
        section=make_section("Town"), authors=["Hana Ostrow", "Ivo Tal"],
    )  # fmt: skip

    item = feedparser.parse(read("/feed/")).entries[0]

    address = settings.BASE_URL + found.get_absolute_url()
    assert (item.title, item.link, item.id[:9]) == ("Cranes & <cranes>", address, "urn:uuid:")
    assert (item.published, item.description) == ("Fri, 16 Nov 2012 12:00:00 +0000", "Two of them.")
    assert [each.term for each in item.tags] == ["Town"]
    assert read("/feed/").count("<dc:creator>") == 2


def test_a_feed_names_itself_and_its_language():
    publish(edition=make_edition("en", is_main=True))
    publish("Новость", edition=make_edition("ru"), slug="novost")

    root = etree.fromstring(read("/ru/feed/").encode())

    itself = root.find("channel/{http://www.w3.org/2005/Atom}link")
    assert itself.attrib["href"] == f"{settings.BASE_URL}/ru/feed/"
    assert root.findtext("channel/language") == "ru"


def test_a_feed_invents_no_date():
    make_article("Nobody knows when", days_ago=None)

    feed = read("/feed/")

    assert "Nobody knows when" in feed
    assert "pubDate" not in feed and "lastBuildDate" not in feed


@pytest.mark.parametrize("path", ["/section/town/feed/", "/topic/bridge/feed/", "/author/hana-ostrow/feed/"])
def test_lists_have_feeds_of_their_own(path):
    publish("Mine", section=make_section("Town"), topics=["Bridge"], authors=["Hana Ostrow"])
    publish("Not mine", section=make_section("Sport"))

    assert [item.title for item in feedparser.parse(read(path)).entries] == ["Mine"]


def test_an_embargoed_story_is_in_no_feed_and_no_sitemap():
    publish("Seen")
    publish("A secret of the council", embargoed_until=timezone.now() + timedelta(hours=1), slug="secret")

    everything = read("/feed/") + read("/sitemap-1.xml")

    assert "secret" not in everything


def test_the_sitemap_leads_to_every_article_of_every_edition():
    found = [
        publish("One", edition=make_edition("en", is_main=True), section=make_section("Town")),
        publish("Один", edition=make_edition("ru"), slug="odin"),
    ]
    make_section("Empty")

    index = etree.fromstring(read("/sitemap.xml").encode())
    parts = [each.text.removeprefix(settings.BASE_URL) for each in index.iter(f"{MAP}loc")]
    listed = {each.text for part in parts for each in etree.fromstring(read(part).encode()).iter(f"{MAP}loc")}

    paths = {"/", "/ru/", "/section/town/", *(each.get_absolute_url() for each in found)}
    assert {settings.BASE_URL + path for path in paths} <= listed
    # It is not indexed as long as it has nothing to read.
    assert f"{settings.BASE_URL}/section/empty/" not in listed


def test_a_part_of_the_sitemap_that_is_empty_is_not_found():
    publish()

    read("/sitemap-999.xml", status=404)


def test_robots_are_kept_from_desk_and_search_and_shown_the_sitemap():
    lines = Client().get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /desk/", "Disallow: /search/", f"Sitemap: {settings.BASE_URL}/sitemap.xml"} <= set(
        lines
    )


@pytest.mark.parametrize(("path", "queries"), [("/feed/", 4)])
def test_machines_keep_to_their_queries(path, queries, django_assert_num_queries):
    publish_many(20, authors=["Hana Ostrow"])

    reader = Reader()
    reader.read(path)
    reader.forget()

    with django_assert_num_queries(queries):
        reader.read(path)


def test_the_most_read_of_a_window_have_a_feed_without_what_is_held_back_or_not_to_be_seen():
    loud, quiet, held, withdrawn = (
        publish(name, slug=name) for name in ("loud", "quiet", "held", "withdrawn")
    )
    withdrawn.live = False
    withdrawn.save()
    PopularHold.objects.create(article=held, reason="Bought readers")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for article, reads in ((loud, 9), (quiet, 2), (held, 50), (withdrawn, 70)):
        HourlyReads.objects.create(article_id=article.pk, hour=hour, node=1, reads=reads)
    places = [asdict(PopularStanding(each.pk, 1.0, 1.0, 1.0)) for each in (held, quiet, loud)]
    PopularList.objects.create(locale=loud.locale, section=None, places=places, as_of=timezone.now())

    found = {
        window: [item.title for item in feedparser.parse(read(f"/popular/{window}/feed/")).entries]
        for window in ("now", "hour", "day", "week", "month")
    }

    assert found.pop("now") == ["quiet", "loud"]
    assert list(found.values()) == [["loud", "quiet"]] * 4
    read("/popular/century/feed/", status=404)


@pytest.mark.parametrize(("readers", "title"), [(2, "The Lantern: Latest"), (3, "The Lantern: Popular")])
def test_a_feed_of_what_is_read_is_called_popular_only_where_most_of_it_has_three_readers(readers, title):
    edition = make_edition(name="The Lantern")
    articles = [publish(name, slug=name) for name in ("first", "second", "third")]
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    places = []
    for article, reads in zip(articles, (9, readers, 1), strict=True):
        HourlyReads.objects.create(article_id=article.pk, hour=hour, node=1, reads=reads)
        places.append(asdict(PopularStanding(article.pk, 1.0, 1.0, float(reads))))
    PopularList.objects.create(locale=edition.locale, section=None, places=places, as_of=timezone.now())

    found = {
        feedparser.parse(read(f"/popular/{window}/feed/")).feed.title for window in ("now", "day", "month")
    }

    assert found == {title}
