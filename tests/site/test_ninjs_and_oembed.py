"""An article for other systems: ninjs that our own reader takes for the same article, and oEmbed without a frame."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import etree
from wagtail.contrib.redirects.models import Redirect

from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Embed, Heading, Paragraph, Picture, Quotation, Story, Table
from broadsheet.wire.formats.ninjs import story_of
from factories import make_edition, make_section
from newsstand import publish, read
from reader import Reader

pytestmark = pytest.mark.django_db
BLOCKS = [
    ("paragraph", "<p>The cranes <b>stand</b> still &amp; silent since <i>Tuesday</i>.</p>"),
    ("heading", {"text": "Why <they> stand", "level": "3"}),
    ("quotation", {"text": "We wait for a bearing.", "speaker": "Ida Brandt", "role": "engineer"}),
    ("embed", {"url": "https://films.example/7", "caption": "The cranes in motion"}),
    ("paragraph", '<p>See <a href="https://port.example/plan?a=1&amp;b=2">the plan</a>.</p>'),
]


def test_an_article_is_read_back_as_the_same_article(picture):
    table = {
        "columns": [{"type": "text", "heading": "Crane"}, {"type": "text", "heading": "Tons"}],
        "rows": [{"values": ["Blue", "40"]}], "caption": "The cranes",
    }  # fmt: skip
    shown = {"image": picture, "alt": "A crane", "caption": "At Quay 3", "credit": "I. Tal"}
    found = publish(
        "Cranes & tugs", standfirst="Two of them.", teaser="They stand.", short_headline="Cranes", kicker="Harbour",
        kind="analysis", section=make_section("Town"), topics=["Bridge", "Port"], authors=["Hana Ostrow", "Ivo Tal"],
        source="Agency", published_at=datetime(2026, 11, 16, 12, 30, tzinfo=UTC), expire_at=timezone.now() + timedelta(9),
        picture=picture, picture_alt="Two cranes", picture_caption="On Tuesday", picture_credit="H. O.",
        body=[*BLOCKS, ("picture", shown)],
    )  # fmt: skip
    Article.objects.filter(pk=found.pk).update(
        body=[*raw(found), {"type": "table", "value": table, "id": "t"}]
    )

    said = json.loads(read(ninjs_of(found)))
    story = story_of(said, where="here")

    address = settings.BASE_URL
    [lead] = said["associations"]
    file = lead["renditions"][0]["href"]
    assert isinstance(story, Story) and story.repairs == ()
    assert story.body == (
        Picture(file, alt="Two cranes", caption="On Tuesday", credit="H. O."),
        Paragraph("<p>The cranes <b>stand</b> still &amp; silent since <i>Tuesday</i>.</p>"),
        Heading("Why <they> stand", 3),
        Quotation("We wait for a bearing.", "Ida Brandt", "engineer"),
        Embed("https://films.example/7", "The cranes in motion"),
        Paragraph('<p>See <a href="https://port.example/plan?a=1&amp;b=2">the plan</a>.</p>'),
        Picture(file, alt="A crane", caption="At Quay 3", credit="I. Tal"),
        Table((("Crane", "Tons"), ("Blue", "40")), header=True, caption="The cranes"),
    )
    assert replace(story, body=()) == Story(
        headline="Cranes & tugs", body=(), source_id=said["uri"], version="2026-11-16T12:30:00+00:00",
        standfirst="Two of them.", teaser="They stand.", short_headline="Cranes", kicker="Harbour", kind="analysis",
        language="en", published_at=found.published_at, date_precision="second", date_basis="ninjs firstcreated",
        expires_at=found.expire_at, section="Town", topics=("Bridge", "Port"), authors=("Hana Ostrow", "Ivo Tal"),
        source="Agency", url=address + found.get_absolute_url(),
    )  # fmt: skip


def test_a_day_stays_a_day():
    found = publish(date_precision="day")

    story = story_of(json.loads(read(ninjs_of(found))), where="here")

    assert (story.date_precision, story.published_at.date()) == ("day", found.published_on)


def test_search_engines_are_sent_to_the_page():
    found = publish()

    headers = Reader().get(ninjs_of(found)).headers

    address = settings.BASE_URL + found.get_absolute_url()
    assert (headers["X-Robots-Tag"], headers["Link"]) == ("noindex", f'<{address}>; rel="canonical"')


def test_its_identifier_is_that_of_the_feeds():
    found = publish()

    assert json.loads(read(ninjs_of(found)))["uri"] == json.loads(read("/feed/json/"))["items"][0]["id"]


def test_the_page_names_its_other_forms():
    found = publish("Cranes & tugs")
    page = etree.parse(io.StringIO(read(found.get_absolute_url())), etree.HTMLParser())

    links = {
        each.get("type"): each.get("href") for each in page.iter("link") if each.get("rel") == "alternate"
    }

    assert json.loads(read(links["application/json"]))["type"] == "text"
    for kind in ("application/json+oembed", "text/xml+oembed"):
        assert "Cranes &" in read(links[kind].removeprefix(settings.BASE_URL))


def test_oembed_is_a_link_and_no_frame(picture):
    found = publish("Cranes & tugs", authors=["Hana Ostrow"], picture=picture, picture_alt="Cranes")

    said = json.loads(read(oembed(found)))
    xml = {each.tag: each.text for each in etree.fromstring(read(oembed(found, "&format=xml")).encode())}

    assert {name: str(value) for name, value in said.items()} == xml
    assert (said["type"], said["version"], said["title"], said["author_name"]) == (
        "link", "1.0", "Cranes & tugs", "Hana Ostrow",
    )  # fmt: skip
    assert said["author_url"] == f"{settings.BASE_URL}/author/hana-ostrow/"
    assert said["thumbnail_url"].startswith(f"{settings.BASE_URL}/media/") and "html" not in said
    assert "thumbnail_url" not in json.loads(read(oembed(found, "&maxwidth=80&maxheight=80")))


def test_oembed_takes_an_address_with_what_trackers_add_and_in_every_edition():
    make_edition("en", is_main=True)
    found = publish("Кран", edition=make_edition("ru"), slug="kran")

    address = quote(f"{settings.BASE_URL}{found.get_absolute_url()}?utm_source=x#top", safe="")

    assert json.loads(read(f"/oembed?url={address}"))["title"] == "Кран"


def test_oembed_answers_at_every_address_that_leads_readers_to_the_article():
    main = make_edition("en", is_main=True)
    found = publish("Cranes", edition=main)
    first = found.get_absolute_url()
    found.slug = "tugs"
    found.save()
    found.slug, found.headline = "boats", "Boats"
    found.save()
    Redirect.objects.create(old_path="/cranes.php", redirect_link=first)
    here = found.get_absolute_url()
    forms = [
        first,
        first.replace("cranes", "tugs"),
        here,
        here.rstrip("/"),
        "/cranes.php",
        f"{first}?utm_source=x#top",
    ]
    reader = Reader()

    led = {path: reader.get(path.partition("#")[0]).headers.get("location", here) for path in forms}
    told = {path: json.loads(reader.read(asking_of(path)))["title"] for path in forms}
    found.headline = "Boats again"
    found.save()
    reader.look()
    later = {path: json.loads(reader.read(asking_of(path)))["title"] for path in forms}
    Article.objects.filter(pk=found.pk).update(embargoed_until=timezone.now() + timedelta(hours=1))
    reader.forget()

    assert set(led.values()) == {here}
    assert set(told.values()) == {"Boats"} and set(later.values()) == {"Boats again"}
    assert {reader.get(asking_of(path)).status for path in forms} == {404}


def test_oembed_knows_no_other_address_and_no_other_format():
    found = publish("Cranes", section=make_section("Town"))
    own = settings.BASE_URL
    for url in (
        "", "/", own, f"{own}/", f"{own}/section/town/", f"{own}/2026/11/16/none/", "https://elsewhere.example/",
        f"https://elsewhere.example{found.get_absolute_url()}", f"{own}.elsewhere.example{found.get_absolute_url()}",
        found.get_absolute_url(), f"{own}/ru{found.get_absolute_url()}", "http://[", f"{own}/%ff/", "javascript:alert(1)",
    ):  # fmt: skip
        read(f"/oembed?url={quote(url, safe='')}", status=404)

    assert Client().get(oembed(found, "&format=yaml")).status_code == 501


@pytest.mark.parametrize("when", ["embargoed_until", "killed_at", "expire_at"])
def test_what_readers_may_not_see_has_neither_to_the_second(when):
    found = publish("A secret")
    reader = Reader()
    before = [reader.get(path).status for path in (ninjs_of(found), oembed(found))]
    moment = timezone.now()
    Article.objects.update(**{when: moment + timedelta(hours=1) if when == "embargoed_until" else moment})
    reader.forget()

    assert before == [200, 200]
    # Readers knew the address: what is killed or expired is gone from it, and only an embargo hides it.
    of_ninjs = 404 if when == "embargoed_until" else 410
    assert [reader.get(path).status for path in (ninjs_of(found), oembed(found))] == [of_ninjs, 404]


def test_a_link_to_what_readers_may_not_see_is_only_its_words():
    hidden = publish("A secret", slug="secret", embargoed_until=timezone.now() + timedelta(hours=1))
    found = publish(body=[("paragraph", f'<p>See <a linktype="article" id="{hidden.pk}">that</a>.</p>')])

    said = read(ninjs_of(found))

    assert "secret" not in said and "that" in said


def test_a_change_is_in_both_with_the_next_look():
    found = publish("Cranes")
    reader = Reader()
    paths = (ninjs_of(found), oembed(found))
    before = ["Tugs" in reader.read(path) for path in paths]
    found.headline = "Tugs"
    found.save()
    reader.look()

    assert before == [False, False]
    assert ["Tugs" in reader.read(path) for path in paths] == [True, True]


def test_they_take_no_more_queries_for_a_longer_text(picture, django_assert_max_num_queries):
    counts = []
    for size in (1, 9):
        linked = publish(f"Linked to {size}")
        text = ("paragraph", f'<p>See <a linktype="article" id="{linked.pk}">this</a>.</p>')
        shown = ("picture", {"image": picture, "alt": "A crane", "caption": "", "credit": ""})
        found = publish(
            f"Cranes {size}", body=[text, shown] * size, topics=["Bridge"], authors=["Hana Ostrow"], picture=picture,
            picture_alt="Cranes",
        )  # fmt: skip
        reader = Reader()
        for path in (ninjs_of(found), oembed(found)):
            reader.read(path)
            reader.forget()
            with django_assert_max_num_queries(9) as queries:
                reader.read(path)
            counts.append(len(queries))

    assert counts[:2] == counts[2:] == [5, 3]


def test_the_ninjs_of_an_article_that_has_moved_is_found_at_its_old_address():
    article = publish("Cranes")
    old = ninjs_of(article)
    article.slug = "tugs"
    article.save()

    moved = Client().get(old)
    article.live = False
    article.save()

    assert (moved.status_code, moved.headers["Location"]) == (301, ninjs_of(article))
    assert [Client().get(each).status_code for each in (old, ninjs_of(article), "/section/town.json")] == [
        404
    ] * 3


@pytest.mark.parametrize("state", ["killed", "expired"])
def test_the_ninjs_of_an_article_that_is_gone_is_gone_too(state):
    article = publish("Cranes")
    now = timezone.now()
    gone = {"killed": {"killed_at": now, "live": False}, "expired": {"expire_at": now}}[state]
    Article.objects.filter(pk=article.pk).update(**gone)

    assert {Client().get(each).status_code for each in (article.get_absolute_url(), ninjs_of(article))} == {
        410
    }


def test_the_ninjs_of_an_edition_that_has_moved_moves_with_it():
    make_edition("en")
    edition = make_edition("ru")
    article = publish("Cranes", edition=edition)
    old = ninjs_of(article)
    edition.is_main = True
    edition.save()
    article = Article.objects.get(pk=article.pk)

    answer = Client().get(old)

    assert (answer.status_code, answer.headers["Location"]) == (301, ninjs_of(article))


def asking_of(path: str) -> str:
    return f"/oembed?url={quote(settings.BASE_URL + path, safe='')}"


def ninjs_of(article):
    return f"{article.get_absolute_url().rstrip('/')}.json"


def oembed(article, more=""):
    return f"/oembed?url={quote(settings.BASE_URL + article.get_absolute_url(), safe='')}{more}"


def raw(article):
    return [dict(each) for each in Article.objects.get(pk=article.pk).body.raw_data]
