"""The kiosk hands out what the front door would, to whoever asks plainly, and leaves everything else to others."""

import gzip
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import product
from typing import Any
from urllib.parse import unquote_to_bytes

import brotli
import pytest
from django.http import HttpResponse
from httptools import HttpParserError, HttpRequestParser, parse_url
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.press.answers import SETTLED
from broadsheet.press.codings import zstd
from broadsheet.press.kiosk import LONGEST_COMMON, LONGEST_HEAD, MOST_COMMON, Kiosk
from broadsheet.press.tags import Dependence
from reader import Answer, PressByHand, Reader

HOST = b"Host: localhost\r\n"
# What stands beside the address, of a browser that asks for a page.
FIREFOX = """\
Host: localhost
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
Accept-Language: az,en-US;q=0.7,en;q=0.3
Accept-Encoding: gzip, deflate, br, zstd
Referer: https://news.example/?q=b%C3%B6yük
Connection: keep-alive
Cookie: _ga=GA1.2.3; theme=dark
Upgrade-Insecure-Requests: 1
Sec-Fetch-Dest: document
Priority: u=0, i
""".splitlines()
CHROMIUM = """\
Host: paper.example
Connection: keep-alive
sec-ch-ua: "Chromium";v="142", "Not?A_Brand";v="99"
sec-ch-ua-mobile: ?0
Upgrade-Insecure-Requests: 1
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-GB,en;q=0.9
""".splitlines()
CODINGS = [
    "gzip", "br", "zstd", "GZIP", "gzip, br", "br;q=0.5, gzip;q=0.8, zstd;q=0", "br;q=0, zstd;q=0, *", "*;q=0.1", "gzip;q=1.000,br;q=0.999",
    "identity;q=0.1, gzip", "deflate, gzip;q=0.2", " gzip ; q=0.9 ", "gzip;q=nonsense, br", ",,gzip,", "zstd, br;q=0.9, gzip;q=0.1",
    "identity", "", "gzip;q=0", "deflate", "*;q=0", "identity;q=0",
]  # fmt: skip
PLAIN = b"GET /a HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"
NOT_PLAIN = {
    "nothing": b"",
    "two requests in one": PLAIN + PLAIN,
    "one and the beginning of another": PLAIN + PLAIN[:20],
    "one after an empty line": b"\r\n" + PLAIN,
    "an empty line too many": PLAIN + b"\r\n",
    "a body": PLAIN + b"x",
    "a first line alone": b"GET /a HTTP/1.1\r\n\r\n",
    "no host": PLAIN.replace(HOST, b""),
    "an empty host": PLAIN.replace(b"localhost", b""),
    "a foreign host": PLAIN.replace(b"localhost", b"evil.example"),
    "a host after a comma": PLAIN.replace(b"localhost", b"evil.example, localhost"),
    "a host with a user": PLAIN.replace(b"localhost", b"localhost@evil.example"),
    "two hosts": PLAIN.replace(HOST, HOST + b"host: evil.example\r\n"),
    "the same host twice": PLAIN.replace(HOST, HOST + HOST),
    "an absolute address": PLAIN.replace(b"/a", b"http://localhost/a"),
    "a foreign absolute address": PLAIN.replace(b"/a", b"http://evil.example/a"),
    "a target without a slash": PLAIN.replace(b"/a", b"a"),
    "an asterisk": PLAIN.replace(b"/a", b"*"),
    "a fragment": PLAIN.replace(b"/a", b"/a#b"),
    "two blanks before the target": PLAIN.replace(b" /a", b"  /a"),
    "two blanks after the target": PLAIN.replace(b"/a ", b"/a  "),
    "a tab in the first line": PLAIN.replace(b" /a", b"\t/a"),
    "HTTP/1.0": PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"),
    "HTTP/2": PLAIN.replace(b"HTTP/1.1", b"HTTP/2.0"),
    "a version in small letters": PLAIN.replace(b"HTTP/1.1", b"http/1.1"),
    "a version with a blank after it": PLAIN.replace(b"HTTP/1.1", b"HTTP/1.1 "),
    "no version": PLAIN.replace(b" HTTP/1.1", b""),
    "a POST": PLAIN.replace(b"GET", b"POST"),
    "a method in small letters": PLAIN.replace(b"GET", b"get"),
    "a method of another protocol": PLAIN.replace(b"GET", b"PRI"),
    "line feeds alone": PLAIN.replace(b"\r\n", b"\n"),
    "a line feed alone": PLAIN.replace(HOST, b"Host: localhost\nX: y\r\n"),
    "a line feed alone at the end": PLAIN[:-2] + b"\n",
    "a carriage return alone": PLAIN.replace(HOST, b"Host: localhost\rX: y\r\n"),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    **{
        f"a field {name}": PLAIN.replace(HOST, HOST + line + b"\r\n")
        for name, line in {
            "Content-Length": b"Content-Length: 5",
            "Content-Length of nothing": b"Content-Length: 0",
            "Transfer-Encoding": b"Transfer-Encoding: chunked",
            "Transfer-Encoding in small letters": b"transfer-encoding: identity",
            "Expect": b"Expect: 100-continue",
            "Upgrade": b"Upgrade: websocket",
            "HTTP2-Settings": b"HTTP2-Settings: AAMAAABkAAQAAP__",
            "TE": b"TE: trailers",
            "that stands twice": b"X-Number: 1\r\nx-number: 2",
            "that is folded": b"X-Number: 1\r\n 2",
            "that is folded by a tab": b"X-Number: 1\r\n\t2",
            "with a blank before the colon": b"X-Number : 1",
            "with a blank before its name": b" X-Number: 1",
            "without a name": b": 1",
            "without a colon": b"X-Number",
            "with a bracket in its name": b"X-(Number): 1",
            "with a name beyond ASCII": b"X-\xc3\xa4: 1",
            "with a null byte": b"X-Number: 1\x002",
            "with a control character": b"X-Number: 1\x1b[2J",
            "with a delete character": b"X-Number: 1\x7f",
            "of an editor": b"Cookie: sessionid=abc",
            "of an editor beside others": b"Cookie: theme=dark;sessionid=abc; _ga=1",
            "of cookies twice": b"Cookie: theme=dark\r\nCookie: sessionid=abc",
        }.items()
    },
    **{
        f"a connection that is {said}": PLAIN.replace(b"keep-alive", said.encode())
        for said in ("close", "Close", "Upgrade", "close, keep-alive", "keep-alive, Upgrade", "TE", "")
    },
    "an endless head": PLAIN.replace(HOST, HOST + b"X-Number: " + b"1" * LONGEST_HEAD + b"\r\n"),
    "endless fields": PLAIN.replace(HOST, HOST + b"".join(b"X-%d: 1\r\n" % n for n in range(LONGEST_HEAD // 8))),
    "an endless target": PLAIN.replace(b"/a", b"/a?utm_source=" + b"1" * 100_000 + b" "),
}  # fmt: skip
# What attackers put where it does not belong.
CROOKED = [
    b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b"?", b"%3F", b"%25", b"%0d%0a", b"#", b"\x80", b"..", b"//", b"GET /b HTTP/1.1\r\n",
    b"HTTP/1.1", b"HTTP/1.0", b"Host: evil.example\r\n", b"Host:localhost\r\n", b"Content-Length: 3\r\n", b"Content-Length : 3\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n", b"Cookie: sessionid=a\r\n", b"X: \r\n", b"HEAD ", b"\r\n\r\n", PLAIN,
]  # fmt: skip


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    "path", ["/a", "/b?page=2", "/caf%C3%A9/", "/missing", "/missing?page=3", "//a", "/a;b=c&d"]
)
def test_a_ready_page_is_handed_out_as_the_front_door_does(stand, path, coding):
    kept = stand.read(path, accept_encoding=coding)

    assert stand.ask(path, f"Accept-Encoding: {coding}") == kept


@pytest.mark.parametrize("coding", CODINGS)
def test_a_page_that_was_made_smaller_is_handed_out_as_the_front_door_does(stand, coding):
    stand.read("/a", accept_encoding=coding)
    stand.press.polish(time.time() + SETTLED + 1)

    assert stand.ask("/a", f"Accept-Encoding: {coding}") == stand.read("/a", accept_encoding=coding)


def test_a_page_goes_out_in_what_the_reader_reads_best(stand):
    for coding in ("gzip", "br", "zstd"):
        stand.read("/a", accept_encoding=coding)
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
    answers = {coding: stand.ask("/a", f"Accept-Encoding: {coding}") for coding in unpack}

    assert {coding: unpack[coding](answers[coding].body) for coding in unpack} == dict.fromkeys(
        unpack, b"/a and nothing more"
    )
    assert [each.headers["Content-Encoding"] for each in answers.values()] == list(unpack)


@pytest.mark.parametrize("fields", [FIREFOX, CHROMIUM, ["host:localhost", "ACCEPT-ENCODING:gzip"]])
def test_what_browsers_say_beside_the_address_is_plain(stand, fields):
    kept = stand.read("/a", accept_encoding="gzip, deflate, br, zstd")

    asked = "\r\n".join(["GET /a HTTP/1.1", *fields, "", ""]).encode()
    assert stand.parsed(stand.kiosk.answer(asked)) == kept
    assert stand.parsed(stand.kiosk.answer(asked)) == kept


@pytest.mark.parametrize("path", ["/a", "/missing", "/b?page=2"])
def test_head_has_the_length_and_no_body(stand, path):
    kept = stand.read(path)

    assert stand.ask(path, method="HEAD") == Answer(kept.status, kept.headers, b"")
    assert stand.ask(path) == kept


@pytest.mark.parametrize(
    "known", ["{}", "W/{}", '"x", {}', '"x",W/{}', "*", '"other"', "nonsense", "W/", ",", '"', "{},{}"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_who_has_the_page_already_is_told_so_as_the_front_door_does(stand, known, method, coding):
    etag = stand.read("/a", accept_encoding=coding).headers["ETag"]
    said = known.replace("{}", etag)

    front = stand.read("/a", accept_encoding=coding, if_none_match=said, method=method)
    assert stand.ask("/a", f"Accept-Encoding: {coding}", f"If-None-Match: {said}", method=method) == front
    assert (front.status, front.body == b"") in ([(304, True)] if "{" in known or known == "*" else [(200, method == "HEAD")])  # fmt: skip


def test_that_nothing_is_there_is_never_not_modified(stand):
    etag = stand.read("/missing").headers["ETag"]

    assert stand.ask("/missing", f"If-None-Match: {etag}").status == 404


def test_trackers_parameters_make_no_other_page(stand):
    kept = [stand.read("/a"), stand.read("/b?page=2")]
    targets = [
        ["/a?utm_source=x", "/a?", "/a?fbclid=%3F&gclid=1", "/a?page", "/a??", "/a?page=2=", "/a?PAGE=2"],
        ["/b?page=2&utm_source=x", "/b?page=1&page=2", "/b?&page=%32"],
    ]

    assert [[stand.answer(each) and stand.ask(each) for each in row] for row in targets] == [
        [kept[0], kept[0], kept[0], None, kept[0], None, kept[0]],
        [kept[1]] * 3,
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/%3Futm=1", "/?utm=1"),
        ("/%3F", "/?"),
        ("/b%3Fpage=2", "/b?page=2"),
        ("/b%E2%81%87page=2", "/b?page=2"),
        ("/%2541", "/%41"),
        ("/%253F", "/%3F"),
        ("/a%2500", "/a%00"),
        ("/a%20b", "/a+b"),
        ("/a%2Fb", "/a/b/"),
        ("/%C3%A4", "/%E4"),
        ("/%zz", "/zz"),
    ],
)
def test_what_is_encoded_never_stands_for_what_is_not(stand, one, other):
    kept = {one: stand.read(one)}
    before = stand.answer(other)
    kept[other] = stand.read(other)

    assert before is None
    assert {each: stand.ask(each) for each in kept} == kept
    assert kept[one].body != kept[other].body


def test_every_spelling_of_a_path_is_the_same_page(stand):
    kept = stand.read("/a/~x")

    assert [stand.ask(each) for each in ("/a/~x", "/%61/%7ex", "/a%2F%7Ex", "/a/~x?utm=1")] == [kept] * 4


@pytest.mark.parametrize("request_", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_not_plain_is_left_to_others(stand, request_):
    stand.read("/a")

    assert [stand.kiosk.answer(request_) for _time in range(2)] == [None, None]
    assert stand.kiosk.answer(PLAIN) is not None


def test_a_head_that_is_cut_anywhere_is_left_to_others(stand):
    stand.read("/a")

    assert {stand.kiosk.answer(PLAIN[:end]) for end in range(len(PLAIN))} == {None}
    assert {stand.kiosk.answer(PLAIN[start:]) for start in range(1, len(PLAIN))} == {None}


@pytest.mark.parametrize("path", ["/desk/", "/desk/login/", "/static/a.css", "/_b", "/a" + "x" * 400])
def test_what_is_nobody_s_page_is_left_to_others_and_not_missed(stand, path):
    stand.read(path)

    assert (stand.answer(path), stand.missed) == (None, [])


def test_a_page_that_is_not_ready_is_missed_by_the_name_that_the_press_has_for_it(stand):
    asked = ["/a", "/b?page=2&utm=1", "/b%3Fpage=2", "/caf%C3%A9"]
    answers = [stand.answer(each) for each in asked]
    for each in asked:
        stand.read(each)

    assert answers == [None] * 4
    assert stand.missed == list(stand.press.sheets.fresh)


def test_a_page_that_another_process_forgot_is_not_handed_out(stand):
    stand.read("/a")
    stand.answer("/a")
    stand.change("article:1")

    assert stand.answer("/a") is None


def test_every_answer_says_when_it_was_given(stand):
    for path in ("/a", "/missing"):
        stand.read(path)
    etag = stand.read("/a").headers["ETag"]
    asked = [("/a",), ("/a?utm=1",), ("/missing",), ("/a", f"If-None-Match: {etag}")]
    # Over the turn of a second.
    seconds = [
        abs(parsedate_to_datetime(stand.date(*each, method=method)).timestamp() - time.time())
        for _time in range(12)
        for each, method in product(asked, ("GET", "HEAD"))
        if time.sleep(0.012) is None
    ]

    assert max(seconds) < 1.1


@pytest.mark.parametrize(("seconds_ago", "is_shown"), [(0.0, True), (0.1, True), (0.3, False), (5, False)])
def test_a_dropped_page_that_somebody_has_made_is_shown_stale_for_a_moment(stand, seconds_ago, is_shown):
    kept = stand.read("/a")
    stand.change("article:1", seconds_ago=seconds_ago)
    unmade = stand.answer("/a")
    stand.press.turn("/a")
    answers = [stand.answer("/a"), stand.answer("/a?utm=1"), stand.answer("/a", method="HEAD")]

    assert unmade is None
    assert [each is not None for each in answers] == [is_shown] * 3
    if is_shown:
        stale = stand.ask("/a")
        assert (stale.body, stale.headers["Age"], stale.headers["Warning"]) == (
            kept.body,
            "1",
            '110 broadsheet "Response is Stale"',
        )


def test_a_stale_page_gives_way_to_the_new_one(stand):
    stand.read("/a")
    stand.change("article:1")
    stand.press.turn("/a")
    stale = stand.ask("/a")
    stand.press.finish("/a")
    stand.say = "other words"
    new = stand.read("/a")

    assert ("Warning" in stale.headers, stand.ask("/a")) == (True, new)
    assert gzip.decompress(new.body) == b"/a and other words"


def test_what_is_gone_is_shown_to_nobody_even_while_it_is_made(stand):
    stand.read("/a")
    stand.press.turn("/a")
    stand.change("gone:article:1")

    assert stand.answer("/a") is None


def test_what_has_expired_is_shown_to_nobody_even_while_it_is_made(stand):
    stand.gone = stand.until = datetime.now(UTC) + timedelta(seconds=0.2)
    stand.read("/a")
    stand.press.turn("/a")
    stand.change("article:1")
    shown = stand.answer("/a")
    time.sleep(0.25)

    assert (shown is not None, stand.answer("/a")) == (True, None)


@pytest.mark.parametrize("end", ["until", "gone"])
def test_a_page_whose_time_is_over_is_never_handed_out(stand, end):
    setattr(stand, end, datetime.now(UTC) - timedelta(seconds=0.001))
    stand.read("/a")
    asked = [stand.answer("/a"), stand.answer("/a?utm=1"), stand.answer("/a", method="HEAD")]

    assert (asked, len(stand.press.sheets)) == ([None] * 3, 1)


@pytest.mark.parametrize("end", ["until", "gone"])
def test_a_page_that_was_handed_out_is_so_until_its_time_is_over(stand, end):
    setattr(stand, end, datetime.now(UTC) + timedelta(seconds=0.3))
    stand.read("/a")
    before = [stand.answer("/a"), stand.answer("/a?utm=1")]
    time.sleep(0.31)

    assert None not in before
    assert [stand.answer("/a"), stand.answer("/a?utm=1")] == [None, None]


def test_without_word_of_the_database_a_page_says_how_old_its_truth_is(stand):
    stand.read("/a")
    stand.press.sure_until = time.time() - 40
    headers = stand.ask("/a").headers

    assert int(headers["Age"]) in (42, 43)
    assert headers["Warning"].startswith("110 ")


def test_ten_thousand_different_heads_leave_the_memory_bounded(stand):
    stand.read("/a")
    tracemalloc.start()
    for number in range(10_000):
        # Some of them too long to be remembered.
        long = "x" * (number % 4 * LONGEST_COMMON - 200)
        stand.answer(f"/a?utm={number}", f"X-Number: {number}{long}", f"Accept-Encoding: gzip, x-{number}")
        stand.answer(f"/x{number}?page={number}", f"Cookie: a={number}")
        stand.answer("/a", f"X-Number: {number}", host=f"host-{number}.example")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 2 * MOST_COMMON * LONGEST_COMMON
    assert stand.answer("/a") is not None


@given(
    request_=st.binary(max_size=400)
    | st.lists(st.sampled_from([*CROOKED, b"GET /a", b"GET /?"])).map(b"".join)
)
@settings(deadline=None)
@example(b"GET / HTTP/1.1")
@example(b"GET  HTTP/1.1\r\nHost: localhost\r\n\r\n")
@example(b"GET /%ff%zz?page=%ff%zz&page HTTP/1.1\r\nHost: localhost\r\n\r\n")
def test_nothing_that_comes_makes_it_raise(common, request_):
    answer = common.kiosk.answer(request_)

    assert answer is None or common.parsed(answer).status == 200


@given(
    start=st.sampled_from([PLAIN, PLAIN.replace(b"GET", b"HEAD"), PLAIN.replace(b"/a", b"/b?page=2&x=y")]),
    deeds=st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 12), st.sampled_from([b"", *CROOKED])),
        min_size=1,
        max_size=3,
    ),
)
@settings(deadline=None)
@example(PLAIN, [(7, 0, b"?page=3")])
@example(PLAIN, [(4, 0, b"/")])
def test_what_is_answered_is_read_no_other_way_by_a_library(common, start, deeds):
    request = start
    for at, length, new in deeds:
        request = request[:at] + new + request[at + length :]
    answer = common.kiosk.answer(request)
    if answer is None:
        return
    read = Read(request)

    assert (read.requests, read.is_over, read.keeps_alive, read.hosts) == (1, True, True, [b"localhost"])
    given = common.parsed(answer)
    assert given == common.read_raw(read.method, *read.page, said=read.said)


def test_only_pages_that_were_looked_for_among_the_files_are_called_out(stand):
    for each in ("/a", "/a?page=2", "/b"):
        stand.read(each)
    stand.ask("/b")
    before = list(stand.called)
    etag = stand.ask("/a", "Broadsheet-File: missed").headers["ETag"]
    stand.ask("/a?utm_source=x", "Broadsheet-File: missed")
    stand.ask("/a", f"If-None-Match: {etag}", "Broadsheet-File: missed")
    stand.ask("/b", "Broadsheet-File: something else")
    stand.ask("/a?page=2", "Broadsheet-File: missed")
    stand.answer("/not/ready", "Broadsheet-File: missed")

    assert (before, stand.called) == ([], ["/a", "/a", "/a"])


class Stand:
    """A kiosk over a front door behind which pages say how they were asked for."""

    def __init__(self) -> None:
        self.press = PressByHand()
        self.press.has_begun = True
        self.press.sure_until = float("inf")
        self.reader = Reader(self, press=self.press, meant=lambda _path: ("page",))
        self.missed: list[str] = []
        self.called: list[str] = []
        self.kiosk = Kiosk(
            self.reader.door,
            miss=lambda key, _now: self.missed.append(key),
            call=lambda path, _now: self.called.append(path),
        )
        self.say = "nothing more"
        self.until: datetime | None = None
        self.gone: datetime | None = None
        self._number = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        query = environ["QUERY_STRING"].replace("page=", " at page ")
        response = Made(f"{environ['PATH_INFO']}{query} and {self.say}".encode("latin-1"))
        response.dependence = dependence = Dependence()
        dependence.tags = {"article:1", "edition:en"}
        dependence.until, dependence.gone = self.until or self.gone, self.gone
        status = "404 Not Found" if "missing" in environ["PATH_INFO"] else "200 OK"
        start_response(status, [*response.headers.items(), ("X-Words", "café")])
        return response

    def read(self, target: str, *, accept_encoding: str = "gzip", **more: str) -> Answer:
        """Ask at the front door, which has the page made and kept."""
        raw, _mark, query = target.partition("?")
        path = unquote_to_bytes(raw).decode("latin-1")
        return self.reader.get_decoded(path, query, accept_encoding=accept_encoding, **more)

    def read_raw(self, method: str, path: bytes, query: bytes, *, said: dict[str, str]) -> Answer:
        """Ask at the front door as a server does that has read a request."""
        return self.reader.get_decoded(
            unquote_to_bytes(path).decode("latin-1"), query.decode("latin-1"), method=method, **said
        )

    def answer(self, target: str, *fields: str, method: str = "GET", host: str = "localhost") -> bytes | None:
        """Ask at the kiosk."""
        named = (
            [] if any(each.startswith("Accept-Encoding") for each in fields) else ["Accept-Encoding: gzip"]
        )
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *named, *fields, "", ""]
        return self.kiosk.answer("\r\n".join(lines).encode())

    def ask(self, target: str, *fields: str, method: str = "GET") -> Answer:
        """Ask at the kiosk for what must be ready; the time of the answer is left out."""
        return self.parsed(self.answer(target, *fields, method=method))

    def date(self, target: str, *fields: str, method: str) -> str:
        head = self.answer(target, *fields, method=method).partition(b"\r\n\r\n")[0].decode("latin-1")
        return dict(line.split(": ", 1) for line in head.split("\r\n")[1:])["Date"]

    def change(self, *tags: str, seconds_ago: float = 0.0) -> None:
        self._number += 1
        self.press.sheets.drop(tags, number=self._number, now=time.time() - seconds_ago)

    @staticmethod
    def parsed(answer: bytes | None) -> Answer:
        assert answer is not None
        head, _end, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        version, status = first.split(" ")[:2]
        fields = [tuple(line.split(": ", 1)) for line in lines]
        headers = {name: value for name, value in fields if name != "Date"}
        # None stands there twice.
        assert (version, len(headers)) == ("HTTP/1.1", len(fields) - 1)
        return Answer(int(status), headers, body)


class Made(HttpResponse):
    """A response that asked nothing of a database."""

    def close(self) -> None:
        """Tell nobody: Django would look after its connections."""


class Read:
    """A request as the library reads it that answers whatever the kiosk does not."""

    def __init__(self, request: bytes) -> None:
        self.requests = 0
        self.is_over = False
        self.fields: list[tuple[bytes, bytes]] = []
        self._url = b""
        parser = HttpRequestParser(self)
        try:
            parser.feed_data(request)
        except HttpParserError:
            self.requests = -1
            return
        self.method = parser.get_method().decode()
        self.keeps_alive = parser.should_keep_alive()

    @property
    def hosts(self) -> list[bytes]:
        return [value for name, value in self.fields if name.lower() == b"host"]

    @property
    def page(self) -> tuple[bytes, bytes]:
        url = parse_url(self._url)
        return url.path, url.query or b""

    @property
    def said(self) -> dict[str, str]:
        """The fields as a WSGI application is told of them, but for the host."""
        return {
            name.decode().replace("-", "_"): value.decode("latin-1")
            for name, value in self.fields
            if name.lower() != b"host" and b"_" not in name
        }

    def on_url(self, piece: bytes) -> None:
        self._url += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name, value))

    def on_message_begin(self) -> None:
        self.is_over = False

    def on_message_complete(self) -> None:
        self.requests += 1
        self.is_over = True


@pytest.fixture(scope="module")
def common() -> Stand:
    """A stand with some pages, for tests that change nothing."""
    made = Stand()
    for each in ("/a", "/b?page=2", "/b", "/", "/a?page=3", "//a"):
        made.read(each)
    return made


@pytest.fixture
def stand() -> Stand:
    return Stand()
