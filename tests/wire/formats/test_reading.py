"""Files of every kind and state: read, or refused with a sentence that helps; never a hang, never a crash."""

import gzip

import pytest

from broadsheet.newsroom.stories import Story
from broadsheet.prose.dates import DatePrecision
from broadsheet.wire.items import Dropped, UnreadableFile
from broadsheet.wire.reading import Wishes, read_stories, recognised
from broadsheet.wire.sources import file_at
from broadsheet.wire.text.html_blocks import words_of
from broadsheet.wire.text.moments import date_of

PARAGRAPH = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier. "
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge closed – The Lantern</title>
<meta property="og:site_name" content="The Lantern"><link rel="canonical" href="https://lantern.example/bridge">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bridge closed","datePublished":"2017-10-02T06:30:00Z",
"author":{{"@type":"Person","name":"Hana Ostrow"}},"articleSection":"Town"}}</script></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Bridge closed</h1>
<p>{PARAGRAPH * 2}</p><h2>Why it was closed</h2><p>{PARAGRAPH * 2}</p><script>evil()</script>
<table><tr><th>Year</th><th>Cracks</th></tr><tr><td>2016</td><td>3</td></tr></table></article>
<aside><h2>Most read</h2><p>Goose stops tram.</p></aside></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title><link>https://lantern.example</link>
<item><guid>1</guid><title>Bridge closed</title><pubDate>Mon, 02 Oct 2017 06:30:00 GMT</pubDate><description>{PARAGRAPH}</description></item>
<item><guid>1</guid><title>Bridge closed</title><description>{PARAGRAPH}</description></item>
<item><guid>2</guid><title></title><description>No headline.</description></item>
<item><guid>3</guid><title>Goose</title><pubDate>Mon, 02 Oct 0000 06:30:00 GMT</pubDate><description>A goose stopped a tram.</description></item>
</channel></rss>"""


def test_a_saved_page_gives_its_story_with_what_it_states(tmp_path):
    [story] = stories_of(written(tmp_path, "page.html", PAGE))

    assert (story.headline, story.source, story.section, story.authors) == (
        "Bridge closed",
        "The Lantern",
        "Town",
        ("Hana Ostrow",),
    )
    assert (str(story.published_at), story.date_basis) == (
        "2017-10-02 06:30:00+00:00",
        "JSON-LD datePublished",
    )
    assert (story.source_id, story.url, story.language) == ("", "https://lantern.example/bridge", "en")
    text = words_of(story.body)
    assert "Why it was closed" in text
    assert not any(word in text for word in ("Goose", "Sport", "evil"))


def test_a_feed_gives_each_item_once_and_says_what_it_left(tmp_path):
    found = list(stories_of(written(tmp_path, "feed.xml", RSS)))
    stories = [each for each in found if isinstance(each, Story)]

    assert [each.source_id for each in stories] == ["1", "3"]
    assert [each.reason for each in found if isinstance(each, Dropped)] == [
        "“Bridge closed” is the same item again",
        "it has no headline",
    ]
    assert [each.date_precision for each in stories] == [DatePrecision.SECOND, DatePrecision.UNKNOWN]


def test_a_date_given_at_import_is_for_the_page_s_own_story(seed_page):
    stories = [
        each
        for each in stories_of(seed_page, date=date_of("2012-11-16"), rail_stories=True)
        if isinstance(each, Story)
    ]

    assert [(str(each.published_at)[:10], each.date_basis) for each in stories[:1]] == [
        ("2012-11-16", "given at import")
    ]
    assert [each.published_at for each in stories[1:]] == [None, None]


def test_a_wrong_encoding_is_repaired_and_said(tmp_path):
    text = (
        "Мост закрыт\n\n"
        + "Городской совет закрыл мост в понедельник, после того как инспекторы нашли трещины. " * 3
    )
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode("cp1251"))
    [story] = stories_of(path)

    assert story.headline == "Мост закрыт"
    assert "not UTF-8" in story.repairs[0]


def test_right_to_left_text_comes_through_and_its_overrides_do_not(tmp_path):
    text = (
        "\u202eأغلق الجسر أمس\n\n"
        + "أغلق مجلس المدينة الجسر يوم الاثنين بعد أن وجد المفتشون شقوقا في دعامته الشمالية منذ أسبوع. " * 3
    )
    [story] = stories_of(written(tmp_path, "page.txt", text))

    assert story.headline == "أغلق الجسر أمس"
    assert story.language == "ar"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"   \n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text"),
        (gzip.compress(b"x" * 1000, mtime=0), "is packed with gzip"),
        (
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'x'>]><rss><channel>&a;</channel></rss>",
            "entities of its own",
        ),
        (b"<?xml version='1.0'?><rss></rss>", ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, reason):
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    if not reason:
        assert list(stories_of(path)) == []
        return
    with pytest.raises(UnreadableFile, match=reason) as caught:
        list(stories_of(path))
    assert str(caught.value).startswith("file.bin: ")


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.txt: No such file"):
        list(stories_of(tmp_path / "gone.txt"))


def test_a_page_of_a_hundred_megabytes_is_refused_without_being_read_whole(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"Words. " * 1000)
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match="is larger than 20 MB"):
        list(stories_of(path))


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="'docx' is not a format"):
        list(stories_of(written(tmp_path, "a.txt", "x"), kind="docx"))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"uri": 1}', "ninjs"),
        (b"\xef\xbb\xbf[{", "ninjs"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"A headline\n\nA text.", "page-text"),
    ],
)
def test_a_format_is_known_by_its_beginning(head, kind):
    assert recognised(head, "file.txt").name == kind


@pytest.mark.parametrize(
    "folder", ["bad/dev/xml-bombs", "feeds/dev/miniflux", "feeds/dev/reader", "bad/dev/strings"]
)
def test_hostile_and_odd_files_never_crash(real_data, folder):
    for path in sorted(each for each in (real_data / folder).rglob("*") if each.is_file())[:400]:
        try:
            items = list(stories_of(path))
        except UnreadableFile as error:
            assert str(error).startswith(path.name)
            continue
        assert all(isinstance(each, Story | Dropped) for each in items)


def test_feeds_of_the_parser_s_own_tests_never_crash(real_data):
    files = sorted((real_data / "feeds/dev/feedparser-tests").rglob("*.xml"))[::7]
    read = 0
    for path in files:
        try:
            items = list(stories_of(path, kind="feed"))
        except UnreadableFile:
            continue
        read += 1
        assert all("<script" not in str(each).lower() for each in items if isinstance(each, Story))

    assert read > len(files) / 2


def stories_of(path, **wishes):
    return read_stories(file_at(path), Wishes(**wishes))


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
