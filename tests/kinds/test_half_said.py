"""What a source hides, ends nowhere, escapes by halves or dates twice is read as its own readers saw it."""

import pytest

from broadsheet.newsroom.stories import Embed, Paragraph, Story
from broadsheet.prose.stated_text import escaped_perhaps
from broadsheet.wire.items import Dropped
from broadsheet.wire.reading import read_stories
from broadsheet.wire.text.html_blocks import read_body
from wire.source_files import source

RAIN = "It rained on the fair for the third day, and the stalls of the market stayed closed."


@pytest.mark.parametrize(
    "mark",
    [
        "hidden",
        'hidden=""',
        'style="display:none"',
        'style="color: red; DISPLAY : None"',
        'style="visibility:hidden"',
    ],
)
def test_what_a_page_hides_is_left_out_and_named(mark):
    body = read_body(f"<div><p>{RAIN}</p><div {mark}><p>Not for <b {mark}>readers</b>.</p></div></div>")

    assert body.blocks == (Paragraph(f"<p>{RAIN}</p>"),)
    assert body.losses == ("<div> was left out, since its page hides it: Not for readers.",)


def test_a_picture_that_a_script_shows_later_is_kept():
    body = read_body(f'<p>{RAIN}</p><img style="display:none" src="https://a.example/rain.jpg" alt="Rain">')

    assert len(body.blocks) == 2


@pytest.mark.parametrize("tag", ["video", "audio", "iframe", "object"])
def test_a_player_without_an_end_takes_nothing_with_it(tag):
    address = "data" if tag == "object" else "src"
    body = read_body(f'<{tag} {address}="https://a.example/film.mp4"><p>{RAIN}</p><p>{RAIN}</p>')

    assert body.blocks == (
        Embed("https://a.example/film.mp4"),
        Paragraph(f"<p>{RAIN}</p>"),
        Paragraph(f"<p>{RAIN}</p>"),
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ben & Jerry&#039;s", "Ben & Jerry's"), ("Q&A: what &#8220;open&#8221; means", "Q&A: what \u201copen\u201d means"),
        ("AT&T &amp; <main>", "AT&T &amp; <main>"), ("Tea & &#x1F375;", "Tea & \U0001f375"),
    ],
)  # fmt: skip
def test_references_by_number_are_read_where_the_rest_is_plain(written, said):
    assert escaped_perhaps(written) == said


@pytest.mark.parametrize(
    ("own", "status"),
    [('status="draft"', "draft"), ('status="live"', "usable"), ('ed:status="private"', "withheld"), ('visibility="members"', "withheld")],
)  # fmt: skip
def test_what_restricts_may_be_an_attribute_of_the_item(own, status):
    [story] = stories(item("Sun, 28 Jun 2026 10:00:00 GMT", own=own))

    assert story.status == status


def test_an_item_that_is_in_the_trash_by_its_attribute_does_not_come_in():
    [item_] = stories(item("Sun, 28 Jun 2026 10:00:00 GMT", own='status="trash"'))

    assert isinstance(item_, Dropped)


def test_a_date_that_cannot_be_read_says_nothing_against_the_one_beside_it():
    [story] = stories(item("the day before yesterday", more="<dc:date>2026-06-28T10:00:00Z</dc:date>"))

    assert story.published_at.isoformat() == "2026-06-28T10:00:00+00:00"


def item(date: str, *, own: str = "", more: str = "") -> str:
    return f"<item {own}><guid>https://a.example/1</guid><title>Rain on the fair</title><pubDate>{date}</pubDate>{more}<description>{RAIN}</description></item>"


def stories(items: str) -> list[Story | Dropped]:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ed="https://a.example/ed/"'
    feed = (
        f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>A</title>{items}</channel></rss>'
    )
    return [each for each in read_stories(source("feed.xml", feed)) if isinstance(each, Story | Dropped)]
