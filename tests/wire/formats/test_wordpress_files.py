"""Exports as they are found: broken, in other letters, in pieces; every item is a story or named, and nothing is guessed."""

import io

import pytest

from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.wire.format_protocol import Confidence
from broadsheet.wire.formats.wordpress import faults, mending
from broadsheet.wire.formats.wordpress.export_file import WordPress
from broadsheet.wire.items import Dropped, Note, Unreadable, UnreadableFile
from broadsheet.wire.reading import recognised
from broadsheet.wire.sources import HEAD, file_at
from wire.source_files import source
from wire.wordpress_exports import HEAD as BEGINNING
from wire.wordpress_exports import TEXT, export, items_of, post, stories_of

# Mends that lose nothing: what stands in a title, and how it is read.
MENDED = {
    "a & b": "a & b",
    "Bread &nbsp;and&eacute; wine": "Bread andé wine",
    "2 < 3 is true": "2 < 3 is true",
    "<3 you": "<3 you",
    "it&#8217;s &#146;so&#146;": "it’s ’so’",
    "one\x08 two\x0b": "one two",
    "a ]]> b": "a ]]> b",
    "&unknown; thing": "&unknown; thing",
    "end &#1;of&#xFFFF; it": "end of it",
}


@pytest.mark.parametrize("written", MENDED)
def test_what_no_parser_gets_through_is_read_as_a_reader_would(written):
    broken = export(post(title="TITLE").replace("TITLE", written), post(2, "The next"))

    assert [each.headline for each in stories_of(broken)] == [MENDED[written], "The next"]


def test_each_repair_is_a_line_of_the_report_with_its_line_in_the_file():
    notes = [
        each
        for each in items_of(export(post(title="A").replace(">A<", ">A & \x08B<")))
        if isinstance(each, Note)
    ]

    assert notes == [
        Note(
            "export.xml:1", "repaired: 1 control characters here or on the next lines are left out", "repair"
        ),
        Note("export.xml:8", "repaired: “&” is no XML here; read as a reader would", "repair"),
    ]


def test_of_a_million_repairs_of_one_kind_the_first_are_told_and_the_rest_counted():
    many = faults.MOST_OF_A_KIND + 50
    notes = [
        each
        for each in items_of(export(post(title="T").replace(">T<", f">T {'& ' * many}<")))
        if isinstance(each, Note)
    ]

    assert (len(notes), notes[-1].text, notes[-1].many) == (
        faults.MOST_OF_A_KIND + 1,
        "repaired: 50 more of the kind “&, outside of CDATA”",
        50,
    )


def test_a_cdata_section_that_was_split_is_one_text():
    split = export(post(content="Write ]]]]><![CDATA[> so."))

    assert [each.body for each in stories_of(split)] == [(Paragraph("<p>Write ]]&gt; so.</p>"),)]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_wherever_a_file_is_cut_into_parts_the_same_is_read(size, monkeypatch):
    text = export(
        post(title="T").replace(">T<", ">a & b &nbsp;<"),
        post(2, content=f"{TEXT} ]]]]><![CDATA[> <!-- x --> &"),
    )
    at_once = items_of(text)
    monkeypatch.setattr(mending, "CHUNK", size)

    assert items_of(text) == at_once


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("cp1251", "windows-1251"),
        ("utf-8", "windows-1251"),
    ],
)
def test_an_export_is_read_in_the_letters_in_which_it_was_written(encoding, declared):
    text = export(post(title="Мост закрыт")).replace("UTF-8", declared)

    assert [each.headline for each in stories_of(text.encode(encoding))] == ["Мост закрыт"]


def test_an_export_that_says_utf_8_and_is_windows_is_read_as_windows():
    assert [each.headline for each in stories_of(export(post(title="Café “Zoë”")).encode("cp1252"))] == [
        "Café “Zoë”"
    ]


def test_single_letters_that_cannot_be_read_cost_no_others_and_are_named():
    data = export(post(title="Zoë TITLE é")).encode().replace(b"TITLE", b"\xff\xe2")
    [story, note] = [each for each in items_of(data) if isinstance(each, Story | Note)]

    assert (story.headline, note.kind) == ("Zoë \ufffd\ufffd é", "repair")


def test_entities_of_a_document_type_are_not_resolved():
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    text = export(post(title="T").replace(">T<", ">x &b; &c;<")).replace("<rss", f"{bomb}<rss")

    assert [each.headline for each in stories_of(text)] == ["x &b; &c;"]


def test_an_item_that_is_not_closed_is_named_and_the_next_is_read():
    items = items_of(export(post().replace("</item>", ""), post(2, "The next")))

    assert [each if isinstance(each, Unreadable) else each.headline for each in items[:2]] == [
        Unreadable("export.xml#1", "it is not closed, so its end cannot be told"),
        "The next",
    ]


def test_a_file_that_breaks_off_keeps_what_came_before():
    whole = export(post(), post(2, "The next"))
    items = items_of(whole[: whole.rindex("<wp:status>")])

    assert [each if isinstance(each, Unreadable) else each.headline for each in items[:2]] == [
        "Bridge closed",
        Unreadable("export.xml#2", "the file breaks off in the middle of it"),
    ]


def test_a_piece_of_an_export_is_read_without_its_head():
    assert [each.headline for each in stories_of(f"\n\t{post()}{post(2, 'The next')}")] == [
        "Bridge closed",
        "The next",
    ]


def test_two_exports_in_one_file_are_refused():
    with pytest.raises(UnreadableFile, match="more than one export"):
        items_of(export(post()) * 2)


def test_an_export_without_an_item_is_refused():
    with pytest.raises(UnreadableFile, match="without an item"):
        items_of(export())


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_each_version_of_the_format_is_known_and_read(version):
    text = export(post(), head=BEGINNING.replace("1.2", version))

    assert recognised(text.encode()[:HEAD], "export.xml").name == "wordpress"
    assert len(stories_of(text)) == 1


@pytest.mark.parametrize(
    "other",
    [
        '<?xml version="1.0"?><rss version="2.0"><channel><generator>https://wordpress.org/?v=6</generator><item></item></channel></rss>',
        '<!doctype html><html><body><p>Write xmlns:wp="http://wordpress.org/export/1.2/" there.</p></body></html>',
        'Write xmlns:wp="http://wordpress.org/export/1.2/" there.',
    ],
)
def test_feeds_of_wordpress_and_texts_about_exports_are_none(other):
    assert WordPress().recognise(other.encode(), "export.xml") is Confidence.NONE


def test_one_element_larger_than_any_post_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr("broadsheet.wire.formats.wordpress.elements.LONGEST_ELEMENT", 3 * mending.CHUNK)
    begun = export(post(content="x" * (8 * mending.CHUNK)))
    read = io.BytesIO(begun.encode())

    with pytest.raises(UnreadableFile, match="one element has more than"):
        items_of(read.getvalue())


def test_every_item_of_every_real_export_is_a_story_or_named(real_data):
    wrong = []
    for path in sorted((real_data / "wxr" / "dev").rglob("*.xml")):
        data = path.read_bytes()
        try:
            found = list(WordPress().read([file_at(path)]))
        except UnreadableFile as error:
            found = [] if str(error).startswith(path.name) else [error]
        counted = sum(isinstance(each, Story | Dropped) for each in found)
        if counted != data.count(b"<item>") + data.count(b"<item "):
            wrong.append((path.name, counted))

    assert wrong == []


def test_no_real_export_shows_what_does_not_say_that_it_was_published(real_data):
    public = set()
    for path in sorted((real_data / "wxr" / "dev").rglob("*.xml")):
        text = path.read_text("utf-8", "replace").replace("publish", "pitch")
        try:
            found = list(WordPress().read([source(path.name, text)]))
        except UnreadableFile:
            continue
        public |= {
            each.headline
            for each in found
            if isinstance(each, Story) and each.status == "usable" and not each.go_live_at
        }

    assert public == set()
