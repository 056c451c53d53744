"""A WSGI application under an ASGI server: it is told what was asked, and what it answers is sent, whatever readers do."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from broadsheet.project.bridge import IN_MEMORY, PIECE, Bridge

LARGEST = 3 * IN_MEMORY
START = {"type": "http.response.start", "status": 200, "headers": [(b"x-words", b"caf\xe9")]}


def test_an_application_is_told_all_that_was_asked():
    environ = Asked(body=[b"words"]).environ(
        method="POST",
        raw_path=b"/caf%C3%A9/",
        query_string=b"q=%C3%A9&page=2",
        headers=[(b"host", b"paper.example"), (b"user-agent", b"caf\xe9"), (b"content-type", b"text/plain")],
    )
    environ["wsgi.input"] = environ["wsgi.input"].closed

    assert environ == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/cafÃ©/",
        "QUERY_STRING": "q=%C3%A9&page=2",
        "SERVER_NAME": "192.0.2.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_HOST": "paper.example",
        "HTTP_USER_AGENT": "café",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "5",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        # Closed when the answer was sent.
        "wsgi.input": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/", "/"),
        (b"/%C3%A4", "/\xc3\xa4"),
        (b"/%E4", "/\xe4"),
        (b"/\xc3\xa4", "/\xc3\xa4"),
        (b"/a%2Fb", "/a/b"),
        (b"/%3Fq=1", "/?q=1"),
        (b"/%2541", "/%41"),
        (b"/%zz%", "/%zz%"),
        (b"/a+b%20c", "/a+b c"),
        (b"/%00%0d%0a", "/\0\r\n"),
        (b"//a/../b", "//a/../b"),
    ],
)
def test_a_path_is_the_latin_1_of_its_decoded_bytes(raw, path):
    assert Asked().environ(raw_path=raw)["PATH_INFO"] == path


def test_fields_that_stand_twice_are_joined_and_those_that_could_pass_for_others_left_out():
    environ = Asked(body=[b"123"]).environ(
        headers=[
            (b"x-forwarded-for", b"192.0.2.1"),
            (b"x_forwarded_for", b"198.51.100.1"),
            (b"x-forwarded-for", b"192.0.2.2"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2, 3"),
            (b"content_length", b"100"),
            (b"content_type", b"text/html"),
            (b"content-length", b"77"),
            (b"_", b"x"),
            (b"transfer-encoding", b"chunked"),
        ]
    )

    said = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "CONTENT_"))}
    assert said == {
        "HTTP_X_FORWARDED_FOR": "192.0.2.1,192.0.2.2",
        "HTTP_COOKIE": "a=1; b=2, 3",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "3",
    }


@pytest.mark.parametrize("server", [None, ("/run/paper.sock", None)])
def test_over_a_socket_of_the_machine_nobody_has_an_address(server):
    environ = Asked().environ(server=server, client=None)

    assert [environ[name] for name in ("SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR")] == [
        server[0] if server else "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "pieces",
    [[], [b""], [b"", b"", b"x"], [b"one", b"", b"two"], [b"x" * 1000] * 3000, [b"y" * LARGEST]],
    ids=["nothing", "empty", "late", "three", "many", "large"],
)
def test_a_body_is_whole_before_the_application_is_asked(pieces):
    bodies: list[tuple[bytes, str]] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        bodies.append((environ["wsgi.input"].read(), environ["CONTENT_LENGTH"]))
        return answer(start_response)

    Asked(application, body=pieces).run()

    whole = b"".join(pieces)
    assert bodies == [(whole, str(len(whole)) if whole else "")]


@pytest.mark.parametrize(
    "pieces", [[b"x" * (LARGEST + 1)], [b"x" * LARGEST, b"", b"x"]], ids=["at once", "in the end"]
)
def test_too_large_a_body_is_refused_unread_and_ends_the_connection(pieces):
    asked = Asked(unasked, body=[*pieces, b"more", b"and more"])
    asked.run()

    assert (asked.sent, asked.to_come) == (
        [
            {
                "type": "http.response.start",
                "status": 413,
                "headers": [(b"connection", b"close"), (b"content-type", b"text/plain")],
            },
            {"type": "http.response.body", "body": b"What was sent is too large.\n", "more_body": False},
        ],
        2,
    )


def test_how_large_a_body_may_be_depends_on_where_it_is_sent():
    asked = [
        Asked(body=[b"12345"], largest=lambda scope: 5 if scope["path"] == "/desk/" else 4)
        for _number in range(2)
    ]
    asked[0].run(path="/desk/", raw_path=b"/desk/")
    asked[1].run()

    assert [each.sent[0]["status"] for each in asked] == [200, 413]


@pytest.mark.parametrize("pieces", [[], [b"one"], [b"one", b"two"]])
def test_a_reader_who_leaves_before_all_was_said_is_not_answered(pieces):
    asked = Asked(unasked, body=pieces, leaves=True)
    asked.run()

    assert asked.sent == []


@pytest.mark.parametrize(
    "pieces", [[], [b""], [b"page"], [b"pa", b"", b"ge"], [b"x" * (PIECE - 1)], [b"x"] * (PIECE - 1)]
)
def test_an_answer_that_is_not_large_is_sent_in_one_piece(pieces):
    asked = Asked(lambda _environ, start_response: answer(start_response, *pieces))
    asked.run()

    assert asked.sent == [
        START,
        {"type": "http.response.body", "body": b"".join(pieces), "more_body": False},
    ]


@pytest.mark.parametrize("size", [1, 1000, PIECE - 1, PIECE, PIECE + 1, 10 * PIECE])
def test_a_large_answer_is_sent_in_pieces_that_are_not_small(size):
    pieces = [bytes([number % 256]) * size for number in range(10 * PIECE // size)]
    response = Response(pieces)
    asked = Asked(response)
    asked.run()
    bodies = [each["body"] for each in asked.sent[1:]]

    assert b"".join(bodies) == b"".join(pieces)
    assert min(map(len, bodies[:-1])) >= PIECE
    assert [each["more_body"] for each in asked.sent[1:]] == [True] * (len(bodies) - 1) + [False]
    assert response.events == ["first", "last", "close"]


def test_what_is_said_of_an_answer_counts_until_its_first_piece():
    def application(_environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("404 Not Found", [("X-Words", "not yet")])
        start_response("200 OK", [("x-words", "café")], (None, None, None))
        yield b"page"

    asked = Asked(application)
    asked.run()

    assert asked.sent == [START, {"type": "http.response.body", "body": b"page", "more_body": False}]


@pytest.mark.parametrize("count", [1, 2, 3, 11])
def test_an_answer_is_closed_once_when_its_reader_goes_away(count):
    response = Response([b"x" * PIECE] * 10)
    asked = Asked(response, sends=count - 1)
    with pytest.raises(ConnectionResetError):
        asked.run()

    assert (len(asked.sent), response.events.count("close")) == (count - 1, 1)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_an_answer_that_fails_is_closed_once_and_the_server_told(number):
    response = Response([b"x" * PIECE] * number, fails=True)
    asked = Asked(response)
    with pytest.raises(ZeroDivisionError):
        asked.run()

    assert [each["type"] for each in asked.sent] == (
        ["http.response.start"] * (number > 0) + ["http.response.body"] * number
    )
    assert response.events.count("close") == 1


def test_an_application_that_fails_is_not_answered_for():
    def application(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        raise ZeroDivisionError

    asked = Asked(application)
    with pytest.raises(ZeroDivisionError):
        asked.run()

    assert asked.sent == []


@pytest.mark.parametrize("slow", ["body", "answer"])
def test_a_slow_reader_keeps_no_thread(slow):
    bridge = Bridge(
        lambda _environ, start_response: answer(start_response, b"x" * PIECE, b"x"),
        threads=1,
        largest=lambda _scope: LARGEST,
    )

    async def run() -> list[Any]:
        until = asyncio.Event()
        readers = [Asked(body=[b"x"], waits={slow: until}) for _number in range(8)]
        waiting = [asyncio.create_task(each.ask(bridge)) for each in readers]
        await asyncio.sleep(0.05)
        quick = Asked()
        await asyncio.wait_for(quick.ask(bridge), 5)
        done = [each.done() for each in waiting]
        until.set()
        await asyncio.wait_for(asyncio.gather(*waiting), 5)
        bridge.close()
        return [quick.sent[-1]["more_body"], done, [each.sent[-1]["more_body"] for each in readers]]

    assert asyncio.run(run()) == [False, [False] * 8, [False] * 8]


def test_an_application_that_takes_long_holds_up_nobody_else():
    until = threading.Event()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            until.wait(5)
        return answer(start_response)

    async def run() -> list[bool]:
        bridge = Bridge(application, threads=2, largest=lambda _scope: 0)
        slow, quick = Asked(), Asked()
        waiting = asyncio.create_task(slow.ask(bridge, raw_path=b"/slow"))
        await asyncio.wait_for(quick.ask(bridge), 5)
        seen = [waiting.done(), bool(quick.sent)]
        until.set()
        await waiting
        bridge.close()
        return seen

    assert asyncio.run(run()) == [False, True]


def answer(start_response: Any, *pieces: bytes) -> list[bytes]:
    start_response("200 OK", [("x-words", "café")])
    return list(pieces)


def unasked(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
    raise AssertionError("The application was asked.")


class Response:
    """An application, and its answer, which notes when it is taken and closed."""

    def __init__(self, pieces: Iterable[bytes], *, fails: bool = False) -> None:
        self.events: list[str] = []
        self._pieces = pieces
        self._fails = fails

    def __call__(self, _environ: dict[str, Any], start_response: Any) -> "Response":
        start_response("200 OK", [("x-words", "café")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        self.events.append("first")
        yield from self._pieces
        if self._fails:
            raise ZeroDivisionError
        self.events.append("last")

    def close(self) -> None:
        self.events.append("close")


class Asked:
    """One request as a server has it: what comes of its body, and what is sent in answer.

    The reader `leaves` before the end of the body, or after so many messages that the server `sends`; and `waits` in
    the middle of the body or of the answer.
    """

    def __init__(
        self,
        application: Any = lambda _environ, start_response: answer(start_response),
        *,
        body: list[bytes] | None = None,
        largest: Callable[[Any], int] = lambda _scope: LARGEST,
        leaves: bool = False,
        sends: int | None = None,
        waits: dict[str, asyncio.Event] | None = None,
    ) -> None:
        self.sent: list[dict[str, Any]] = []
        self._application = application
        self._largest = largest
        last = {"type": "http.disconnect"} if leaves else {"type": "http.request"}
        self._coming = [{"type": "http.request", "body": each, "more_body": True} for each in body or ()]
        self._coming.append(last)
        self._sends = sends
        self._waits = waits or {}

    @property
    def to_come(self) -> int:
        """How many pieces of the body were not asked for."""
        return len(self._coming) - 1

    def environ(self, **scope: Any) -> dict[str, Any]:
        """Return what an application is told of the request."""
        told: list[dict[str, Any]] = []

        def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            told.append(environ)
            return answer(start_response)

        self._application = application
        self.run(**scope)
        return told[0]

    def run(self, **scope: Any) -> None:
        bridge = Bridge(self._application, threads=1, largest=self._largest)
        try:
            asyncio.run(self.ask(bridge, **scope))
        finally:
            bridge.close()

    async def ask(self, bridge: Bridge, **scope: Any) -> None:
        """Ask as uvicorn does."""
        usual = {
            "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/", "raw_path": b"/",
            "query_string": b"", "headers": [], "server": ("192.0.2.1", 8000), "client": ("192.0.2.7", 50_000),
        }  # fmt: skip
        await bridge({**usual, **scope}, self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        if "body" in self._waits:
            await self._waits["body"].wait()
        return self._coming.pop(0)

    async def _send(self, message: dict[str, Any]) -> None:
        if len(self.sent) == self._sends:
            raise ConnectionResetError
        self.sent.append(message)
        if "answer" in self._waits:
            await self._waits["answer"].wait()
