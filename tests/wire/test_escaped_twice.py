"""A plain field that was escaped once too often is read as its readers were meant to see it, in every format."""

import json
from html import escape

import pytest

from broadsheet.newsroom.stories import Embed, Heading, Paragraph, Picture, Quotation, Story, Table
from broadsheet.prose.stated_text import read_once_more
from broadsheet.wire.items import Item
from broadsheet.wire.reading import read_stories
from broadsheet.wire.text.making import finished
from wire.source_files import source
from wire.wordpress_exports import export, post

TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
TWICE = {
    "AT&amp;T": "AT&T", "Q&amp;A with the mayor": "Q&A with the mayor", "1&amp;1": "1&1", "Narrin&#8217;s bridge": "Narrin’s bridge",
    "Narrin&#x2019;s bridge": "Narrin’s bridge", "&ldquo;Open&rdquo; again": "“Open” again", "Rain &mdash; and wind": "Rain — and wind",
    "Cl&eacute; S&atilde;o": "Clé São", "Narrin&amp;#8217;s bridge": "Narrin’s bridge", "So it goes&hellip;": "So it goes…", "HTML5&#58; what now&#63;": "HTML5: what now?",
    "&quot;Open&quot;": '"Open"', "Двери&nbsp;открыты": "Двери\xa0открыты", "&laquo;Мост&raquo; открыт": "«Мост» открыт",
}  # fmt: skip
# A reference is meant, or there is none.
MEANT = [
    "How to write &#8217; in HTML", "The entity &nbsp; explained", "An ampersand is &amp; here", "&lt;main&gt; is an element",
    "AT&T &amp; <main>", "5 &lt; 6 &gt; 4", "A&B;C", "Arts &amp; Culture", "Tom & Jerry", "&nosuchname; stands", "x &am; y",
    "Сущность &nbsp; в тексте", "Why &amp;lt; is so long", "", "&", "&amp", "R&D",
]  # fmt: skip


@pytest.mark.parametrize(("written", "read"), TWICE.items())
def test_what_nobody_types_in_a_plain_text_is_read(written, read):
    assert read_once_more(written, beside=TEXT) == read


@pytest.mark.parametrize("written", MEANT)
def test_what_somebody_may_have_meant_stays(written):
    assert read_once_more(written, beside=TEXT) == written


@pytest.mark.parametrize("written", [*TWICE, *MEANT])
def test_reading_again_changes_nothing_more(written):
    once = read_once_more(written, beside=TEXT)

    assert read_once_more(once, beside=TEXT) == once


@pytest.mark.parametrize("written", [each for each in TWICE if "&amp;#" not in each])
def test_a_reference_that_the_story_itself_shows_is_meant(written):
    shown = f"Type {written} and the page shows it."

    assert read_once_more(written, beside=shown) == written


@pytest.mark.parametrize(
    ("beside", "read"),
    [
        ("The desk of Arts & Culture moves.", "Arts & Culture pages"),
        ("The desk of arts and culture moves.", "Arts &amp; Culture pages"),
        ("Write Arts &amp; Culture for Arts & Culture.", "Arts &amp; Culture pages"),
    ],
)
def test_a_loose_ampersand_is_read_where_the_story_has_it(beside, read):
    assert read_once_more("Arts &amp; Culture pages", beside=beside) == read


def test_every_plain_field_is_read_and_no_paragraph():
    bad, good = "AT&amp;T&#8217;s", "AT&T’s"

    def story(words: str) -> Story:
        body = (
            Paragraph("<p>Type &amp;lt; to be seen, they say.</p>"), Heading(words), Quotation(words, words, words),
            Picture("https://a.example/1.jpg", words, words, words), Embed("https://a.example/", words),
            Table(((words, words),), caption=words),
        )  # fmt: skip
        return Story(
            words, body, standfirst=f"{words} new mast", teaser=words, short_headline=words, search_title=words, kicker=words,
            section=words, source=words, topics=(words,), authors=("Ann Lee",), language="en",
        )  # fmt: skip

    assert finished(story(bad), where="") == finished(story(good), where="")


@pytest.mark.parametrize(
    ("format_name", "file_name", "content"),
    [
        ("ninjs", "a.json", json.dumps({"uri": "urn:1", "headline": "Q&amp;A: Narrin&rsquo;s bridge", "body_text": TEXT})),
        (
            "rss",
            "a.xml",
            "<rss version='2.0'><channel><title>G</title><item><guid>1</guid><title>"
            f"{escape(escape('Q&amp;A: Narrin&rsquo;s bridge'))}</title><description>{TEXT}</description></item></channel></rss>",
        ),
        (
            "atom",
            "a.xml",
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><id>urn:f</id><entry><id>urn:x:1</id>"
            f"<title type='text'>{escape('Q&amp;A: Narrin&rsquo;s bridge')}</title><content>{TEXT}</content></entry></feed>",
        ),
        (
            "html",
            "a.html",
            "<!doctype html><html lang='en'><head><title>Q&amp;amp;A: Narrin&amp;rsquo;s bridge</title></head><body><article>"
            f"<h1>Q&amp;amp;A: Narrin&amp;rsquo;s bridge</h1><p>{TEXT}</p><p>It was {TEXT}</p><p>{TEXT} Again.</p></article></body></html>",
        ),
        ("wxr", "a.xml", export(post(title=escape("Q&amp;A: Narrin&rsquo;s bridge")))),
        (
            "page-text",
            "a.txt",
            "Gazette\n\nQ&amp;A: Narrin&rsquo;s bridge | Gazette\n\nHome\n\nQ&amp;A: Narrin&rsquo;s bridge\n\n"
            f"{TEXT}\n\nIt was {TEXT[4:]}\n\n{TEXT} Again.\n",
        ),
    ],
)  # fmt: skip
def test_a_headline_is_the_same_in_every_format(format_name, file_name, content):
    assert headlines(read_stories(source(file_name, content))) == ["Q&A: Narrin’s bridge"], format_name


def headlines(items: object) -> list[str]:
    assert hasattr(items, "__iter__")
    found: list[Item] = list(items)
    return [each.headline for each in found if isinstance(each, Story)]
