"""Every feed in three formats: the same items, with pictures, and as much text as the edition gives away."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import feedparser
import pytest
from django.conf import settings as site
from django.utils import timezone
from lxml import etree

from broadsheet.audience.models import HourlyReads
from broadsheet.newsroom.models import Article, Edition
from factories import make_article, make_edition, make_pick, make_section
from newsstand import publish, publish_many, read, take_picture
from reader import Reader

pytestmark = pytest.mark.django_db

LISTS = [
    "/",
    "/section/town/",
    "/topic/bridge/",
    "/author/hana-ostrow/",
    "/editors-choice/",
    "/popular/week/",
]
MEDIA = "{http://search.yahoo.com/mrss/}"
HOSTILE = '</title><script>alert("x")</script> ]]> & \x07\ufffe <b>"bold"</b>'


def test_every_feed_has_the_same_items_in_each_format():
    fill_town()

    for path in LISTS:
        rss, atom, said = feeds(path)
        listed = [(each.id, each.title, each.link) for each in rss.entries]
        assert (rss.bozo, atom.bozo, faults(said), len(listed)) == (0, 0, [], 3)
        assert [(each.id, each.title, each.link) for each in atom.entries] == listed
        assert [(each["id"], each["title"], each["url"]) for each in said["items"]] == listed


def test_hostile_text_is_text_in_each_format():
    edition = make_edition(name=f"Gazette {HOSTILE}")
    found = publish(
        HOSTILE, section=make_section(HOSTILE, slug="town"), topics=["Bridge"], authors=["Hana Ostrow"],
        standfirst=HOSTILE, body=[("paragraph", f"<p>{HOSTILE}</p>"), ("heading", {"text": HOSTILE, "level": "2"})],
        picture=take_picture(), picture_alt=HOSTILE,
    )  # fmt: skip
    make_pick(found, ends_at=timezone.now() + timedelta(days=1))
    read_by_somebody(found)
    Edition.objects.filter(pk=edition.pk).update(feed_text="full")

    for path in LISTS:
        rss, atom, said = feeds(path)
        assert (rss.bozo, atom.bozo, faults(said)) == (0, 0, [])
        assert all("<script" not in each for each in (entry(rss), entry(atom), entry(said)))
        assert "\x07" not in entry(said)


def test_no_identifier_changes_with_address_slug_headline_section_or_format():
    found = publish("Cranes", section=make_section("Town"))
    before = [identifiers(each) for each in feeds("/")]

    found.headline, found.slug, found.section = "Cranes and tugs", "cranes-and-tugs", make_section("Harbour")
    found.save()
    Article.objects.filter(pk=found.pk).update(path="2001/02/03/elsewhere")

    assert [identifiers(each) for each in feeds("/")] == before
    assert len({tuple(each) for each in before}) == 1


def test_an_identifier_that_is_no_iri_is_one_in_atom():
    publish(source_id="4711 of the agency")

    rss, atom, said = feeds("/")

    assert (rss.entries[0].id, said["items"][0]["id"]) == ("4711 of the agency", "4711 of the agency")
    assert atom.entries[0].id.startswith("urn:uuid:")


def test_pictures_go_with_their_articles(picture):
    publish("Cranes", picture=picture, picture_alt="Two cranes")

    rss, atom, said = feeds("/")
    shown = said["items"][0]["image"]

    assert shown.startswith(f"{site.BASE_URL}/media/")
    assert [each.href for each in rss.entries[0].enclosures] == [shown]
    assert int(rss.entries[0].enclosures[0].length) > 100
    assert [each.href for each in atom.entries[0].enclosures] == [shown]
    for path in ("/feed/", "/feed/atom/"):
        media = next(etree.fromstring(read(path).encode()).iter(f"{MEDIA}content"))
        assert (media.get("url"), media.get("medium"), media.findtext(f"{MEDIA}description")) == (
            shown, "image", "Two cranes",
        )  # fmt: skip


def test_an_edition_gives_teasers_until_it_chooses_the_full_text(picture):
    linked = publish("Linked to")
    secret = publish("A secret", embargoed_until=timezone.now() + timedelta(hours=1), slug="secret")
    body = [
        ("paragraph", f'<p>See <a linktype="article" id="{linked.pk}">this</a>, <a linktype="article" id="{secret.pk}">that</a>.</p>'),
        ("picture", {"image": picture, "alt": "Two cranes", "caption": "At the quay", "credit": "I. Tal"}),
    ]  # fmt: skip
    publish("Cranes", standfirst="Two of them.", body=body, days_ago=0.5)

    teasers = [entry(each) for each in feeds("/")]
    Edition.objects.update(feed_text="full")
    full = [entry(each) for each in feeds("/")]

    assert teasers == ["Two of them."] * 3
    for each in full:
        assert f'href="{site.BASE_URL}{linked.get_absolute_url()}"' in each
        assert "secret" not in each and "that</a>" in each
        assert 'alt="Two cranes"' in each and f'src="{site.BASE_URL}/media/' in each


def test_a_feed_is_as_long_as_its_edition_says():
    publish_many(7)
    Edition.objects.update(feed_length=5)

    assert [len(identifiers(each)) for each in feeds("/")] == [5, 5, 5]


def test_the_editors_choice_is_what_editors_chose_in_their_order_and_no_longer_than_it_lasts():
    first, second, over, coming, hidden = (
        publish(name) for name in ("first", "second", "over", "coming", "hidden")
    )
    now = timezone.now()
    for position, each in enumerate((second, first, coming, hidden)):
        starts = now + timedelta(hours=1) if each == coming else None
        make_pick(each, position=position, starts_at=starts, ends_at=now + timedelta(days=1))
    make_pick(over, ends_at=now - timedelta(minutes=1))
    Article.objects.filter(pk=hidden.pk).update(embargoed_until=now + timedelta(hours=1))

    assert [each.title for each in feeds("/editors-choice/")[0].entries] == ["second", "first"]


def test_what_has_no_date_gets_none_that_readers_could_take_for_its_own():
    make_article("Nobody knows when", days_ago=None)

    _rss, atom, said = feeds("/")

    assert "published" not in atom.entries[0]
    assert not {"date_published", "date_modified"} & set(said["items"][0])


@pytest.mark.parametrize("when", ["embargoed_until", "killed_at", "expire_at"])
def test_what_readers_may_not_see_is_in_no_feed_to_the_second(when):
    fill_town()
    Edition.objects.update(feed_text="full")
    paths = [f"{path}feed/{kind}" for path in LISTS for kind in ("", "atom/", "json/")]
    reader = Reader()
    before = [path for path in paths if "Story of the town" not in reader.read(path)]
    moment = timezone.now()
    Article.objects.update(**{when: moment + timedelta(hours=1) if when == "embargoed_until" else moment})
    reader.forget()

    assert before == []
    assert [path for path in paths if "Story of the town" in reader.read(path)] == []


def test_pages_name_their_feeds_in_each_format():
    fill_town()

    page = read("/section/town/")

    for kind, address in (
        ("rss+xml", "feed/"),
        ("atom+xml", "feed/atom/"),
        ("feed+json", "feed/json/"),
    ):
        assert re.search(
            rf'<link rel="alternate" type="application/{kind.replace("+", ".")}"[^>]* href="/{address}">',
            page,
        )
        assert re.search(
            rf'type="application/{kind.replace("+", ".")}"[^>]* href="/section/town/{address}">', page
        )


def test_a_front_names_the_feeds_that_have_no_page_of_their_own():
    fill_town()

    page = read("/")

    for path in ("/editors-choice/feed/", "/popular/week/feed/", "/popular/week/feed/json/"):
        assert f'href="{path}"' in page


def test_a_hub_and_the_feed_itself_are_named(settings):
    settings.OPTIONS = replace(settings.OPTIONS, websub_hub="https://hub.example/")
    publish()

    rss, atom, said = feeds("/")

    for feed, kind in ((rss, ""), (atom, "atom/")):
        links = {each.rel: each.href for each in feed.feed.links}
        assert (links["hub"], links["self"]) == ("https://hub.example/", f"{site.BASE_URL}/feed/{kind}")
    own = Reader().get("/feed/json/").headers["Link"]
    assert own == f'<https://hub.example/>; rel="hub", <{site.BASE_URL}/feed/json/>; rel="self"'
    assert said["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_a_feed_takes_no_more_queries_for_more_stories(picture, django_assert_max_num_queries):
    fill_town(2, picture=picture)
    Edition.objects.update(feed_text="full")
    before = counted(django_assert_max_num_queries)
    fill_town(8, picture=picture)

    assert counted(django_assert_max_num_queries) == before
    assert before == {
        "/": 7, "/section/town/": 8, "/topic/bridge/": 8, "/author/hana-ostrow/": 8, "/editors-choice/": 8,
        "/popular/week/": 14,
    }  # fmt: skip


@pytest.fixture
def picture():
    return take_picture()


def counted(at_most):
    """Return how many queries each feed takes in an empty cache, in whatever format."""
    found = {}
    for path in LISTS:
        reader = Reader()
        reader.read(f"{path}feed/")
        reader.forget()
        with at_most(30) as queries:
            reader.read(f"{path}feed/atom/")
        found[path] = len(queries)
    return found


def read_by_somebody(article):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    HourlyReads.objects.create(article_id=article.pk, hour=hour, node=1, reads=9)


def fill_town(count=3, picture=None):
    link = Article.objects.order_by("pk").values_list("pk", flat=True).first() or 0
    for _number in range(count):
        body = [("paragraph", f'<p>Of <a linktype="article" id="{link}">it</a>.</p>')]
        body += (
            [("picture", {"image": picture, "alt": "Cranes", "caption": "", "credit": ""})] if picture else []
        )
        found = publish(
            f"Story of the town {Article.objects.count()}", section=make_section("Town"), topics=["Bridge"],
            authors=["Hana Ostrow"], body=body, picture=picture, picture_alt="Cranes" if picture else "",
        )  # fmt: skip
        make_pick(found, ends_at=timezone.now() + timedelta(days=1))
        read_by_somebody(found)


def feeds(path):
    rss, atom = (feedparser.parse(read(f"{path}feed/{each}")) for each in ("", "atom/"))
    return rss, atom, json.loads(read(f"{path}feed/json/"))


def identifiers(feed):
    # What feedparser returns says that it has "items" too.
    return (
        [each["id"] for each in feed["items"]] if type(feed) is dict else [each.id for each in feed.entries]
    )


def entry(feed):
    """Return the text of the first item."""
    if type(feed) is dict:
        first = feed["items"][0]
        return first.get("content_html") or first["content_text"]
    first = feed.entries[0]
    return first.content[0].value if "content" in first else first.summary


# The fields of https://www.jsonfeed.org/version/1.1/ that we use, each with its type, and those that must be there.
TEXT, LIST = str, list
TOP = {
    "version": TEXT, "title": TEXT, "home_page_url": TEXT, "feed_url": TEXT, "description": TEXT, "icon": TEXT,
    "language": TEXT, "hubs": LIST, "items": LIST,
}  # fmt: skip
ITEM = {
    "id": TEXT, "url": TEXT, "title": TEXT, "content_html": TEXT, "content_text": TEXT, "summary": TEXT, "image": TEXT,
    "date_published": TEXT, "date_modified": TEXT, "authors": LIST, "tags": LIST,
}  # fmt: skip


def faults(feed):
    """List what the specification of JSON Feed 1.1 does not allow."""
    found = [f"{name}: {feed[name]!r}" for name in feed if not isinstance(feed[name], TOP.get(name, ()))]
    found += [name for name in ("version", "title", "items") if name not in feed]
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        found.append(feed["version"])
    for item in feed["items"]:
        found += [
            f"{name}: {item[name]!r}" for name in item if not isinstance(item[name], ITEM.get(name, ()))
        ]
        if not item.get("id") or ("content_html" in item) == ("content_text" in item):
            found.append(f"item {item}")
        for name in ("date_published", "date_modified"):
            if name in item and datetime.fromisoformat(item[name]).tzinfo is None:
                found.append(f"{name} {item[name]} has no zone (RFC 3339)")
        found += [f"author {each}" for each in item.get("authors", ()) if set(each) != {"name"}]
    return found
