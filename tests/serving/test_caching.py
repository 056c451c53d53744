"""Each kind of request is answered, queued or refused as its kind is, and none keeps readers of cached pages waiting."""

import io
import threading
import time
from typing import Any

import pytest
from django.http import HttpResponse

from broadsheet.press.tags import Dependence
from broadsheet.process.metrics import AnswerKind
from broadsheet.serving.bulkheads import Room, Workshop
from broadsheet.serving.files import CHECKED_SECONDS, FileRoot
from broadsheet.serving.refusals import LARGEST_ANONYMOUS
from broadsheet.serving.rooms import Rooms
from reader import PressByHand, Reader

EDITOR = "theme=dark; editor=yes"
NARROW = Room(places=1, queue=0, patience=0.1)
NARROW_ROOMS = Rooms(rendering=NARROW, desk=NARROW, signing_in=NARROW, uploads=NARROW, other_bodies=NARROW)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", ""]
)
@pytest.mark.parametrize("path", ["/a", "/static/a.css", "/media/a.gif", "/nowhere/", "/documents/1/a"])
def test_a_method_that_an_address_does_not_know_is_refused_with_those_that_it_knows(site, method, path):
    answer = site.ask(path, method=method)

    assert (answer.status, answer.headers["Allow"], site.asked) == (405, "GET, HEAD, OPTIONS", [])


def test_options_are_told_without_a_page(site):
    answers = [site.ask(path, method="OPTIONS") for path in ("/a", "/_b/1", "*")]

    assert [(each.status, each.body) for each in answers] == [(204, b"")] * 3
    assert [each.headers["Allow"] for each in answers] == [
        "GET, HEAD, OPTIONS", "POST, OPTIONS", "GET, HEAD, OPTIONS, POST"
    ]  # fmt: skip


@pytest.mark.parametrize("host", [None, "localhost,localhost", "localhost, evil.example"])
def test_a_request_that_does_not_name_one_host_is_refused(site, host):
    assert (site.ask("/a", host=host).status, site.asked) == (400, [])


@pytest.mark.parametrize("path", ["/a", "/desk/", "/_b/1", "/static/a.css"])
def test_a_foreign_host_reaches_nothing(site, path):
    assert (site.ask(path, host="evil.example").status, site.asked) == (400, [])


@pytest.mark.parametrize("coding", ["gzip", "gzip, chunked", "chunked, chunked", "identity", "xchunked"])
def test_a_body_in_a_coding_that_nobody_here_reads_is_refused(site, coding):
    assert site.ask("/desk/", method="POST", http_transfer_encoding=coding).status == 501


def test_a_reader_s_cookies_are_seen_by_no_page(site):
    site.ask("/a", http_cookie="sessionid=stolen; asessionid=1")

    assert site.cookies == [""]


def test_an_editor_s_cookies_reach_every_page(site):
    site.ask("/a", http_cookie=EDITOR)

    assert site.cookies == [EDITOR]


@pytest.mark.parametrize("length", [str(LARGEST_ANONYMOUS + 1), "99999999999999999999"])
def test_a_large_body_of_somebody_who_is_not_signed_in_is_refused_unread(site, length):
    body = Unreadable()

    assert site.ask("/desk/login/", method="POST", body=body, content_length=length).status == 413
    assert not body.is_read


@pytest.mark.parametrize("length", ["", "-1", "x", "1e3", "٣"])
@pytest.mark.parametrize("cookie", ["", EDITOR])
def test_a_body_that_does_not_say_how_long_it_is_is_refused_unread(site, length, cookie):
    body = Unreadable()
    answer = site.ask(
        "/desk/", method="POST", body=body, content_length=length, http_transfer_encoding="chunked", http_cookie=cookie
    )  # fmt: skip

    assert (answer.status, body.is_read) == (411, False)


def test_a_body_reaches_the_desk_whole(site):
    sent = bytes(range(256)) * 20_000
    site.ask(
        "/desk/", method="POST", body=io.BytesIO(sent), content_length=str(len(sent)), http_cookie=EDITOR
    )

    assert site.bodies == [sent]


def test_a_body_that_is_broken_off_reaches_nobody(site):
    answer = site.ask(
        "/desk/", method="POST", body=io.BytesIO(b"half"), content_length="8", http_cookie=EDITOR
    )

    assert (answer.status, site.asked) == (400, [])


def test_a_read_with_a_body_is_refused_unread(site):
    body = Unreadable()

    assert site.ask("/_b/1", method="POST", body=body, content_length="1").status == 413
    assert not body.is_read


@pytest.mark.parametrize("path", ["/_b", "/_b/", "/_b/1/2", "/_b/x", "/_b/" + "9" * 30, "/_b/-1"])
def test_a_read_of_nothing_is_answered_like_any_other(site, path):
    answer = site.ask(path, method="POST")

    assert (answer.status, answer.body, site.asked) == (204, b"", [])


def test_probes_are_answered_whatever_host_they_name(site):
    assert [site.ask(path, host="10.0.0.7").status for path in ("/-/alive", "/-/ready")] == [200, 200]


def test_a_worker_that_does_not_hear_of_changes_is_alive_and_not_ready(site):
    site.press.tail.looked_at = time.monotonic() - 60

    assert [site.ask(path).status for path in ("/-/alive", "/-/ready")] == [200, 503]


def test_a_worker_that_is_about_to_end_asks_its_clients_to_come_again(site):
    site.ask("/a")
    site.reader.application.is_leaving = True

    answers = [site.ask(path, **more) for path, more in (("/a", {}), ("/-/alive", {}), ("/desk/", {}))]
    assert [each.headers["Connection"] for each in answers] == ["close"] * 3


def test_cached_pages_are_answered_while_all_other_places_are_taken(narrow):
    narrow.ask("/a")
    with narrow.held("/slow"), narrow.held("/desk/slow"), narrow.held("/desk/slow", http_cookie=EDITOR):
        statuses = [narrow.ask("/a").status, narrow.ask("/-/alive").status]

    assert statuses == [200, 200]


@pytest.mark.parametrize(
    ("path", "more"), [("/b", {}), ("/desk/b", {}), ("/desk/b", {"http_cookie": EDITOR}), ("/b", {"http_cookie": EDITOR})]
)  # fmt: skip
def test_what_finds_no_place_is_told_when_to_come_again(narrow, path, more):
    with narrow.held("/slow"), narrow.held("/desk/slow"), narrow.held("/desk/slow", http_cookie=EDITOR):
        answer = narrow.ask(path, **more)

    assert (answer.status, int(answer.headers["Retry-After"]) > 0) == (503, True)


def test_editors_and_readers_and_strangers_do_not_wait_for_each_other(narrow):
    kinds = {"/slow": {}, "/desk/slow": {}, "/slow-again": {"http_cookie": EDITOR}}
    quick = [("/b", {}), ("/desk/b", {}), ("/desk/b", {"http_cookie": EDITOR})]
    for number, (path, more) in enumerate(kinds.items()):
        with narrow.held(path, **more):
            statuses = [narrow.ask(f"{each}{number}", **said).status for each, said in quick]
        assert sorted(statuses) == [200, 200, 503], path


def test_sixty_readers_who_ask_at_once_for_pages_that_must_be_rendered_are_all_answered(site):
    statuses: list[int] = []
    readers = [
        threading.Thread(target=lambda path=f"/slow{number}": statuses.append(site.ask(path).status))
        for number in range(60)
    ]
    with site.held("/slow"):
        for each in readers:
            each.start()
    for each in readers:
        each.join()

    assert statuses == [200] * 60


@pytest.mark.parametrize("query", ["q=1", "q=" + "long" * 100])
def test_searches_leave_a_place_for_other_pages(query):
    rooms = Rooms(rendering=Room(places=2, queue=9, patience=0.1), searches=Room(1, 1, patience=0.1))
    site = SiteByHand(rooms)
    with site.held(f"/search/slow/?{query}"):
        statuses = [site.ask(path).status for path in (f"/search/?{query}", "/b", f"/b?{query}")]

    assert statuses == [503, 200, 200]


def test_a_page_that_was_kept_is_shown_stale_where_it_cannot_be_rendered_in_time(narrow):
    narrow.ask("/a")
    narrow.press.cache.invalidate(["article:1"], number=1, now=time.time() - 5)
    with narrow.held("/slow"):
        answer = narrow.ask("/a")

    assert (answer.status, answer.headers["Warning"][:3]) == (200, "110")


def test_what_may_no_longer_be_seen_is_not_shown_stale_either(narrow):
    narrow.ask("/a")
    narrow.press.cache.invalidate(["gone:article:1"], number=1, now=time.time() - 5)
    with narrow.held("/slow"):
        assert narrow.ask("/a").status == 503


def test_an_answer_is_one_object_that_holds_no_thread_while_it_is_read(site):
    site.reader.get("/a")

    for path in ("/desk/", "/a?q=1", "/" + "x" * 500):
        assert isinstance(site.body_of(path), list)


def test_a_picture_is_answered_from_memory_and_missed_a_second_after_it_was_deleted(tmp_path):
    root = FileRoot("/media/", tmp_path, (), AnswerKind.MEDIA, types={".gif": "image/gif"})
    (tmp_path / "a.gif").write_bytes(b"GIF89a")
    reader = Reader(SiteByHand(Rooms()), roots=(root,))
    first = reader.get("/media/a.gif")
    (tmp_path / "a.gif").unlink()
    at_once = reader.get("/media/a.gif")
    time.sleep(CHECKED_SECONDS + 0.05)

    assert [first.status, at_once.status, reader.get("/media/a.gif").status] == [200, 200, 404]
    assert first.body == at_once.body == b"GIF89a"


class Unreadable(io.RawIOBase):
    """A body that must not be read."""

    is_read = False

    def read(self, _size: int = -1) -> bytes:
        self.is_read = True
        return b""


class Slow(HttpResponse):
    """A response that asked nothing of a database."""

    def close(self) -> None:
        """Tell nobody: Django would look after its connections."""


class SiteByHand:
    """A caching application before one that notes what it was asked, and takes as long as it is held."""

    def __init__(self, rooms: Rooms) -> None:
        self.press = PressByHand()
        self.press.has_begun = True
        self.press.lease_until = float("inf")
        self.press.tail.looked_at = time.monotonic()
        self.reader = Reader(
            self, press=self.press, meant=lambda _path: ("q",), rooms=rooms, workshop=Workshop
        )
        self.asked: list[str] = []
        self.cookies: list[str] = []
        self.bodies: list[bytes] = []
        self._free = threading.Event()
        self._free.set()
        self._is_inside = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        self.cookies.append(environ.get("HTTP_COOKIE", ""))
        if environ.get("CONTENT_LENGTH"):
            self.bodies.append(environ["wsgi.input"].read())
        if "slow" in path:
            self._is_inside.release()
            self._free.wait(60)
        response = Slow("made")
        if path == "/a":
            response.dependence = Dependence()
            response.dependence.tags = {"article:1"}
        start_response("200 OK", [*response.headers.items()])
        return response

    def ask(self, path: str, *, method: str = "GET", host: str | None = "localhost", **more: Any):
        environ = {name.upper(): value for name, value in more.items() if name != "body"}
        if "body" in more:
            environ["wsgi.input"] = more["body"]
        return self.reader.send(path, method=method, host=host, environ=environ)

    def body_of(self, path: str) -> Any:
        """Return the body as the web server gets it."""
        environ = self.reader.environ(
            path.partition("?")[0], path.partition("?")[2], method="GET", host="localhost"
        )
        return self.reader.application(environ, lambda *_said: None)

    def held(self, path: str, **more: Any) -> "Held":
        return Held(self, path, more)


class Held:
    """Somebody whose request takes as long as the block."""

    def __init__(self, site: SiteByHand, path: str, more: dict[str, Any]) -> None:
        self.site = site
        self._thread = threading.Thread(target=lambda: site.ask(path, **more))

    def __enter__(self) -> None:
        self.site._free.clear()
        self._thread.start()
        assert self.site._is_inside.acquire(timeout=30)

    def __exit__(self, *_error: object) -> None:
        self.site._free.set()
        self._thread.join()


@pytest.fixture
def site() -> SiteByHand:
    return SiteByHand(Rooms())


@pytest.fixture
def narrow() -> SiteByHand:
    return SiteByHand(NARROW_ROOMS)
