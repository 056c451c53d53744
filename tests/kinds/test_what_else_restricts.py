"""Fields of other systems, notes, the text's own first words and deleted entries of feeds restrict too."""

import json

import pytest

from broadsheet.newsroom.stories import Story, Tombstone
from broadsheet.wire.importer import import_files
from broadsheet.wire.items import Dropped
from broadsheet.wire.reading import read_stories
from factories import make_edition
from newsstand import read
from wire.source_files import source

BRIDGE = (
    "The new bridge over the river opened on Monday and the first lorries crossed it at noon, says the mayor."
)
FERRY = (
    "The ferry is sold to a museum, for nobody has crossed the river on it since the day of the new bridge."
)
DELETED = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:entry:1" when="2026-03-03T00:00:00Z"/>'


@pytest.mark.parametrize(
    "entry",
    [
        {"_id": "drafts.1", "_type": "post", "title": "Bridge", "body": BRIDGE},
        {"id": 7, "title": "Bridge", "body": BRIDGE, "publishedAt": None},
        {"nid": [{"value": 1}], "type": [{"target_id": "article"}], "title": "Bridge", "body": BRIDGE},
        {"title": "Re: Bridge", "comment": True, "body": BRIDGE},
    ],
)
def test_an_object_of_another_system_is_no_ninjs(entry):
    assert [type(each) for each in items("export.json", json.dumps([entry]))] == [Dropped]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"publishedAt": None}, "draft"), ({"published_at": ""}, "draft"), ({"published_at": "2012-11-16T09:00:00Z"}, "usable"),
        ({"security": "private"}, "withheld"), ({"audience": "only_paid"}, "withheld"), ({"audience": "everyone"}, "usable"),
        ({"state": "queued"}, "withheld"), ({"place": {"state": "private"}}, "usable"), ({"author": {"status": "away"}}, "usable"),
        ({"extension": {"pubstatus": "withheld"}}, "withheld"), ({"meta": {"draft": True}}, "draft"), ({"meta": {"views": 3}}, "usable"),
        ({"pubstatus": ["draft"]}, "draft"), ({"rightsinfo": {"usageterms": "Not for publication"}}, "withheld"),
        ({"valid": "start=soon; end=later"}, "withheld"), ({"available": "no"}, "withheld"), ({"available": "InStock"}, "usable"),
        ({"restrictions": "Subscribers in Germany only"}, "withheld"), ({"restrictions": []}, "usable"), ({"restrictions": "none"}, "usable"),
        ({"ednote": "EDS: MANDATORY KILL of the story on the bridge"}, "withheld"), ({"ednote": "This story has been withdrawn."}, "withheld"),
        ({"ednote": "Kills last paragraph"}, "usable"), ({"ednote": "Adds a quotation"}, "usable"),
    ],
)  # fmt: skip
def test_a_field_that_restricts_is_known_by_whatever_name(fields, status):
    [story] = items("wire.json", ninjs(**fields))

    assert story.status == status


@pytest.mark.parametrize(
    ("restriction", "status"),
    [
        ('<media:restriction relationship="deny" type="country">de at</media:restriction>', "withheld"),
        ('<media:restriction relationship="allow" type="country">us</media:restriction>', "withheld"),
        ('<media:restriction relationship="deny" type="sharing"/>', "withheld"),
        ('<media:restriction relationship="deny">none</media:restriction>', "usable"),
        ('<media:restriction relationship="allow">all</media:restriction>', "usable"),
        ('<media:status state="blocked" reason="https://a.example/why"/>', "withheld"),
        ('<media:status state="active"/>', "usable"),
        ('<media:rating scheme="urn:simple">nonadult</media:rating>', "usable"),
    ],
)
def test_a_feed_may_say_for_whom_its_items_are(restriction, status):
    feed = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title><item>'
        f"<title>Bridge</title><guid>urn:a:1</guid><description>{BRIDGE}</description>{restriction}</item></channel></rss>"
    )

    [story] = items("feed.xml", feed)

    assert story.status == status


@pytest.mark.parametrize("field", [{"published_at": "2037-01-01T00:00:00Z"}, {"embargoed": ["2037-01-01T00:00:00Z"]}, {"embargo": {"until": "2037-01-01T00:00:00Z"}}, {"valid": "start=2037-01-01T00:00:00Z"}, {"available": "2037-01-01T00:00:00Z"}, {"extra": {"embargoed": "2037-01-01T00:00:00Z"}}])  # fmt: skip
def test_what_is_public_from_a_day_on_waits_for_it(field):
    [story] = items("wire.json", ninjs(**field))

    assert (story.status, story.embargoed_until.year) == ("usable", 2037)


WAITING = (
    "EMBARGOED until Friday", "Embargo: 00:01, 5 May", "STRICTLY EMBARGOED TILL NOON", "Under embargo until Monday", "NOT FOR PUBLICATION",
    "Hold for release on Friday", "Sperrfrist: Freitag, 10 Uhr", "Sperrfrist 5. Mai, 10 Uhr", "KILL: Bridge opens", "MANDATORY KILL - Bridge opens",
)  # fmt: skip
NEWS = ("Embargo on oil costs millions", "EU lifts embargo until Friday", "Embargo: who pays for it", "Kill: a play in three acts", "Killing frost is over", "Not for the faint-hearted")  # fmt: skip


@pytest.mark.parametrize("line", WAITING)
@pytest.mark.parametrize("place", ["headline", "description_text", "body_text"])
def test_a_text_that_asks_to_wait_is_withheld(line, place):
    text = {"body_text": BRIDGE, place: f"{line}\n{BRIDGE}" if place == "body_text" else line}
    [story] = items("wire.json", ninjs(**text))

    assert story.status == "withheld"


@pytest.mark.parametrize("line", WAITING)
@pytest.mark.parametrize("place", ["above the headline", "below the headline"])
def test_a_page_of_text_that_asks_to_wait_is_withheld(line, place):
    head = ["Budget figures are out at last", line]
    head = head if place.startswith("below") else head[::-1]
    first, *_rest = items("page.txt", "\n\n".join([*head, BRIDGE, FERRY]))

    assert first.status == "withheld"


@pytest.mark.parametrize("line", NEWS)
def test_news_of_an_embargo_is_news(line):
    [story] = items("wire.json", ninjs(headline=line))

    assert story.status == "usable"


def test_a_text_whose_embargo_is_dated_waits_for_that_moment_alone():
    [story] = items("wire.json", ninjs(headline="EMBARGOED until 2037", embargoed="2037-01-01T00:00:00Z"))

    assert (story.status, story.embargoed_until.year) == ("usable", 2037)


def test_a_deleted_entry_of_a_feed_is_a_tombstone():
    found = items("feed.xml", atom(story_entry(), DELETED))

    assert [(type(each), each.source_id) for each in found] == [(Tombstone, "urn:entry:1"), (Story, "urn:entry:1")]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("feeds", [["both"], ["story", "kill"], ["kill", "story"]])
def test_a_deleted_entry_is_public_nowhere(tmp_path, feeds):
    make_edition()
    contents = {"story": (story_entry(),), "kill": (DELETED,), "both": (story_entry(), DELETED)}
    for number, name in enumerate(feeds):
        file = tmp_path / f"{number}.xml"
        file.write_text(atom(*contents[name]))
        import_files([file])

    assert "Bridge opens" not in read("/")


def items(name, content):
    return list(read_stories(source(name, content)))


def ninjs(**fields):
    story = {"uri": "urn:paper:bridge", "headline": "Bridge opens", "body_text": BRIDGE, "language": "en"}
    return json.dumps({**story, **fields})


def story_entry():
    return (
        "<entry><title>Bridge opens</title><id>urn:entry:1</id><published>2026-03-02T10:00:00Z</published>"
        f"<content type='text'>{BRIDGE}</content></entry>"
    )


def atom(*entries):
    return (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Old Town</title>"
        f"<link href='https://oldtown.example/'/>{''.join(entries)}</feed>"
    )
