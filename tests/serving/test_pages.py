"""Kept pages are handed out without Django's work, to readers alone, and never a second too long."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from broadsheet.press.answers import SETTLED
from broadsheet.press.cached_pages import MOST_MADE_UP
from broadsheet.press.tags import Dependence
from broadsheet.serving.bulkheads import Workshop
from reader import Answer, PressByHand, Reader


def test_the_second_reader_gets_the_kept_page(paper):
    assert [paper.get("/a").text, paper.get("/a").text] == ["made 1", "made 1"]


def test_a_dropped_page_is_made_anew(paper):
    paper.get("/a")
    paper.change("article:1")

    assert paper.get("/a").text == "made 2"


def test_trackers_make_no_new_pages_and_page_numbers_do(paper):
    paths = ["/a", "/a?utm_source=x&fbclid=1", "/a?page=2", "/a?page=2&utm_medium=y"]

    assert [paper.get(path).text for path in paths] == ["made 1", "made 1", "made 2", "made 2"]


@pytest.mark.parametrize("query", ["page=1&page=2", "page=1&page=", "page=1%26q%3D"])
def test_a_crooked_query_never_stands_for_another_page(paper, query):
    paper.get(f"/a?{query}")

    assert paper.get("/a?page=1").text == "made 2"


def test_a_question_mark_in_a_path_is_no_query(paper):
    paper.get("/a?page=2")
    environ_path = "/a" + chr(63) + "page=2"

    assert paper.ask_path(environ_path).text == "made 2"


@pytest.mark.parametrize("path", [f"/a?q={'x' * 300}", f"/{'x' * 500}"])
def test_an_endless_name_is_no_page_s(paper, path):
    paper.get(path)

    assert len(paper.press.cache) == 0


def test_ten_thousand_made_up_addresses_take_no_room(paper):
    paper.get("/a")
    before = paper.press.cache.used
    for number in range(10_000):
        paper.get(f"/a?utm_source={number}&x{number}=1")
        paper.get("/a", host=f"host-{number}.example")

    assert (len(paper.press.cache), paper.press.cache.used) == (1, before)


def test_of_pages_with_a_query_only_so_many_are_kept(paper):
    paper.get("/a")
    for number in range(2 * MOST_MADE_UP):
        paper.get(f"/a?q={number}")

    assert len(paper.press.cache) == MOST_MADE_UP + 1
    assert (paper.get("/a").text, paper.get(f"/a?q={2 * MOST_MADE_UP - 1}").text) == (
        "made 1",
        f"made {2 * MOST_MADE_UP + 1}",
    )


def test_an_editor_passes_by(paper):
    paper.get("/a")

    assert paper.get("/a", cookie="theme=dark; editor=yes").text == "made 2"


def test_a_cookie_of_somebody_else_s_changes_nothing(paper):
    paper.get("/a")

    assert paper.get("/a", cookie="_ga=1").text == "made 1"


def test_a_foreign_host_is_never_answered_from_what_is_kept(paper):
    paper.get("/a")

    assert (paper.get("/a", host="evil.example").status, paper.made) == (400, 1)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_each_coding_has_its_own_strong_etag_which_is_answered_with_304(paper, coding):
    first = paper.get("/a", accept_encoding=coding)
    again = paper.get("/a", accept_encoding=coding, if_none_match=first.headers["ETag"])
    weak = paper.get("/a", accept_encoding=coding, if_none_match=f'"x", W/{first.headers["ETag"]}')
    other = paper.get("/a", accept_encoding=coding, if_none_match='"other"')

    assert first.headers.get("Content-Encoding", "identity") == coding
    assert [each.status for each in (again, weak, other)] == [304, 304, 200]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (again.body, again.headers["Vary"]) == (b"", "Accept-Encoding")


def test_etags_differ_by_coding(paper):
    tags = {paper.get("/a", accept_encoding=each).headers["ETag"] for each in ("gzip", "br", "zstd", "")}

    assert len(tags) == 4


def test_an_etag_in_a_coding_that_the_client_does_not_take_is_not_confirmed(paper):
    zipped = paper.get("/a", accept_encoding="gzip").headers["ETag"]

    assert paper.get("/a", if_none_match=zipped).status == 200


def test_head_has_the_length_and_no_body(paper):
    answer = paper.get("/a", method="HEAD")

    assert (answer.body, answer.headers["Content-Length"]) == (b"", "6")
    assert paper.get("/a").headers == answer.headers


def test_a_page_says_how_caches_may_keep_it(paper):
    headers = paper.get("/a").headers

    assert headers["Cache-Control"] == (
        "public, max-age=0, s-maxage=1, stale-while-revalidate=10, stale-if-error=86400"
    )
    assert (headers["Age"], headers["Vary"]) == ("0", "Accept-Encoding")


def test_a_page_names_its_tags_only_where_a_cache_in_front_reads_them(paper):
    named = Paper(tag_headers=("Surrogate-Key",)).get("/a").headers

    assert "Surrogate-Key" not in paper.get("/a").headers
    assert (named["Surrogate-Key"], "Cache-Tag" in named) == ("all article:1 edition:en", False)


def test_a_newsroom_that_tells_its_caches_lets_them_keep_pages_for_longer():
    assert shared_seconds(Paper(shared_seconds=600)) == 600


def test_what_is_about_to_change_of_itself_is_kept_by_no_cache_until_then():
    paper = Paper(shared_seconds=600)
    paper.until = datetime.now(UTC) + timedelta(seconds=300)

    assert [shared_seconds(paper), shared_seconds(paper)] == [1, 1]


def test_what_may_be_stale_is_kept_by_no_cache():
    paper = Paper(shared_seconds=600)
    before = shared_seconds(paper)
    paper.press.lease_until = time.time() - 1

    assert (before, shared_seconds(paper)) == (600, 1)


def test_what_changed_while_it_was_made_is_kept_by_no_cache():
    paper = Paper(shared_seconds=600)
    paper.get("/b")
    paper.at_once = lambda: paper.change("article:1")

    assert shared_seconds(paper) == 1


def test_that_nothing_is_there_is_kept_by_no_cache():
    paper = Paper(shared_seconds=600)
    paper.answer = "404"

    assert shared_seconds(paper) == 1


@pytest.mark.parametrize("answer", ["no-tags", "500", "cookie"])
def test_what_may_not_be_kept_is_not(paper, answer):
    paper.answer = answer

    assert [paper.get("/a").text, paper.get("/a").text] == ["made 1", "made 2"]


def test_where_nothing_is_is_remembered_for_a_while(paper):
    paper.answer = "404"

    assert [(each.status, each.text) for each in (paper.get("/a"), paper.get("/a"))] == [(404, "made 1")] * 2


def test_a_page_is_not_kept_beyond_its_end(paper):
    paper.until = datetime.now(UTC) - timedelta(seconds=1)

    assert [paper.get("/a").text, paper.get("/a").text] == ["made 1", "made 2"]


def test_a_page_that_has_settled_is_made_smaller_for_those_who_can_read_it(paper):
    first = paper.get("/a", accept_encoding="gzip, br")
    paper.press.recompress(time.time() + SETTLED + 1)
    second = paper.get("/a", accept_encoding="gzip, br")

    assert [each.headers["Content-Encoding"] for each in (first, second)] == ["gzip", "br"]
    assert paper.get("/a", accept_encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_where_a_page_cannot_be_made_the_last_one_is_shown_and_says_so(paper):
    paper.get("/a")
    paper.change("article:1")
    paper.answer = "500"
    answer = paper.get("/a")

    assert (answer.status, answer.text) == (200, "made 1")
    assert answer.headers["Warning"].startswith("111 ")


def test_what_is_gone_is_shown_to_nobody_even_in_need(paper):
    paper.get("/a")
    paper.change("gone:article:1")
    paper.answer = "500"

    assert paper.get("/a").status == 500


def test_what_has_expired_is_shown_to_nobody_even_in_need(paper):
    paper.gone = datetime.now(UTC) + timedelta(seconds=0.2)
    paper.get("/a")
    paper.answer = "500"
    time.sleep(0.25)

    assert paper.get("/a").status == 500


def test_without_word_of_the_database_a_page_says_how_old_its_truth_is(paper):
    paper.get("/a")
    paper.press.lease_until = time.time() - 40
    headers = paper.get("/a").headers

    assert int(headers["Age"]) in (42, 43)
    assert headers["Warning"].startswith("110 ")


def test_a_database_known_to_be_away_is_not_asked_for_a_page_that_was_dropped(paper):
    paper.get("/a")
    paper.change("article:1")
    paper.press.lease_until = time.time() - 40

    assert (paper.get("/a").text, paper.made) == ("made 1", 1)


def test_many_readers_of_a_new_page_have_it_made_once(paper):
    paper.seconds = 0.2

    assert paper.together(8) == {"made 1"}
    assert paper.made == 1


def test_while_a_changed_page_is_made_once_others_are_shown_the_last_one(paper):
    paper.get("/a")
    paper.change("article:1")
    paper.seconds = 0.2

    assert paper.together(8) == {"made 1", "made 2"}
    assert paper.made == 2


def test_a_page_whose_change_is_long_known_is_waited_for(paper):
    paper.get("/a")
    paper.change("article:1", seconds_ago=5)
    paper.seconds = 0.2

    assert paper.together(8) == {"made 2"}


class Made(HttpResponse):
    """A response that asked nothing of a database."""

    def close(self) -> None:
        """Tell nobody: Django would look after its connections."""


def shared_seconds(paper: "Paper") -> int:
    """Return for how long the paper lets caches in front keep a page."""
    control = paper.get("/a").headers["Cache-Control"]
    return int(control.partition("s-maxage=")[2].partition(",")[0])


class Paper:
    """A caching application before one that counts how often it was asked."""

    def __init__(self, *, shared_seconds: int = 1, tag_headers: tuple[str, ...] = ()) -> None:
        self.press = PressByHand()
        self.press.has_begun = True
        self.press.lease_until = float("inf")
        self.reader = Reader(
            self,
            press=self.press,
            workshop=Workshop,
            shared_seconds=shared_seconds,
            meant=lambda _path: ("page", "q"),
            tag_headers=tag_headers,
        )
        # What happens while a page is being made.
        self.at_once: Callable[[], object] = lambda: None
        self.made = 0
        self.answer = ""
        self.until: datetime | None = None
        self.gone: datetime | None = None
        self.seconds = 0.0
        self._number = 0
        self._counting = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        with self._counting:
            self.made += 1
            made = self.made
        time.sleep(self.seconds)
        self.at_once()
        response = Made(f"made {made}")
        if self.answer != "no-tags":
            response.dependence = dependence = Dependence()
            dependence.tags = {"article:1", "edition:en"}
            dependence.until, dependence.gone = self.until or self.gone, self.gone
        if self.answer == "cookie":
            response.set_cookie("x", "y")
        status = {"404": "404 Not Found", "500": "500 Internal Server Error"}.get(self.answer, "200 OK")
        start_response(status, [*response.headers.items()])
        return response

    def get(self, path: str, **more: str) -> Answer:
        answer = self.reader.get(path, **more)
        is_zipped = answer.headers.get("Content-Encoding") == "gzip" and answer.body
        return Answer(answer.status, answer.headers, gzip.decompress(answer.body)) if is_zipped else answer

    def ask_path(self, path: str) -> Answer:
        """Ask for a path in which a question mark was written as %3F."""
        return self.reader.get_decoded(path, "")

    def change(self, *tags: str, seconds_ago: float = 0.0) -> None:
        self._number += 1
        self.press.cache.invalidate(tags, number=self._number, now=time.time() - seconds_ago)

    def together(self, count: int) -> set[str]:
        """Ask for one page by many readers at once; return what they were given."""
        found: list[str] = []
        readers = [
            threading.Thread(target=lambda: found.append(self.get("/a").text)) for _number in range(count)
        ]
        for each in readers:
            each.start()
        for each in readers:
            each.join()
        return set(found)


@pytest.fixture
def paper() -> Paper:
    return Paper()
