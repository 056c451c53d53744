"""What cannot be read is refused by its name, and what restricts and is not understood withholds."""

import codecs
import gzip
import io
import json
from datetime import UTC, datetime

import pytest
import typer
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.cli.importing import import_paths
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Story, Tombstone
from broadsheet.wire import reading
from broadsheet.wire.format_protocol import Confidence
from broadsheet.wire.importer import import_files
from broadsheet.wire.items import Dropped, UnreadableFile
from broadsheet.wire.reading import Wishes, read_stories
from broadsheet.wire.registry import FORMATS
from broadsheet.wire.restrictions import VALUES, Meaning
from broadsheet.wire.sources import SourceFile
from kinds.exports import BRIDGE, EXPORTS, HARBOUR, OTHERS, SQUARESPACE

each_export = pytest.mark.parametrize("export", EXPORTS, ids=[each.name for each in EXPORTS])
each_other = pytest.mark.parametrize("export", OTHERS, ids=[each.name for each in OTHERS])


@each_export
@pytest.mark.parametrize("ending", ["", ".txt", ".xml", ".html", ".jsonl", ".md"])
def test_an_export_of_another_system_is_refused_by_its_name_whatever_its_file_is_called(export, ending):
    assert export.called in refusal(export.name + ending, export.content)


@each_other
def test_what_else_lies_in_folders_is_refused_by_its_name(export):
    assert export.called in refusal(export.name, export.content)


@each_export
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_export_is_known_in_other_encodings_too(export, encoding):
    content = export.content.decode().encode(encoding)
    if encoding.endswith("be"):
        content = codecs.BOM_UTF16_BE + content

    assert export.called in refusal(f"{export.name}.txt", content)


@each_export
def test_an_export_is_known_behind_blank_lines(export):
    assert export.called in refusal(export.name, b"\r\n \t\r\n" + export.content)


@pytest.mark.parametrize(
    "export", [each for each in EXPORTS if each.content[:1] == b"<"], ids=lambda each: each.name
)
@pytest.mark.parametrize(
    "before", [f"<!-- {'comment ' * 4000} -->\n", "<?php notice ?>\n<!-- a -->\n<!-- b -->"]
)
def test_markup_is_known_behind_comments(export, before):
    assert export.called in refusal(export.name, before.encode() + export.content)


@pytest.mark.parametrize(
    "export", [each for each in EXPORTS if each.name.endswith("json")], ids=lambda each: each.name
)
def test_json_is_known_behind_comments(export):
    assert export.called in refusal(export.name, b"// exported\n/* by hand */\n" + export.content)


@each_export
def test_an_export_that_is_packed_is_refused_as_packed(export):
    assert "gzip" in refusal(export.name, gzip.compress(export.content))


@each_export
@pytest.mark.parametrize("kind", ["feed", "ninjs"])
def test_no_format_that_is_named_reads_an_export_of_another_system(export, kind):
    assert export.called in refusal(export.name, export.content, kind=kind)


def test_what_only_looks_like_a_mail_is_read_if_the_person_insists():
    text = f"From: our correspondent\nDate: Monday\n\n{BRIDGE}\n\n{HARBOUR}\n"

    assert "a mail" in refusal("letter.txt", text)
    assert [type(each) for each in items("letter.txt", text, kind="page-text")] == [Story]


def test_a_format_that_bears_the_name_of_a_signature_is_enough_to_read_its_files(monkeypatch):
    monkeypatch.setattr(reading, "FORMATS", (*FORMATS, Nitf()))
    nitf = next(each.content for each in EXPORTS if each.called == "NITF")

    assert [each.headline for each in items("nitf.xml", nitf)] == ["Read as NITF"]


@pytest.mark.django_db
def test_of_a_folder_of_exports_only_the_good_files_come_in_and_the_exit_status_is_1(tmp_path):
    for each in (*EXPORTS, *OTHERS):
        (tmp_path / each.name).write_bytes(each.content)
    good = {"uri": "1", "headline": "Bridge opens to traffic", "body_text": BRIDGE, "language": "en"}
    (tmp_path / "z-good.jsonl").write_text(json.dumps(good))

    assert imported(tmp_path) == 1
    assert [each.headline for each in Article.objects.all()] == ["Bridge opens to traffic"]


@pytest.mark.django_db
def test_of_an_export_that_is_read_only_what_was_public_is_public(tmp_path):
    (tmp_path / SQUARESPACE.name).write_bytes(SQUARESPACE.content)
    imported(tmp_path)
    shown = Article.objects.visible(datetime(2040, 1, 1, tzinfo=UTC))

    assert shown.count() == 2
    assert not any("SECRET" in f"{each.headline} {each.plain_body}" for each in shown)


@pytest.mark.django_db
def test_a_file_without_a_story_is_exit_status_1_and_one_without_news_is_0(tmp_path):
    empty, known = tmp_path / "empty.xml", tmp_path / "known.jsonl"
    empty.write_text("<rss version='2.0'><channel><title>Old Town</title></channel></rss>")
    known.write_text(json.dumps({"uri": "1", "headline": "Bridge", "body_text": BRIDGE, "language": "en"}))

    assert [imported(known), imported(known), imported(empty)] == [0, 0, 1]


@pytest.mark.django_db
def test_links_out_of_a_folder_are_not_followed_and_that_is_said(tmp_path):
    folder, outside = tmp_path / "stories", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    secret = {"uri": "2", "headline": "Secret", "body_text": HARBOUR, "language": "en"}
    (outside / "secret.jsonl").write_text(json.dumps(secret))
    (folder / "own.jsonl").write_text(json.dumps({**secret, "uri": "1", "headline": "Own"}))
    (folder / "again.jsonl").symlink_to(folder / "own.jsonl")
    (folder / "link.jsonl").symlink_to(outside / "secret.jsonl")
    (folder / "linked").symlink_to(outside)
    written = tmp_path / "report.json"

    assert imported(folder, report=written) == 0
    assert [each.headline for each in Article.objects.all()] == ["Own"]
    assert json.loads(written.read_text())["lines"] == [
        f"dropped: stories/{name}: is a link out of the folder and was not followed. Name what it leads to"
        for name in ("link.jsonl", "linked")
    ]


def test_page_text_is_read_from_txt_files_or_where_it_is_named():
    text = f"Bridge opens to traffic\n\n{BRIDGE}\n\n{BRIDGE}\n"

    assert "no known format" in refusal("page", text)
    assert (
        headlines("page.TXT", text)
        == headlines("page", text, kind="page-text")
        == ["Bridge opens to traffic"]
    )


def test_a_story_in_a_page_s_rails_is_named_and_taken_on_request_only():
    sails = (
        "The ferries to the islands sail again on Friday, as the captain of the port told the council. " * 4
    )
    text = f"Bridge opens to traffic\n\n{BRIDGE}\n\n{HARBOUR}\n\nRelated articles\n\nFerries sail on Friday\n{sails}\n"

    assert [type(each) for each in items("page.txt", text)] == [Story, Dropped]
    assert [type(each) for each in items("page.txt", text, rail_stories=True)] == [Story, Story]


@pytest.mark.parametrize("teasers", [3, 12])
@pytest.mark.parametrize(
    "teaser",
    [
        '<h2><a href="/{n}">Headline number {n} of the day</a></h2><p>{text}</p>',
        '<article><h3><a href="/{n}">Headline number {n} of the day</a></h3><p>{text}</p></article>',
        '<a href="/{n}"><h3>Headline number {n} of the day</h3><p>{text}</p></a>',
    ],
)
def test_a_page_that_lists_teasers_is_no_story(teasers, teaser):
    listed = "".join(teaser.format(n=n, text=(BRIDGE, HARBOUR)[n % 2]) for n in range(teasers))
    page = f"<!doctype html><html><head><title>Town</title></head><body><h1>Town</h1>{listed}</body></html>"

    assert "list of teasers" in refusal("town.html", page)


def test_a_story_with_teasers_below_it_is_a_story():
    listed = "".join(
        f'<h3><a href="/{n}">Headline number {n} of the day</a></h3><p>{HARBOUR}</p>' for n in range(4)
    )
    story = f"<h1>Bridge opens to traffic</h1>{f'<p>{BRIDGE}</p>' * 8}"
    page = f"<!doctype html><html><head><title>Bridge opens to traffic</title></head><body>{story}{listed}</body></html>"

    assert headlines("bridge.html", page) == ["Bridge opens to traffic"]


def test_a_flattened_page_that_lists_teasers_is_no_story():
    listed = "\n\n".join(f"Headline number {n} of the day\n\n{(BRIDGE, HARBOUR)[n % 2]}" for n in range(6))

    assert "list of teasers" in refusal("town.txt", f"Town\n\n{listed}\n")


@given(
    st.one_of(
        st.text(),
        st.integers(),
        st.booleans(),
        st.lists(st.just("usable")),
        st.dictionaries(st.text(), st.text()),
    )
)
@example("wp:term")
def test_a_status_that_is_in_no_table_is_never_public(status):
    is_known = isinstance(status, str) and VALUES.get(status.strip().casefold()) is Meaning.PUBLIC

    assert is_known or not is_public(of_ninjs(pubstatus=status))


@given(
    st.sampled_from(["embargoed", "embargoDate", "notBefore", "expires", "expiryDate", "killDate"]), st.text()
)
def test_a_date_that_restricts_is_read_or_withholds(name, date):
    [item] = of_ninjs(**{name: date})
    is_stated = date.strip().casefold() not in {
        "",
        "no",
        "false",
        "0",
        "off",
        "n",
        "f",
        "none",
        "null",
        "never",
    }

    assert not is_stated or item.status == "withheld" or item.embargoed_until or item.expires_at


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "usable"), ({"pubstatus": None}, "usable"), ({"pubstatus": "USABLE"}, "usable"), ({"pubstatus": "stat:usable"}, "usable"),
        ({"pubstatus": "http://cv.iptc.org/newscodes/pubstatusg2/usable"}, "usable"), ({"embargoed": None}, "usable"),
        ({"embargoed": ""}, "usable"), ({"expires": "never"}, "usable"), ({"state": "Ohio"}, "usable"), ({"draft": False}, "usable"),
        ({"published": "2026-03-02"}, "usable"), ({"visibility": "public"}, "usable"), ({"password": ""}, "usable"),
        ({"pubstatus": "withheld"}, "withheld"), ({"pubStatus": "withheld", "pubstatus": "usable"}, "withheld"),
        ({"pubstatus": ""}, "withheld"), ({"pubstatus": "usable/withheld"}, "withheld"), ({"pubstatus": "embargoed"}, "withheld"),
        ({"embargoed": "soon"}, "withheld"), ({"embargoed": True}, "withheld"), ({"embargoed": "15 Jan 2037 00:01 XQT"}, "withheld"),
        ({"expires": "next week"}, "withheld"), ({"visibility": "members"}, "withheld"), ({"password": "mayor"}, "withheld"),
        ({"private": "perhaps"}, "withheld"), ({"ednote": "EMBARGO: Friday noon"}, "withheld"), ({"post_type": "product"}, "withheld"),
        ({"draft": True}, "draft"), ({"status": "draft"}, "draft"), ({"published": False}, "draft"), ({"status": {"name": "Draft"}}, "draft"),
        ({"status": "pending"}, "submitted"), ({"draft": True, "embargoed": "soon"}, "withheld"),
    ],
)  # fmt: skip
def test_what_restricts_decides_the_status_of_a_story(fields, status):
    [item] = of_ninjs(**fields)

    assert (item.status, bool(item.withheld_because)) == (status, status == "withheld")


@pytest.mark.parametrize(
    "fields",
    [{"pubstatus": "canceled"}, {"status": "killed"}, {"killed": True}, {"deleted_at": "2026-03-02"}],
)
def test_what_is_killed_is_a_tombstone(fields):
    assert [type(each) for each in of_ninjs(**fields)] == [Tombstone]


@pytest.mark.parametrize(
    ("element", "status"),
    [
        ("", "usable"), ("<x:status>publish</x:status>", "usable"), ("<x:comment_status>open</x:comment_status>", "usable"),
        ("<x:status>draft</x:status>", "draft"), ("<x:status y='1'>publish</x:status>", "withheld"), ("<x:status>quux</x:status>", "withheld"),
        ("<x:status></x:status>", "withheld"), ("<x:post_password>mayor</x:post_password>", "withheld"),
        ("<x:control><x:draft>yes</x:draft></x:control>", "draft"), ("<x:visibility>private</x:visibility>", "withheld"),
        ("<x:embargoDate>Friday</x:embargoDate>", "withheld"), ("<expirationDate>Friday</expirationDate>", "withheld"),
    ],
)  # fmt: skip
def test_an_element_of_a_feed_may_restrict(element, status):
    [item] = items("feed.xml", feed(element))

    assert item.status == status


@pytest.mark.parametrize("element", ["<x:post_type>attachment</x:post_type>", "<x:status>trash</x:status>",
    "<category scheme='http://schemas.google.com/g/2005#kind' domain='http://schemas.google.com/g/2005#kind'>http://schemas.google.com/blogger/2008/kind#comment</category>"])  # fmt: skip
def test_an_entry_of_a_feed_that_is_no_story_is_named(element):
    assert [type(each) for each in items("feed.xml", feed(element))] == [Dropped]


@pytest.mark.parametrize(
    ("head", "classes", "status"),
    [
        ("", "post-1 status-publish", "usable"), ('<meta name="expires" content="-1">', "", "usable"), ('<meta name="robots" content="noindex">', "", "usable"),
        ('<meta name="status" content="draft">', "", "draft"), ('<meta name="status" content="quux">', "", "withheld"),
        ('<meta property="article:expiration_time" content="Friday">', "", "withheld"), ("", "post-1 status-private", "withheld"),
        ("", "post-1 status-draft", "draft"), ("", "post-1 post-password-required", "withheld"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge","creativeWorkStatus":"Draft"}</script>', "", "draft"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge","isAccessibleForFree":false}</script>', "", "usable"),
    ],
)  # fmt: skip
def test_what_a_saved_page_states_of_itself_may_restrict(head, classes, status):
    page = f"<!doctype html><html><head><title>Bridge</title>{head}</head><body><article class='{classes}'><h1>Bridge</h1>{f'<p>{BRIDGE}</p>' * 4}</article></body></html>"
    [item] = items("page.html", page)

    assert item.status == status


@pytest.mark.django_db
def test_what_is_withheld_is_in_the_report_with_its_reason_and_not_live(tmp_path):
    file = tmp_path / "wire.jsonl"
    file.write_text(
        json.dumps(
            {"uri": "1", "headline": "Bridge", "body_text": BRIDGE, "language": "en", "embargoed": "soon"}
        )
    )
    report = import_files([file])

    assert any("embargoed is 'soon'" in line for line in report.lines)
    assert [each.live for each in Article.objects.all()] == [False]


class Nitf:
    """A format that has been added, and reads the same of every file."""

    name, description, is_one_page = "nitf", "NITF", False

    def recognise(self, head, filename):
        return Confidence.POSSIBLE

    def read(self, sources):
        yield Story("Read as NITF", ())


def imported(path, *, report=None):
    """Return the exit status of an import."""
    said = {"date": "", "language": "", "source": "", "section": "", "kind": ""}
    try:
        import_paths([path], said, rail_stories=False, report=report)
    except typer.Exit as ended:
        return ended.exit_code
    return 0


def refusal(name, content, **wishes):
    """Return why a file is refused as a whole, empty where it is not."""
    try:
        items(name, content, **wishes)
    except UnreadableFile as error:
        return str(error).removeprefix(f"{name}: ")
    return ""


def items(name, content, **wishes):
    data = content.encode() if isinstance(content, str) else content
    return list(read_stories(SourceFile(name, lambda: io.BytesIO(data)), Wishes(**wishes)))


def headlines(name, content, **wishes):
    return [each.headline for each in items(name, content, **wishes)]


def of_ninjs(**fields):
    story = {"uri": "1", "headline": "Bridge", "body_text": BRIDGE, "language": "en"}
    return items("wire.json", json.dumps({**story, **fields}))


def is_public(found):
    return any(isinstance(each, Story) and each.status == "usable" for each in found)


def feed(element):
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:x="http://x.example/"><channel><title>Old Town</title>'
        f"<item><title>Bridge</title><guid>1</guid><description>{BRIDGE}</description>{element}</item></channel></rss>"
    )
