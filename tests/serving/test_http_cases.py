"""What RFC 9110 and 9112 ask of a server, as bytes to the real one: malformed requests, odd methods, old clients."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from live_site import ask
from prepared import paper_in
from served import serving

pytestmark = pytest.mark.slow

HOST = b"Host: localhost\r\n"
CASES = {
    "no Host (9112, 3.2)": (b"GET / HTTP/1.1\r\n\r\n", {400}),
    "two equal Hosts (9112, 3.2)": (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", {400}),
    "two other Hosts (9112, 3.2)": (b"GET / HTTP/1.1\r\n" + HOST + b"Host: x.example\r\n\r\n", {400}),
    "a Host that is not ours": (b"GET / HTTP/1.1\r\nHost: x.example\r\n\r\n", {400, 421}),
    "HTTP/2.0 in a first line (9112, 2.3)": (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", {400, 505}),
    "a transfer coding that nobody knows (9112, 6.1)": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        {400, 501},
    ),
    "PUT to a page (9110, 15.5.6)": (b"PUT / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n", {405, 501}),
    "DELETE of a page": (b"DELETE / HTTP/1.1\r\n" + HOST + b"\r\n", {405, 501}),
    "POST to a page (9110, 15.5.6)": (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n", {405}),
    "POST to a style sheet": (b"POST /static/x.css HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n", {405}),
    "a method that nobody knows": (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", {405, 501}),
    "OPTIONS * (9110, 9.3.7)": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {200, 204}),
    "OPTIONS of a page": (b"OPTIONS / HTTP/1.1\r\n" + HOST + b"\r\n", {200, 204}),
    "a folded header (9112, 5.2)": (b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n", {400}),
    "a space before a colon (9112, 5.1)": (b"GET / HTTP/1.1\r\n" + HOST + b"A : b\r\n\r\n", {400}),
    "a zero byte in a header (9110, 5.5)": (b"GET / HTTP/1.1\r\n" + HOST + b"A: b\0c\r\n\r\n", {400}),
    "a length that is none (9112, 6.3)": (b"POST /_b/1 HTTP/1.1\r\n" + HOST + b"Content-Length: x\r\n\r\n", {400}),
    "two lengths (9112, 6.3)": (
        b"POST /_b/1 HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
        {400},
    ),
    "TLS to a server without": (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(160), {0, 400}),
}  # fmt: skip
# These stay as granian decides. docs/threats.md says why they are harmless.
LEFT = {
    "the absolute form of another host (9112, 3.2.2)": b"GET http://x.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "line ends of LF alone (9112, 2.2)": b"GET / HTTP/1.1\nHost: localhost\n\n",
}
OLD = {
    "HTTP/1.0": b"GET / HTTP/1.0\r\n" + HOST + b"\r\n",
    "Connection: close": b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
}
SAME_FOR_ALL = ("date",)


@pytest.mark.parametrize("case", CASES)
def test_a_request_is_answered_as_the_standard_has_it(port, case):
    request, wanted = CASES[case]

    assert status(exchange(port, request)) in wanted


@pytest.mark.parametrize("case", LEFT)
def test_what_is_left_to_granian_gets_the_page_of_our_own_host(port, case):
    answer = exchange(port, LEFT[case])

    assert status(answer) in (200, 400, 421)
    assert b"x.example" not in answer


def test_where_length_and_transfer_coding_are_both_given_nothing_of_the_body_is_taken_for_a_request(port):
    # RFC 9112, 6.3: the coding wins, or the request is refused. Neither may make two requests of one.
    smuggled = b"0\r\n\r\nGET /static/nothing.css HTTP/1.1\r\n" + HOST + b"\r\n"
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = exchange(port, head % len(smuggled) + smuggled)

    assert status(answer) in (400, 405, 411, 501)


@pytest.mark.parametrize("case", OLD)
def test_old_clients_are_answered_and_their_connection_is_closed(port, case):
    answer = exchange(port, OLD[case])

    assert status(answer) == 200
    assert answer.endswith(b"</html>\n") or b"</html>" in answer[-200:]


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/nowhere/", "/feed/"])
def test_head_has_the_headers_of_get(port, path):
    ask(port, path)
    for _again in range(20):
        got, head = (without_dates(ask(port, path, method=each)[1]) for each in ("GET", "HEAD"))
        # The worker makes files of pictures after a start, and each web process makes pages that show them again.
        if got == head:
            break
        time.sleep(0.5)

    assert head == got


def test_a_cookie_that_merely_ends_like_an_editor_s_makes_nobody_an_editor(port):
    request = b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: asessionid=1\r\nConnection: close\r\n\r\n"

    assert b"s-maxage" in exchange(port, request)


def test_no_number_in_an_address_is_too_large(port):
    paths = [f"/sitemap-{2**63 - 1}.xml", f"/?page={2**63}", f"/{9**30}/", f"/_b/{2**64}"]

    assert {ask(port, path)[0] for path in paths} <= {200, 404, 405}


def exchange(port: int, request: bytes) -> bytes:
    """Send bytes, and return all that comes back until the server closes, or says nothing for a while."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        line.sendall(request)
        found = b""
        try:
            while piece := line.recv(1 << 16):
                found += piece
                # What follows on a connection that stays open comes at once or never.
                line.settimeout(2)
        except (TimeoutError, ConnectionResetError):
            pass
        return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/") else 0


def without_dates(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in SAME_FOR_ALL}


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    paper = paper_in(tmp_path_factory.mktemp("http") / "var")
    with serving(paper.folder) as served:
        yield served.port
