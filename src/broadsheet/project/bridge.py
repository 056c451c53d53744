"""Run a WSGI application (PEP 3333) under a server that speaks ASGI: in threads, a body taken in before one is begun.

A thread is never kept by a reader who sends or fetches slowly: what comes is gathered in memory and beyond that in a
file, and what goes is mostly one piece, which the server's loop sends.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1 << 20
# Pieces of an answer that is not whole are passed on in fewer, larger ones.
PIECE = 1 << 16
# Of the length of a body: no machine has so much room.
MOST_DIGITS = 18


class TooLarge(Exception):
    """The body is larger than may be sent here."""


class Bridge:
    """Is the ASGI application (asgi.readthedocs.io, HTTP 2.3) that has a WSGI application answer.

    `largest` says how many bytes the body of a request to a path may have.
    """

    def __init__(self, application: Application, *, threads: int, largest: Callable[[Scope], int]) -> None:
        self.application = application
        # Requests that are being answered, or wait for a thread.
        self.busy = 0
        self._largest = largest
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            largest = self._largest(scope)
            try:
                _look_at_length(scope, largest)
                is_there = await _gather(receive, body, largest)
            except TooLarge:
                await _refuse(send)
                return
            if is_there:
                self.busy += 1
                try:
                    await self._answer(environ_of(scope, body), send)
                finally:
                    self.busy -= 1

    async def _answer(self, environ: dict[str, Any], send: Send) -> None:
        loop = asyncio.get_running_loop()
        call = _Call(self.application)
        try:
            piece = await loop.run_in_executor(self._threads, call.begin, environ)
            await send(call.start)
            while call.has_more:
                await send(_piece(piece, has_more=True))
                piece = await loop.run_in_executor(self._threads, call.next_piece)
            await send(_piece(piece))
        finally:
            if call.is_open:
                await loop.run_in_executor(self._threads, call.close)

    def close(self) -> None:
        """Let the threads end when they are done."""
        self._threads.shutdown(wait=False)


class _Call:
    """One request, as threads see it. Between two pieces of its answer no thread is kept."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.start: Message = {}
        self.has_more = False
        self.is_open = False
        self._response: Iterable[bytes] = ()
        self._rest: Iterator[bytes] = iter(())

    def begin(self, environ: dict[str, Any]) -> bytes:
        """Have the application answer; return the first piece, which is mostly all."""
        self._response = self.application(environ, self._say)
        self.is_open = True
        self._rest = iter(self._response)
        return self.next_piece()

    def next_piece(self) -> bytes:
        held = bytearray()
        self.has_more = False
        for each in self._rest:
            held += each
            if len(held) >= PIECE:
                self.has_more = True
                return bytes(held)
        self.close()
        return bytes(held)

    def close(self) -> None:
        self.is_open = False
        if (close := getattr(self._response, "close", None)) is not None:
            close()

    def _say(self, status: str, headers: Iterable[tuple[str, str]], _info: Any = None) -> None:
        lines = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": lines}


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Return what a WSGI application is told of a request.

    Fields whose names have an underscore are left out: they could pass for others (CWE-444).
    """
    server, client = scope["server"] or ("", 0), scope["client"] or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]), "SERVER_PORT": str(server[1] or ""), "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope["scheme"], "wsgi.input": body, "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for field, said in scope["headers"]:
        name, value = field.decode("latin-1"), said.decode("latin-1")
        if "_" in name or name == "content-length":
            continue
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
            continue
        name = f"HTTP_{name.upper().replace('-', '_')}"
        # RFC 9110, 5.3; of cookies RFC 9113, 8.2.3 has a line of its own.
        between = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{between}{value}" if name in environ else value
    length = body.tell()
    body.seek(0)
    environ["CONTENT_LENGTH"] = str(length) if length else ""
    return environ


def _look_at_length(scope: Scope, largest: int) -> None:
    """Refuse a body that is said to be too large before it comes. Raises TooLarge."""
    for name, value in scope["headers"]:
        if (
            name == b"content-length"
            and value.isdigit()
            and (len(value) > MOST_DIGITS or int(value) > largest)
        ):
            raise TooLarge


async def _gather(receive: Receive, body: IO[bytes], largest: int) -> bool:
    """Take a body in; say whether the reader is still there. Raises TooLarge."""
    has_more = True
    while has_more:
        message = await receive()
        if message["type"] != "http.request":
            return False
        piece, has_more = message.get("body", b""), message.get("more_body", False)
        if body.tell() + len(piece) > largest:
            raise TooLarge
        body.write(piece)
    return True


async def _refuse(send: Send) -> None:
    lines = [(b"connection", b"close"), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 413, "headers": lines})
    await send(_piece(b"What was sent is too large.\n"))


def _piece(body: bytes, *, has_more: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": has_more}
