"""ninjs objects become stories, whatever their version, and a bad one hurts no other."""

import io
import json

import pytest

from broadsheet.newsroom.stories import Heading, Paragraph, Story, Tombstone
from broadsheet.prose.dates import DatePrecision
from broadsheet.wire.formats.ninjs import Ninjs, story_of
from broadsheet.wire.items import Dropped, UnreadableFile
from broadsheet.wire.sources import SourceFile, file_at
from wire.source_files import source


def test_an_object_of_version_2_1_is_read_whole():
    story = story_of(
        {
            "uri": "https://wire.example/1",
            "type": "text",
            "language": "en",
            "firstcreated": "2020-02-01T10:00:00+02:00",
            "versioncreated": "2020-02-02T10:00:00Z",
            "expires": "2030-01-01T00:00:00Z",
            "headlines": [{"role": "short", "value": "No"}, {"role": "main", "value": "Bridge closed"}],
            "bodies": [
                {
                    "role": "main",
                    "contenttype": "text/html",
                    "value": "<h2>Why</h2><p>Cracks, <b>again</b>.</p>",
                }
            ],
            "descriptions": [{"role": "standfirst", "value": "Buses go round."}],
            "subjects": [{"name": "Bridges"}, {"name": "Roads"}],
            "people": [{"name": "Hana Ostrow", "rel": "author"}, {"name": "Edda Marlowe", "rel": "subject"}],
            "infosources": [{"name": "Ossel Wire"}],
        },
        where="a:1",
    )

    assert isinstance(story, Story)
    assert (story.headline, story.standfirst, story.source, story.source_id) == (
        "Bridge closed", "Buses go round.", "Ossel Wire", "https://wire.example/1",
    )  # fmt: skip
    assert story.body == (Heading("Why", 2), Paragraph("<p>Cracks, <b>again</b>.</p>"))
    assert (story.topics, story.authors) == (("Bridges", "Roads"), ("Hana Ostrow",))
    assert (str(story.published_at), story.date_precision, story.date_basis) == (
        "2020-02-01 10:00:00+02:00", DatePrecision.SECOND, "ninjs firstcreated",
    )  # fmt: skip
    assert str(story.updated_at) == "2020-02-02 10:00:00+00:00"
    assert str(story.expires_at) == "2030-01-01 00:00:00+00:00"


@pytest.mark.parametrize(
    ("genres", "kind"),
    [
        ({"genres": [{"uri": "http://cv.iptc.org/newscodes/genre/Obituary"}]}, "obituary"),
        ({"genre": [{"code": "genre:Current"}, {"code": "genre:Review", "name": "Kritik"}]}, "review"),
        ({"genres": [{"name": "Opinion"}, {"uri": "https://elsewhere.example/genre/Opinion"}]}, "news"),
        ({"genres": "Opinion"}, "news"),
    ],
)
def test_what_stands_on_cards_is_taken_where_a_role_or_a_code_says_so(genres, kind):
    story = story_of(
        {
            "uri": "https://wire.example/1",
            "body_text": "The bridge is closed.",
            "headlines": [
                {"role": "main", "value": "Bridge closed"}, {"role": "short", "value": "Closed"}, {"role": "kicker", "value": "Bridges"},
            ],
            "descriptions": [{"role": "teaser", "value": "Take the ferry."}, {"role": "standfirst", "value": "Buses go round."}],
            **genres,
        },
        where="a:1",
    )  # fmt: skip

    assert isinstance(story, Story)
    assert (story.short_headline, story.kicker, story.teaser, story.standfirst, story.kind) == (
        "Closed", "Bridges", "Take the ferry.", "Buses go round.", kind,
    )  # fmt: skip


def test_an_object_of_version_1_is_read_too():
    story = story_of(
        {
            "uri": "u",
            "headline": "Bridge closed",
            "body_html": "<p>Cracks.</p>",
            "byline": "By Hana Ostrow and Ivo Lund",
        },
        where="a:1",
    )

    assert (story.headline, story.authors) == ("Bridge closed", ("Hana Ostrow", "Ivo Lund"))


def test_an_object_of_version_3_is_read_with_its_other_spelling():
    story = story_of(
        {
            "uri": "u",
            "pubStatus": "withheld",
            "firstCreated": "2020-02-01T10:00:00Z",
            "copyrightHolder": "dpa",
            "headlines": [{"role": "main", "value": "Brücke gesperrt"}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": "Risse < 1 mm.\nWieder."}],
            "by": "Von Hana Ostrow, dpa",
        },
        where="a:1",
    )

    assert (story.status, str(story.published_at), story.source, story.authors) == (
        "withheld", "2020-02-01 10:00:00+00:00", "dpa", ("Hana Ostrow",),
    )  # fmt: skip
    assert story.body == (Paragraph("<p>Risse &lt; 1 mm.</p>"), Paragraph("<p>Wieder.</p>"))


def test_a_kill_needs_no_text():
    item = story_of({"uri": "u", "headline": "Bridge closed", "pubstatus": "canceled"}, where="a:1")

    assert item == Tombstone("u", "Bridge closed")


def test_a_text_sent_as_a_description_becomes_the_body():
    story = story_of(
        {"headline": "Bridge closed", "descriptions": [{"role": "text", "value": "Cracks."}]}, where="a:1"
    )

    assert (story.body, story.standfirst) == ((Paragraph("<p>Cracks.</p>"),), "")


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ([], "not a ninjs object"),
        ({"headline": "Bridge closed"}, "has no text"),
        ({"body_text": "Cracks."}, "no headline"),
        ({"type": "picture", "headline": "A bridge"}, "of type 'picture'"),
        ({"type": "picture", "headline": "A bridge", "body_text": "Its caption."}, "of type 'picture'"),
    ],
)
def test_an_item_that_is_no_story_is_dropped_with_the_reason(item, reason):
    dropped = story_of(item, where="a:1")

    assert isinstance(dropped, Dropped)
    assert reason in dropped.reason


@pytest.mark.parametrize("stated", ["0000-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "soon", "0000-00-00"])
def test_a_date_that_cannot_be_is_unknown_and_said(stated):
    story = story_of(
        {"headline": "Bridge closed", "body_text": "Cracks.", "versioncreated": stated}, where="a:1"
    )

    assert (story.published_at, story.date_precision) == (None, DatePrecision.UNKNOWN)
    assert any(stated in repair for repair in story.repairs)


def test_a_headline_of_ten_thousand_letters_is_cut_and_nothing_is_lost():
    headline = "bridge " * 1500
    story = story_of({"headline": headline, "body_text": "Cracks."}, where="a:1")

    assert len(story.headline) <= 251
    assert story.body[0] == Paragraph(f"<p>{headline.strip()}</p>")
    assert "cut" in story.repairs[0]


def test_scripts_never_get_in():
    story = story_of(
        {
            "headline": "<b>Bridge</b> closed",
            "body_html": "<p onclick=x()>Cracks<script>evil()</script></p><a href='javascript:x()'>y</a>",
        },
        where="a:1",
    )

    assert story.headline == "Bridge closed"
    assert all(word not in str(story.body) for word in ("script", "evil", "onclick"))


def test_one_bad_line_is_named_and_the_rest_goes_on():
    good = json.dumps({"headline": "Bridge closed", "body_text": "Cracks."}).encode()
    found = list(read(source("a.jsonl", b"\n".join([good, b"{broken", b"", good]))))

    assert [type(each) for each in found] == [Story, Dropped, Story]
    assert found[1].where == "a.jsonl:2"


def test_an_array_is_read_item_by_item():
    item = {"headline": "Bridge closed", "body_text": "Cracks."}
    found = list(read(source("a.json", json.dumps([item, 7, item], indent=1).encode())))

    assert [type(each) for each in found] == [Story, Dropped, Story]


def test_what_is_no_json_is_refused():
    with pytest.raises(UnreadableFile, match=r"a\.json: is not JSON"):
        list(read(source("a.json", b'{"a": [1,\n2')))


def test_the_first_of_many_lines_is_a_story_before_the_third_is_read():
    line = json.dumps({"headline": "Bridge closed", "body_text": "Cracks."}).encode() + b"\n"
    archive = io.BytesIO(line * 1000)
    items = Ninjs().read([SourceFile("archive.jsonl", lambda: archive)])
    next(items)

    assert archive.tell() <= 2 * len(line)


def test_every_post_of_a_real_archive_is_a_story(real_data):
    found = list(read(file_at(real_data / "digitalgov/dev.ninjs.jsonl")))

    assert [each for each in found if not isinstance(each, Story)] == []
    assert len(found) == 1461
    assert all(each.published_at and each.source_id for each in found)


def test_the_standard_s_own_examples_are_read(real_data):
    files = sorted((real_data / "industry/dev/ninjs/examples").rglob("*.json"))
    kinds = [type(item) for path in files for item in read(source(path.name, path.read_bytes()))]

    assert len(files) > 5
    assert kinds.count(Story) > 3


def read(file):
    return Ninjs().read([file])
