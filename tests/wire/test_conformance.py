"""Every format of the registry keeps what the importer relies on.

A sample of each stands in `samples/<name>`: one file, and `items.txt` with a line for everything that is in it.
"""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.newsroom.stories import Story, Tombstone
from broadsheet.wire.format_protocol import Confidence
from broadsheet.wire.items import Dropped, FormerAddress, Note, Unreadable, UnreadableFile
from broadsheet.wire.reading import recognised
from broadsheet.wire.registry import FORMATS
from broadsheet.wire.sources import HEAD, LARGEST_PAGE, SourceFile
from wire.source_files import source

SAMPLES = Path(__file__).parent / "samples"
# More than any format keeps in memory of one file.
MOST_BYTES = 5 * LARGEST_PAGE
each_format = pytest.mark.parametrize("form", FORMATS, ids=[each.name for each in FORMATS])


@each_format
def test_a_sample_is_recognised_as_what_it_is(form):
    file = sample(form)

    assert recognised(content(file)[:HEAD], file.name) is form


@each_format
def test_everything_in_a_sample_is_a_story_a_tombstone_or_dropped_with_its_reason(form):
    expected = (SAMPLES / form.name / "items.txt").read_text("utf-8").splitlines()

    assert [line(each) for each in form.read([sample(form)])] == expected


@each_format
def test_nothing_is_opened_before_the_first_item_is_asked_for(form):
    opened = []
    form.read([noted(sample(form), opened)])

    assert opened == []


@each_format
def test_the_first_item_opens_no_other_file_than_its_own(form):
    opened = []
    files = [noted(source(name, content(sample(form))), opened) for name in ("first", "second")]
    next(form.read(files))

    assert set(opened) == {"first"}


@each_format
def test_a_file_without_an_end_is_refused_and_not_read_for_ever(form):
    endless = Endless(content(sample(form)).replace(b"\n", b" "))
    with pytest.raises(UnreadableFile, match=r"^endless: "):
        list(form.read([SourceFile("endless", lambda: io.BufferedReader(endless))]))

    assert endless.given <= MOST_BYTES


@each_format
def test_the_same_file_read_twice_gives_the_same_items(form):
    file = sample(form)

    assert list(form.read([file])) == list(form.read([file]))


@each_format
def test_of_several_files_one_that_cannot_be_read_is_named_and_costs_none_of_the_others(form):
    items = list(form.read([sample(form), SourceFile("gone", missing), sample(form)]))
    alone = list(form.read([sample(form)]))

    assert items == [*alone, Unreadable("gone", "No such file. Check the name and who may read it."), *alone]


@each_format
@given(st.binary(max_size=2000), st.text(max_size=20))
def test_no_bytes_raise_anything_but_that_they_cannot_be_read(form, data, name):
    assert outcome(form, source(name, data)) == outcome(form, source(name, data))


@each_format
@given(data=st.data())
def test_no_damage_to_a_sample_raises_anything_but_that_it_cannot_be_read(form, data):
    whole = content(sample(form))
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    damage = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"", b"\0", b"<", b"\n", b"]]>", b"\xff", b'"'])
    )
    file = source("damaged", whole[:first] + damage + whole[last:])

    assert outcome(form, file) == outcome(form, file)


@each_format
@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_bytes_raise_anything_when_they_are_looked_at(form, head, name):
    assert form.recognise(head, name) in list(Confidence)


def outcome(form, file):
    """Return what comes of reading a file: its items, each checked, and the complaint about it if there was one."""
    items = []
    try:
        for each in form.read([file]):
            assert isinstance(each, Story | Tombstone | FormerAddress) or is_named(each, file)
            items.append(each)
    except UnreadableFile as error:
        assert str(error).startswith(f"{file.name}: ")
        return items, str(error)
    return items, ""


def is_named(item, file):
    said = item.reason if isinstance(item, Dropped) else item.text if isinstance(item, Note) else ""
    return item.where.startswith(file.name) and bool(said)


def line(item):
    match item:
        case Story():
            return f"story: {item.headline}"
        case Tombstone():
            return f"tombstone: {item.source_id} {item.headline}"
        case Dropped():
            return f"dropped: {item.where}: {item.reason}"
        case Note():
            return f"note: {item.where}: {item.text}"
        case FormerAddress():
            return f"former address of {item.owner} {item.name}: {item.address}"


def sample(form):
    [path] = [each for each in (SAMPLES / form.name).iterdir() if each.name != "items.txt"]
    return source(path.name, path.read_bytes())


def content(file):
    with file.open() as opened:
        return opened.read()


def noted(file, opened):
    def open_and_note():
        opened.append(file.name)
        return file.open()

    return SourceFile(file.name, open_and_note)


def missing():
    raise FileNotFoundError(2, "No such file")


class Endless(io.RawIOBase):
    """One line that goes on and on; it counts what was taken of it."""

    def __init__(self, unit):
        self.unit, self.given = unit * (100_000 // len(unit) + 1), 0

    def readable(self):
        return True

    def close(self):
        """Stay open: a format may open it again."""

    def readinto(self, buffer):
        part = self.unit[: len(buffer)]
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)
