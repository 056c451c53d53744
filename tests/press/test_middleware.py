"""Kept pages are handed out without Django's work, to readers alone, and never a second too long."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from broadsheet.press import middleware
from broadsheet.press.store import PageStore
from broadsheet.press.tags import depend, keep_until


def test_the_second_reader_gets_the_kept_page(press):
    assert [press.get("/a").content, press.get("/a").content] == [b"made 1", b"made 1"]


def test_a_dropped_page_is_made_anew(press):
    press.get("/a")
    press.store.drop(["article:1"], number=1)

    assert press.get("/a").content == b"made 2"


def test_trackers_make_no_new_pages_and_page_numbers_do(press):
    paths = ["/a", "/a?utm_source=x&fbclid=1", "/a?page=2", "/a?page=2&utm_medium=y"]

    assert [press.get(path).content for path in paths] == [b"made 1", b"made 1", b"made 2", b"made 2"]


@pytest.mark.parametrize("query", ["page=1&page=2", "page=1&page=", "page=1%26q%3D"])
def test_a_crooked_query_never_stands_for_another_page(press, query):
    press.get(f"/a?{query}")

    assert press.get("/a?page=1").content == b"made 2"


def test_an_endless_parameter_is_no_page_s_name(press):
    press.get(f"/a?q={'x' * 300}")

    assert len(press.store) == 0


def test_an_editor_passes_by_and_nobody_may_keep_what_was_seen(press):
    press.get("/a")
    seen = press.get("/a", cookie="sessionid=abc")

    assert (seen.content, seen.headers["Cache-Control"]) == (b"made 2", "private, no-store")


def test_a_known_etag_is_answered_with_304(press):
    etag = press.get("/a").headers["ETag"]
    answers = [press.get("/a", known=each) for each in (etag, f"W/{etag}", '"other"')]

    assert [(each.status_code, bool(each.content)) for each in answers] == [
        (304, False),
        (304, False),
        (200, True),
    ]


def test_an_answer_without_a_body_varies_as_the_page_does(press):
    etag = press.get("/a").headers["ETag"]

    assert press.get("/a", known=etag).headers["Vary"] == "Accept-Encoding"


def test_head_has_the_length_and_no_body(press):
    response = press.head("/a")

    assert (response.content, response.headers["Content-Length"]) == (b"", "6")


@pytest.mark.parametrize("answer", ["no-tags", "404", "cookie"])
def test_what_may_not_be_kept_is_not(press, answer):
    press.answer = answer

    assert [press.get("/a").content, press.get("/a").content] == [b"made 1", b"made 2"]


def test_a_page_is_not_kept_beyond_the_next_transition(press):
    press.until = timezone.now() - timedelta(seconds=1)

    assert [press.get("/a").content, press.get("/a").content] == [b"made 1", b"made 2"]


def test_what_nothing_announces_reaches_a_page_in_the_end(press):
    press.get("/a")
    [kept] = press.store._pages.values()

    assert kept.until <= timezone.now() + middleware.LONGEST_LIFE


def test_a_page_carries_its_surrogate_keys(press):
    assert press.get("/a").headers["Surrogate-Key"] == "article:1 edition:en"


class Press:
    """The middleware over a view that counts how often it was asked."""

    def __init__(self, store: PageStore) -> None:
        self.store = store
        self.made = 0
        self.answer = ""
        self.until = None
        self.middleware = middleware.PressMiddleware(self.view)

    def view(self, request):
        self.made += 1
        response = HttpResponse(f"made {self.made}", status=404 if self.answer == "404" else 200)
        if self.answer != "no-tags":
            depend(request, "article:1", "edition:en")
            keep_until(request, self.until)
        if self.answer == "cookie":
            response.set_cookie("x", "y")
        return response

    def get(self, path, *, cookie="", known=""):
        headers = {**({"Cookie": cookie} if cookie else {}), **({"If-None-Match": known} if known else {})}
        return self.middleware(RequestFactory().get(path, headers=headers))

    def head(self, path):
        return self.middleware(RequestFactory().head(path))


@pytest.fixture
def press(monkeypatch):
    store = PageStore(room=1_000_000)
    monkeypatch.setattr(middleware, "store", lambda: store)
    # The thread that follows the outbox has its own tests, with a database.
    monkeypatch.setattr(middleware, "tail", lambda: SimpleNamespace(start=lambda: None))
    return Press(store)
