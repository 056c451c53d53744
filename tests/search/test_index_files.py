"""An index is written by one process, and one that is lost, cut or of another schema is known as broken."""

import json
import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.search.asking import Query
from broadsheet.search.documents import SearchDocument
from broadsheet.search.index import IndexBrokenError, IndexLockedError, IndexReader, IndexWriter

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_there_is_one_writer(tmp_path):
    with IndexWriter(tmp_path), pytest.raises(IndexLockedError):
        IndexWriter(tmp_path)


def test_another_writer_follows_the_one_that_closed(tmp_path):
    write(tmp_path, 1)
    write(tmp_path, 2)

    assert IndexReader(tmp_path).count == 2


def test_what_is_put_again_takes_the_place_of_the_old(tmp_path):
    write(tmp_path, 1)
    write(tmp_path, 1)

    assert IndexReader(tmp_path).count == 1


def test_what_is_removed_is_gone_after_a_reload(tmp_path):
    write(tmp_path, 1)
    reader = IndexReader(tmp_path)
    with IndexWriter(tmp_path) as writer:
        writer.remove([1])
        writer.commit(5)
    before = reader.count
    reader.reload()

    assert (before, reader.count, reader.place) == (1, 0, 5)


def test_the_place_is_noted_with_the_commit(tmp_path):
    with IndexWriter(tmp_path) as writer:
        before = IndexReader(tmp_path).place
        writer.put([document(1)], now=NOW)
        writer.commit(7)

    assert (before, IndexReader(tmp_path).place) == (None, 7)


def test_what_was_not_committed_is_not_there(tmp_path):
    with IndexWriter(tmp_path) as writer:
        writer.put([document(1)], now=NOW)
        writer.commit(1)
        writer.put([document(2)], now=NOW)

    assert (IndexReader(tmp_path).count, IndexReader(tmp_path).place) == (1, 1)


def test_a_missing_folder_is_broken(tmp_path):
    with pytest.raises(IndexBrokenError):
        IndexReader(tmp_path / "nothing")


def test_another_schema_is_broken_for_readers_and_writers(tmp_path):
    write(tmp_path, 1)
    (tmp_path / "place.json").write_text(json.dumps({"schema": -1, "place": 3}))

    for opened in (IndexReader, IndexWriter):
        with pytest.raises(IndexBrokenError):
            opened(tmp_path)


@pytest.mark.parametrize("kept", [0, 0.5])
@pytest.mark.parametrize(
    "kind", ["place.json", "meta.json", "*.store", "*.term", "*.idx", "*.pos", "*.fast", "*.fieldnorm"]
)
def test_a_file_that_is_cut_or_gone_is_broken(tmp_path, kind, kept):
    write(tmp_path, *range(50))
    (file, *_) = tmp_path.glob(kind)
    whole = file.read_bytes()
    file.unlink()
    if kept:
        file.write_bytes(whole[: int(kept * len(whole))])

    with pytest.raises(IndexBrokenError):
        IndexReader(tmp_path).search(Query(text="bridge", edition=1, language="en", now=NOW))


@pytest.mark.parametrize("kind", ["*.store", "*.term", "*.idx", "*.pos", "*.fast", "*.fieldnorm"])
def test_bytes_that_were_changed_are_no_other_error(tmp_path, kind):
    write(tmp_path, *range(50))
    (file, *_) = tmp_path.glob(kind)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 255
    file.write_bytes(changed)
    try:
        IndexReader(tmp_path).search(Query(text="bridges", edition=1, language="en", now=NOW))
    except IndexBrokenError as error:
        assert str(tmp_path) in str(error)


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_what_it_committed_and_no_lock(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITES_AND_STAYS, str(tmp_path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == b"written\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    write(tmp_path, 3)

    assert IndexReader(tmp_path).count == 2


_WRITES_AND_STAYS = """
import sys, time
from pathlib import Path
sys.path.insert(0, "tests/search")
from test_index_files import NOW, IndexWriter, document
writer = IndexWriter(Path(sys.argv[1]))
writer.put([document(1)], now=NOW)
writer.commit(1)
writer.put([document(2)], now=NOW)
print("written", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(("length", "is_broken"), [(9, False), (7, False), (5, True)])
def test_a_file_that_is_cut_while_the_index_is_read_is_noticed_before_it_is_read(tmp_path, length, is_broken):
    """Files are mapped into memory: a byte behind their end would be the end of the process, of this one too.

    So the file that is cut here is one that the index does not have yet.
    """
    write(tmp_path, 1)
    reader = IndexReader(tmp_path)
    next_one = tmp_path / "0123456789abcdef.store"
    next_one.write_bytes(b"1234567")
    reader.reload()
    os.truncate(next_one, length)

    with pytest.raises(IndexBrokenError, match="cut") if is_broken else nullcontext():
        reader.reload()


def write(folder: Path, *articles: int) -> None:
    with IndexWriter(folder) as writer:
        writer.put(map(document, articles), now=NOW)
        writer.commit(1)


def document(article: int) -> SearchDocument:
    return SearchDocument(
        article=article, edition=1, language="en", headline=f"Bridge {article}", released=NOW, year=2026
    )
