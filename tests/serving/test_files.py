"""Static files and pictures go out whole, in parts, compressed or confirmed, and nothing else does."""

import gzip
import os
import time
from pathlib import Path

import pytest

from broadsheet.process.metrics import AnswerKind
from broadsheet.serving.bulkheads import Bulkhead, Room
from broadsheet.serving.files import (
    CHECKED_SECONDS,
    LARGEST_KEPT,
    LARGEST_UNBOUND,
    FileCache,
    FileRoot,
    is_known,
)
from broadsheet.serving.ranges import LARGEST_PART

HASHED = "site/base.0123456789ab.css"
CSS = b"p { color: inherit }\n" * 50
PICTURE = b"GIF89a" + bytes(range(256)) * 8


def test_a_static_file_goes_out_in_the_coding_that_the_client_likes_best(files):
    by_coding = {
        accepts: files.ask(f"/static/{HASHED}", accepts=accepts)
        for accepts in ("br,gzip", "gzip", "identity")
    }

    assert [dict(each.headers).get("Content-Encoding") for each in by_coding.values()] == ["br", "gzip", None]
    assert gzip.decompress(by_coding["gzip"].body[0]) == by_coding["identity"].body[0] == CSS
    assert len({dict(each.headers)["ETag"] for each in by_coding.values()}) == 3
    assert all(dict(each.headers)["Vary"] == "Accept-Encoding" for each in by_coding.values())


def test_a_hashed_name_is_kept_for_ever_and_another_for_a_while(files):
    kept = [
        dict(files.ask(path).headers)["Cache-Control"] for path in (f"/static/{HASHED}", "/static/desk/a.js")
    ]

    assert kept == ["public, max-age=31536000, immutable", "public, max-age=60"]


def test_readers_files_are_there_from_the_start_and_stay(files):
    for each in (files.folder / "static").rglob("*.*"):
        each.unlink()
    time.sleep(CHECKED_SECONDS + 0.05)

    assert files.ask(f"/static/{HASHED}").body == [CSS]


def test_a_picture_goes_out_as_it_is_and_may_do_nothing(files):
    reply = files.ask("/media/a.gif", accepts="br,gzip")
    headers = dict(reply.headers)

    assert (reply.status, reply.body) == ("200 OK", [PICTURE])
    assert (headers["Content-Type"], headers["Content-Length"]) == ("image/gif", str(len(PICTURE)))
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in headers
    assert headers["X-Policy"] == "sandbox"


@pytest.mark.parametrize(
    "path",
    [
        "/media/x.html", "/media/x.svg", "/media/x", "/media/", "/media/none.gif", "/media/../secret.gif",
        "/media/folder", "/media/.hidden.gif", "/media/link.gif", "/media//a.gif", "/media/a.gif/", "/media/a.gif\0",
        "/media/./a.gif", "/media/" + "x" * 3000 + ".gif", "/media/\xff.gif", "/media/a.gif.html",
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_not_there(files, path):
    with pytest.raises(FileNotFoundError):
        files.ask(path)


def test_a_picture_that_was_deleted_is_gone_within_a_second(files):
    files.ask("/media/a.gif")
    (files.folder / "media/a.gif").unlink()
    time.sleep(CHECKED_SECONDS + 0.05)

    with pytest.raises(FileNotFoundError):
        files.ask("/media/a.gif")
    assert files.cache.used == 0


def test_a_picture_that_was_replaced_is_the_new_one_within_a_second(files):
    files.ask("/media/a.gif")
    (files.folder / "media/a.gif").write_bytes(PICTURE + b"more")
    time.sleep(CHECKED_SECONDS + 0.05)

    assert files.ask("/media/a.gif").body == [PICTURE + b"more"]


@pytest.mark.parametrize("path", ["/media/a.gif", "/media/large.gif", "/media/huge.gif"])
def test_a_part_is_what_the_whole_has_there(files, path):
    whole = files.ask(path).body[0]
    part = files.ask(path, wanted="bytes=100-199")

    assert (part.status, part.body) == ("206 Partial Content", [whole[100:200]])
    assert dict(part.headers)["Content-Range"] == f"bytes 100-199/{len(whole)}"


def test_an_answer_to_a_range_has_at_most_a_megabyte(files):
    part = files.ask("/media/huge.gif", wanted="bytes=0-")

    assert (len(part.body[0]), dict(part.headers)["Content-Length"]) == (LARGEST_PART, str(LARGEST_PART))


@pytest.mark.parametrize("path", ["/media/a.gif", "/media/large.gif"])
def test_a_part_that_is_not_there_is_said_with_the_size(files, path):
    size = len(files.ask(path).body[0])
    reply = files.ask(path, wanted=f"bytes={size}-")

    assert (reply.status[:3], dict(reply.headers)["Content-Range"]) == ("416", f"bytes */{size}")


@pytest.mark.parametrize("path", [f"/static/{HASHED}", "/media/a.gif", "/media/large.gif"])
def test_what_a_client_has_already_is_confirmed(files, path):
    etag = dict(files.ask(path).headers)["ETag"]
    reply = files.ask(path, known=f'"x", W/{etag}')

    assert (reply.status, reply.body, dict(reply.headers)["ETag"]) == ("304 Not Modified", [], etag)


@pytest.mark.parametrize(
    ("header", "is_meant"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ("", False), ("a", False), ('"b,a"', False), ('"ab"', False), ('"a', False)],
)  # fmt: skip
def test_an_etag_is_known_by_all_of_its_quoted_words(header, is_meant):
    assert is_known(header, '"a"') == is_meant


def test_those_long_unused_are_evicted_first_and_the_room_is_kept(files):
    for number in range(40):
        (files.folder / f"media/{number}.gif").write_bytes(os.urandom(LARGEST_KEPT - 10))
        files.ask(f"/media/{number}.gif")
        files.ask("/media/0.gif")

    assert files.cache.used <= files.cache.room
    assert "/media/0.gif" in files.cache.entries
    assert "/media/5.gif" not in files.cache.entries


def test_large_files_are_read_by_few_at_a_time(files):
    with files.large.place():
        small_enough = files.ask("/media/large.gif").status
        with pytest.raises(Exception) as turned_away:
            files.ask("/media/huge.gif")

    assert (small_enough, turned_away.typename) == ("200 OK", "Busy")


class Files:
    """A folder of static files and one of pictures, and the cache before them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.large = Bulkhead(Room(places=1, queue=0))
        static, media = folder / "static", folder / "media"
        for name in ("site", "desk"):
            (static / name).mkdir(parents=True)
        (static / HASHED).write_bytes(CSS)
        (static / f"{HASHED}.gz").write_bytes(gzip.compress(CSS))
        (static / f"{HASHED}.br").write_bytes(b"what brotli makes of it")
        (static / "desk/a.js").write_bytes(b"1")
        (media / "folder").mkdir(parents=True)
        for name in ("a.gif", ".hidden.gif", "x.html", "x.svg", "x", "a.gif.html"):
            (media / name).write_bytes(PICTURE)
        (folder / "secret.gif").write_bytes(PICTURE)
        (media / "link.gif").symlink_to(folder / "secret.gif")
        (media / "large.gif").write_bytes(os.urandom(LARGEST_KEPT + 1))
        (media / "huge.gif").write_bytes(os.urandom(LARGEST_UNBOUND * 2))
        roots = (
            FileRoot("/static/", static, (), AnswerKind.STATIC, pinned=("site",)),
            FileRoot(
                "/media/", media, (("X-Policy", "sandbox"),), AnswerKind.MEDIA, types={".gif": "image/gif"}
            ),
        )
        self.cache = FileCache(roots, room=4_000_000, large=self.large.place)

    def ask(self, path: str, *, accepts: str = "identity", known: str = "", wanted: str = ""):
        root = self.cache.root_of(path)
        return self.cache.reply(root, path, accepts, known=known, wanted=wanted)


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path)
