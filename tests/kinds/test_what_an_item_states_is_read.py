"""Versions, languages and summaries are read in each form in which items state them."""

import json

import pytest

from broadsheet.newsroom.identity import is_higher, version_of
from broadsheet.prose.bylines import read_byline
from broadsheet.wire.reading import read_stories
from wire.source_files import source

TEXT = "The council closed the bridge on Monday after inspectors had found cracks in its northern pier, says the mayor."


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ({"version": 9}, {"version": 10}), ({"version": 1.5}, {"version": 1.6}), ({"version": "1.9"}, {"version": "1.10"}),
        ({"versioncreated": "Mon, 02 Mar 2026 12:00:00 GMT"}, {"versioncreated": "Mon, 02 Mar 2026 13:00:00 GMT"}),
        ({"versioncreated": "2026-03-02T13:30:00+02:00"}, {"versioncreated": "2026-03-02T12:00:00Z"}),
    ],
)  # fmt: skip
def test_versions_are_compared_in_whatever_form(lower, higher):
    one, other = (version_of(story_of_ninjs(**each)) for each in (lower, higher))

    assert (is_higher(other, one), is_higher(one, other)) == (True, False)


@pytest.mark.parametrize("item", ["<dc:language>de</dc:language>", "<dc:language>de_DE</dc:language>"])
def test_the_language_of_an_item_goes_before_that_of_its_feed(item):
    [story] = read_stories(source("feed.xml", rss(item)))

    assert story.language[:2] == "de"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge closed","inLanguage":"de"}</script>',
        '<meta http-equiv="Content-Language" content="de">', '<meta property="og:locale" content="de_DE">',
    ],
)  # fmt: skip
def test_a_page_states_its_language_in_its_head(head):
    page = f"<html><head><title>Bridge closed</title>{head}</head><body><article><h1>Bridge closed</h1>{f'<p>{TEXT}</p>' * 3}</article></body></html>"
    [story] = read_stories(source("page.html", page))

    assert (story.language[:2], story.language_is_guessed) == ("de", False)


def test_a_content_of_plain_text_is_not_its_own_summary():
    feed = (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Old Town</title><entry><title>Bridge closed</title>"
        f"<id>urn:entry:1</id><content type='text'>{TEXT} Use &lt;main&gt; &amp;amp; wait.</content></entry></feed>"
    )
    [story] = read_stories(source("feed.xml", feed))

    assert story.standfirst == ""


@pytest.mark.parametrize("written", ["unknown", "N/A", "Anonymous", "none", "null", "Sponsored Content", "By Unknown", "Press release"])  # fmt: skip
def test_what_stands_where_nobody_is_named_is_nobody(written):
    assert read_byline(written).people == ()


@pytest.mark.parametrize("written", ["Jane Doe (she/her)", "Updated by Jane Doe", "Interview by Jane Doe", "Guest post by Jane Doe", "文/Jane Doe", "Jane Doe (they/them)"])  # fmt: skip
def test_what_is_said_of_a_person_is_no_other_person(written):
    credits_read = read_byline(written)

    assert (credits_read.people, credits_read.others) == (("Jane Doe",), ())


def story_of_ninjs(**fields):
    item = {"uri": "urn:paper:bridge", "headline": "Bridge closed", "body_text": TEXT, "language": "en"}
    [story] = read_stories(source("wire.json", json.dumps({**item, **fields})))
    return story


def rss(element):
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Town</title>'
        f"<language>en</language><item><title>Bridge closed</title><description>{TEXT}</description>{element}</item></channel></rss>"
    )
