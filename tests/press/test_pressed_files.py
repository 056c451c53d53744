"""Pages as files: written when called for, true as long as they stand, gone when they must not be seen."""

import gzip
import os
import time
from pathlib import Path

import pytest

from broadsheet.press import codings, pressed_files
from broadsheet.press.answers import SETTLED
from broadsheet.press.cached_pages import NEVER, Assembled, CachedPage, TagSet, Whole, join
from broadsheet.press.pieces import Piece
from broadsheet.press.pressed_files import (
    IDLE_SECONDS,
    KEPT_SECONDS,
    LONGEST_MAKING,
    FileRequests,
    PressedFiles,
    is_plain,
)
from reader import PressByHand


def test_a_page_that_is_requested_is_written_down(files):
    files.turn_after("/2026/a/")

    assert files.shown("/2026/a/") == "made 1"


def test_a_changed_page_is_written_anew_before_anybody_asks(files):
    files.turn_after("/a/")
    files.change("article:1")
    files.turn_after()

    assert (files.shown("/a/"), files.made) == ("made 2", 2)


def test_readers_of_what_must_be_made_anew_go_to_the_application_and_all_others_do_not(files):
    files.turn_after("/a/", "/b/")
    files.change("page:/a/")
    files.turn_after()

    assert files.shown_meanwhile[-1] == {"/a/": None, "/b/": "made 2"}
    assert (files.shown("/a/"), files.shown("/b/")) == ("made 3", "made 2")


def test_readers_of_what_changes_while_others_are_made_do_not_wait_for_these(files):
    files.turn_after("/a/", "/b/", "/c/")
    files.change("page:/a/")
    files.change("page:/c/")
    files.meanwhile.append("page:/b/")
    files.turn_after()

    assert [each["/b/"] for each in files.shown_meanwhile[-2:]] == ["made 2", None]


def test_a_page_made_anew_as_it_was_is_shown_again(files):
    files.turn_after("/a/")
    files.change("article:1")
    files.made -= 1
    files.turn_after()

    assert (files.shown_meanwhile[-1], files.shown("/a/")) == ({"/a/": None}, "made 1")


def test_what_readers_may_not_see_any_more_is_removed(files):
    files.turn_after("/a/")
    files.status = "404 Not Found"
    files.change("gone:article:1")
    files.turn_after()

    assert files.shown("/a/") is None


def test_a_page_that_nobody_requested_of_late_is_removed(files):
    files.turn_after("/a/")
    files.kept.turn(time.time() + KEPT_SECONDS + 1)

    assert files.shown("/a/") is None


def test_a_page_that_changes_while_it_is_made_is_left_to_the_application_until_the_next_look(files):
    files.turn_after("/a/")
    files.change("article:1")
    files.meanwhile.append("article:1")
    files.turn_after()
    before = files.shown("/a/")
    files.turn_after()

    assert (before, files.shown("/a/")) == (None, "made 3")


def test_a_page_that_cannot_be_made_any_more_is_left_to_the_application(files):
    files.turn_after("/a/")
    files.status = "500 Internal Server Error"
    files.change("article:1")
    files.turn_after()
    before = set(files.kept._written)
    files.kept._looked = 0.0
    files.kept._written["/a/"].requested += LONGEST_MAKING
    files.kept.turn(time.time() + LONGEST_MAKING)

    assert (before, set(files.kept._written), files.shown("/a/")) == ({"/a/"}, set(), None)


def test_a_page_whose_file_is_read_stays_although_nobody_requests_it(files):
    files.turn_after("/a/")
    files.note_read("/a/")
    files.kept.turn(time.time() + KEPT_SECONDS + 1)
    is_kept = files.shown("/a/")
    files.change("article:1")
    files.kept._looked = 0.0
    files.kept.turn(time.time() + KEPT_SECONDS + 2)
    files.kept.turn(time.time() + 2 * KEPT_SECONDS + 9)

    assert (is_kept, files.shown("/a/")) == ("made 1", None)


def test_a_page_that_was_evicted_is_no_file_any_more(files):
    files.turn_after("/a/")
    files.press.cache.clear(number=7)
    files.turn_after()

    assert (files.shown("/a/"), files.made) == (None, 1)


def test_a_page_whose_file_was_read_is_one_that_is_not_evicted_first(files):
    files.turn_after("/a/", "/b/")
    files.note_read("/a/")
    files.change("article:1")
    files.turn_after()

    assert [files.press.cache.fresh[path].used for path in ("/a/", "/b/")] == [True, False]


def test_a_changed_page_that_nobody_reads_is_not_there_until_somebody_requests_it(files):
    files.turn_after("/a/", "/b/")
    for each in files.kept._written.values():
        each.requested -= IDLE_SECONDS + 1
    files.note_read("/a/")
    files.change("article:1")
    files.turn_after()
    before = files.shown("/a/"), files.shown("/b/")
    files.requests._sent.clear()
    files.turn_after("/b/")

    assert (before, files.shown("/b/"), files.made) == (("made 3", None), "made 4", 4)


def test_what_is_not_there_is_not_looked_after_when_its_time_is_over(files):
    files.turn_after("/a/")
    [file] = files.kept._written.values()
    file.requested -= IDLE_SECONDS + 1
    files.change("article:1")
    files.turn_after()
    file.joined.until = time.time() - 1
    files.turn_after()

    assert (file.is_hidden, files.kept._due) == (True, NEVER)


def test_a_page_that_was_forgotten_while_it_was_read_is_written_again(files):
    files.turn_after("/a/")
    files.note_read("/a/")
    files.change("gone:article:1")
    files.turn_after()

    assert (files.shown("/a/"), files.made) == ("made 2", 2)


def test_however_many_are_called_for_what_is_written_is_kept_true_meanwhile(files, monkeypatch):
    monkeypatch.setattr(pressed_files, "WRITTEN_AT_ONCE", 4)
    files.turn_after("/a/")
    paths = [f"/many/{number}/" for number in range(7)]
    files.change("article:1")
    files.turn_after(*paths)
    written = [path for path in paths if files.shown(path)]
    first = files.shown("/a/")
    files.turn_after()

    assert (first, len(written)) == ("made 2", 4)
    assert all(files.shown(path) for path in paths)


def test_a_file_that_somebody_took_away_is_written_again_when_it_is_requested(files):
    files.turn_after("/a/")
    files.file("/a/").unlink()
    files.change("article:1")
    files.requests._sent.clear()
    files.turn_after("/a/")

    assert files.shown("/a/") == "made 2"


def test_with_the_database_away_the_last_page_stays(files):
    files.turn_after("/a/")
    files.change("article:1")
    files.status = "500 Internal Server Error"
    files.press.lease_until = time.time() - 5
    files.turn_after()

    assert files.shown("/a/") == "made 1"


def test_only_html_is_written_for_a_web_server_tells_what_a_file_is_by_its_name(files):
    files.content_type = "application/xml"
    files.turn_after("/feed/")

    assert files.shown("/feed/") is None


def test_what_an_earlier_process_left_is_removed_at_the_start(files):
    left = files.folder / "pages" / "old" / "index.html"
    left.parent.mkdir(parents=True)
    left.write_text("old")
    files.kept.clear()

    assert not left.exists()


@pytest.mark.parametrize(
    ("path", "is_fit"),
    [
        ("/", True), ("/2026/11/23/story/", True), ("/az/xəbər/".encode().decode("latin-1"), True),
        ("/a/../../etc/", False), ("//", False), ("/a//b/", False), ("/./", False), ("/a", False), ("a/", False),
        ("/\0/", False), ("/\xff/", False), (f"/{'x' * 300}/", False), ("/" + "a/" * 300, False),
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(path, is_fit):
    assert is_plain(path) is is_fit


def test_no_two_files_of_a_page_have_one_second_and_so_one_etag_of_nginx(files):
    """Its ETag is the time of change in whole seconds, and the length: https://nginx.org/en/docs/http/ngx_http_core_module.html#etag"""
    seen = []
    for number in range(12):
        files.turn_after("/a/")
        seen.append(int(files.file("/a/").stat().st_mtime))
        if number % 3:
            files.change("article:1")
        else:
            files.kept.clear()
            files.requests._sent.clear()

    assert len(set(seen)) == len(seen) == 12


def test_whoever_writes_files_after_another_has_other_seconds(files):
    successor = PressedFiles(files.folder, files.press, files.make)
    successor._requests.close()

    assert abs(next(files.kept._times) - next(successor._times)) > 20


def test_no_file_is_from_the_future(files):
    files.turn_after("/a/")

    assert files.file("/a/").stat().st_mtime < time.time()


def test_a_file_that_is_read_is_seen_to_be_read(files):
    """By the file system itself, where it keeps times of access."""
    files.turn_after("/a/")
    [file] = files.kept._written.values()
    was_read = file.note_read(1.0)
    files.shown("/a/")
    if files.file("/a/").stat().st_atime == 0:
        pytest.skip("this file system keeps no times of access")

    assert (was_read, file.note_read(2.0), file.requested) == (False, True, 2.0)


def test_a_page_that_has_stood_for_a_while_is_compressed_as_a_whole(files):
    files.turn_after("/a/", "/b/")
    files.note_read("/a/")
    joined, written = files.file("/a/").read_bytes(), files.file("/a/").stat().st_mtime
    files.kept.turn(time.time() + SETTLED / 2)
    too_early = files.file("/a/").read_bytes()
    files.kept.turn(time.time() + SETTLED + 1)
    standing = files.file("/a/").read_bytes()
    files.kept.turn(time.time() + SETTLED + 3)

    assert too_early == joined
    assert standing == codings.compressed(b"made 1", "gzip") != joined
    assert files.file("/a/").read_bytes() == standing
    assert files.file("/a/").stat().st_mtime < written
    assert [each.is_read for each in files.kept._written.values()] == [True, False]


def test_a_page_that_changes_as_it_is_to_be_recompressed_is_the_changed_one(files):
    files.turn_after("/a/", "/b/")
    files.change("page:/a/")
    files.kept._looked = 0.0
    files.kept.turn(time.time() + SETTLED + 1)
    files.turn_after("/a/")
    files.kept.turn(time.time() + SETTLED + 3)

    assert (files.shown("/a/"), files.shown("/b/")) == ("made 3", "made 2")


class Files:
    """Pressed files over a press whose pages count how often they were made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.press = PressByHand()
        self.press.lease_until = NEVER
        self.press.tail.pause = 0.01
        self.kept = PressedFiles(folder, self.press, self.make)
        self.kept.clear()
        self.kept._listen()
        self.requests = FileRequests(folder)
        self.made = 0
        self.status, self.content_type = "200 OK", "text/html; charset=utf-8"
        self.meanwhile: list[str] = []
        # What a web server would have handed out while a page was made anew, of those that were written.
        self.shown_meanwhile: list[dict[str, str | None]] = []
        self._number = 0

    def make(self, path: str) -> bool:
        self.made += 1
        self.shown_meanwhile.append({each: self.shown(each) for each in self.kept._written})
        made_from = self._number
        if self.meanwhile:
            self.change(self.meanwhile.pop())
        if self.status.startswith("5"):
            return True  # the application shows what there was
        assembled = Assembled(
            (Piece.of(f"made {self.made}".encode()),), (TagSet(["article:1", f"page:{path}"]),)
        )
        joined = join(NEVER, Whole.share.value, assembled, now=time.time(), before=None)
        page = CachedPage(
            Whole(assembled), status=self.status, headers=(("Content-Type", self.content_type),),
            best_before=NEVER, joined=joined,
        )  # fmt: skip
        self.press.cache.keep(path, page, made_from=made_from)
        return self.status.startswith("200")

    def change(self, tag: str) -> None:
        self._number += 1
        self.press.cache.invalidate([tag], number=self._number, now=time.time())

    def turn_after(self, *paths: str) -> None:
        for path in paths:
            self.requests.send(path, time.time())
        self.kept._looked = 0.0
        self.kept.turn(time.time())

    def note_read(self, path: str) -> None:
        """Note that a file was read, as a file system does; the one that tests run on may be told not to."""
        file = self.file(path)
        written = file.stat()
        os.utime(file, ns=(written.st_mtime_ns + 1, written.st_mtime_ns))

    def file(self, path: str) -> Path:
        return self.folder / "pages" / path.strip("/") / "index.html.gz"

    def shown(self, path: str) -> str | None:
        """Return the page as a web server would hand it out."""
        file = self.file(path)
        return gzip.decompress(file.read_bytes()).decode() if file.exists() else None


@pytest.fixture
def files(tmp_path):
    made = Files(tmp_path)
    yield made
    made.kept._requests.close()
    made.requests._socket.close()
