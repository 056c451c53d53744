"""Old addresses behind the page cache: what has moved or gone is answered so at once, and costs other readers nothing."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime
from uuid import uuid5

import pytest
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from broadsheet.newsroom import migrations
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.address_forms import normal_form
from broadsheet.newsroom.addresses import Claim, register
from broadsheet.newsroom.identity import comparable_address
from broadsheet.newsroom.models import Address, Article
from broadsheet.serving import strange_queries
from broadsheet.serving.application import is_old_address
from broadsheet.serving.bulkheads import Room
from broadsheet.serving.rooms import Rooms
from broadsheet.serving.strange_queries import StrangeQueries
from broadsheet.site.urls_showing import addresses
from factories import make_edition, make_section
from newsstand import publish, read
from reader import InCaller, Reader

pytestmark = pytest.mark.django_db

DAY = datetime(2012, 11, 16, 12, tzinfo=UTC)
OLD, NEW = "/2012/11/16/marta/", "/2012/11/16/marta-the-boat/"
SHORT = "/?p=7"


def test_readers_of_cached_pages_hear_at_once_of_what_has_moved_or_gone():
    reader, article = Reader(), boat()
    register([Claim(SHORT, article)])
    seen = []
    for deed in (untouched, renamed, killed):
        deed(article)
        reader.look()
        seen.append([reader.get(each).status for each in (OLD, OLD, SHORT, SHORT, "/?p=8", "/")])

    assert seen == [
        [200, 200, 301, 301, 200, 200], [301, 301, 301, 301, 200, 200], [410, 410, 410, 410, 200, 200],
    ]  # fmt: skip


def test_a_new_redirect_is_followed_at_once_though_its_address_was_asked_before():
    reader, _article = Reader(), boat()
    before = [reader.get(each).status for each in ("/?p=9", "/nine.html")]
    Redirect.add_redirect("/?p=9", OLD)
    Redirect.add_redirect("/nine.html", OLD)
    reader.look()

    assert (before, [reader.get(each).status for each in ("/?p=9", "/nine.html")]) == ([200, 404], [301, 301])


def test_what_trackers_add_asks_the_registry_nothing(django_assert_num_queries):
    reader, _article = Reader(), boat()
    reader.get("/")

    with django_assert_num_queries(0):
        assert reader.get("/?utm_source=mail&fbclid=1&UTM_Medium=x").status == 200


def test_a_parameter_that_nobody_knows_asks_the_registry_once(django_assert_num_queries):
    reader, _article = Reader(), boat()
    reader.get("/")
    reader.get("/?ref=partner")

    with django_assert_num_queries(0):
        assert reader.get("/?ref=partner").status == 200


def test_what_is_no_address_waits_for_no_place_among_the_pages_that_are_rendered():
    reader, _article = Reader(rooms=Rooms(rendering=Room(places=1, queue=0, patience=0.01))), boat()
    reader.get("/?ref=partner")

    with reader.application.pages.rendering.place():
        assert reader.get("/?ref=partner").status == 200


def test_queries_that_anybody_invents_take_no_more_room_than_some(monkeypatch):
    monkeypatch.setattr(strange_queries, "MOST_STRANGE", 20)
    register([Claim(SHORT, boat())])
    strange = StrangeQueries(Reader().press, InCaller(Room(places=1, queue=0), "rendering"), is_old_address)
    strange._press.start()
    for number in range(30):
        strange.is_old("/", f"x={number}")

    assert (len(strange._strange.value), strange.is_old("/", "p=7")) == (10, True)


def test_no_query_is_taken_for_nobody_s_while_the_database_is_away():
    reader, article = Reader(), boat()
    reader.get("/")
    register([Claim(SHORT, article)])
    reader.look()
    with connection.execute_wrapper(away):
        while_away = reader.get(SHORT).status

    assert (while_away, reader.get(SHORT).status) == (200, 301)


def test_no_reader_s_query_is_handed_to_the_next():
    reader, _article = Reader(), boat()
    answers = [reader.get(f"{OLD.rstrip('/')}?of={each}") for each in ("one", "two")]

    assert [each.headers["Location"] for each in answers] == [f"{OLD}?of={each}" for each in ("one", "two")]


@pytest.mark.parametrize(("written", "form"), [
    ("https://old.example/a/b/", "/a/b"), ("/a/%D0%BA%D0%BE%D1%82/", "/a/кот"), ("/a/cafe\u0301", "/a/café"), ("", "/"),
    ("http://old.example?p=7", "/?p=7"), ("/a?z=1&b=2&UTM_source=x&fbclid=y#top", "/a?b=2&z=1"), ("/a?gclid=1", "/a"),
    ("http://[broken/a", ""), ("/a%20b/%28c%29", "/a b/(c)"),
])  # fmt: skip
def test_an_address_has_one_form_however_it_is_written(written, form):
    assert normal_form(written) == form


@pytest.mark.parametrize("tracker", [
    "utm_source", "utm_custom1", "at_medium", "ns_source", "fbclid", "yclid", "igsh", "ito", "spm", "xtor", "_hsenc", "pk_campaign",
])  # fmt: skip
def test_a_tracker_is_one_to_the_registry_and_to_the_import(tracker):
    address = f"https://lake.example/swans?{tracker}=x"

    assert (normal_form(address), comparable_address(address)) == ("/swans", "lake.example/swans")


def test_an_address_is_the_same_however_its_letters_are_written():
    ways = ["/\u0438\u0306", "/\u0439", "/%D0%B9", "/%D0%B8%CC%86"]

    assert {normal_form(each) for each in ways} == {"/\u0439"}
    assert {comparable_address(f"https://lake.example{each}") for each in ways} == {"lake.example/\u0439"}


def test_a_cache_that_knows_addresses_alone_hears_of_the_former_ones():
    article, section = boat(), make_section("Town")
    renamed(article)
    section.slug = "city"
    section.save()

    base = settings.BASE_URL
    assert f"{base}{OLD}" in addresses([f"article:{article.pk}"])
    assert {f"{base}/section/town/", f"{base}/section/town/feed/"} <= set(addresses(["chrome:en"]))


def test_redirects_that_articles_had_left_move_to_the_registry_and_those_of_the_desk_stay():
    make_edition("en", is_main=True)
    here, there = boat(), publish("Barco", edition=make_edition("pt"), slug="barco", published_at=DAY)
    for old, new in (
        ("/2012/11/16/a", OLD),
        ("/pt/2012/11/16/b", there.get_absolute_url()),
        ("/2012/11/16/c", NEW),
    ):
        Redirect.add_redirect(old, new, automatically_created=True)
    Redirect.add_redirect("/d", OLD)
    Redirect.add_redirect("/e", "/section/town/", automatically_created=True)
    migration = next(
        each.name for each in pkgutil.iter_modules(migrations.__path__) if each.name.endswith("_addresses")
    )
    importlib.import_module(f"{migrations.__name__}.{migration}").register_redirects(apps, None)

    assert list(Address.objects.order_by("path").values_list("path", "owner")) == [
        ("/2012/11/16/a", here.pk), ("/2012/11/16/c", 0), ("/pt/2012/11/16/b", there.pk),
    ]  # fmt: skip
    assert list(Redirect.objects.order_by("old_path").values_list("old_path", flat=True)) == ["/d", "/e"]
    reader = Reader()
    assert [reader.get(each).status for each in ("/2012/11/16/a/", "/2012/11/16/c/", "/d")] == [301, 410, 301]


@pytest.mark.parametrize("feed", ["/feed/", "/section/town/feed/"])
def test_an_item_of_a_feed_has_one_identifier_for_good(feed):
    town = make_section("Town")
    own, imported = (
        publish(each, section=town, source_id=given)
        for each, given in (("Marta", ""), ("Otter", "tag:hill.example,2026:9"))
    )
    before = guids(feed)
    for article in (own, imported):
        renamed(article, f"another-{article.pk}")
        article.headline, article.published_at = "Something else", DAY
        article.save()

    assert guids(feed) == before
    assert len(before) == 2 and "tag:hill.example,2026:9" in before


def test_items_that_came_in_under_one_identifier_are_two_in_a_feed_and_stay_so():
    first, second = (publish(each, source_id="1001", scope=each) for each in ("Marta", "Otter"))
    before = guids("/feed/")
    killed(first)

    assert len(before) == 2 and "1001" in before
    assert guids("/feed/") == {uuid5(second.translation_key, str(second.pk)).urn} == before - {"1001"}


def guids(feed: str) -> set[str]:
    return set(re.findall(r'<guid isPermaLink="false">([^<]+)</guid>', read(feed)))


def boat(slug: str = "marta") -> Article:
    return publish("Marta", slug=slug, published_at=DAY)


def renamed(article: Article, slug: str = "marta-the-boat") -> None:
    article.slug = slug
    article.save()


def killed(article: Article) -> None:
    kill(article, by=None, now=timezone.now())


def away(*_asked: object) -> None:
    raise OperationalError("the database is away")


def untouched(_article: Article) -> None:
    """Leave it as it is."""
