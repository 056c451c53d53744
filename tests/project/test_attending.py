"""Real sockets in one loop: who takes nothing and brings nothing is not waited for, and everybody else is."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from broadsheet.project import attending
from broadsheet.project.attending import LEAST_BYTES, Attendance
from broadsheet.project.bridge import Bridge
from broadsheet.project.channel import Channel, channel_ends
from broadsheet.project.kiosk_server import Customer
from broadsheet.project.press_server import LARGEST_ELSE, Conversation, PressServer, largest_body

PATIENCE = 20.0
IDLE_SECONDS = 1.2
# Far more than the system holds of what nobody reads.
LONG = 32 << 20
ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
POSTED = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(attending, "IDLE_SECONDS", IDLE_SECONDS)


@pytest.mark.parametrize("server", ["kiosk", "press"])
def test_who_never_takes_an_answer_is_broken_off(server):
    with serving(server, answer=bytes(LONG)) as reader:
        reader.sendall(ASKED)

        assert how_it_ends(reader, pause=PATIENCE / 4) < LONG


@pytest.mark.parametrize("server", ["kiosk", "press"])
def test_who_takes_an_answer_slowly_gets_all_of_it(server):
    with serving(server, answer=bytes(LONG)) as reader:
        begun = time.monotonic()
        reader.sendall(ASKED)
        taken = 0
        while taken < LONG:
            received = reader.recv(LONG // 64)
            assert received
            taken += len(received)
            if time.monotonic() - begun < 6 * IDLE_SECONDS:
                time.sleep(IDLE_SECONDS / 10)

    assert time.monotonic() - begun > 4 * IDLE_SECONDS


@pytest.mark.parametrize("server", ["kiosk", "press"])
def test_who_asks_for_nothing_is_closed(server):
    with serving(server) as reader:
        assert how_it_ends(reader) == 0


def test_a_body_that_drips_is_not_waited_for():
    with serving("press") as reader:
        reader.sendall(POSTED % 10_000)
        drips = Drips(reader, pieces=[b"x"] * 10_000, pause=IDLE_SECONDS / 10)
        drips.start()
        length = how_it_ends(reader)
        drips.join(PATIENCE)

    assert length == 0
    assert drips.sent < 100


def test_a_body_that_comes_slowly_is_taken():
    pieces = [bytes(LEAST_BYTES)] * (LARGEST_ELSE // LEAST_BYTES)
    with serving("press", answer=b"Thank you.") as reader:
        reader.sendall(POSTED % LARGEST_ELSE)
        begun = time.monotonic()
        drips = Drips(reader, pieces=pieces, pause=IDLE_SECONDS / 4)
        drips.start()
        reader.settimeout(PATIENCE)
        answer = reader.recv(1 << 16)
        drips.join(PATIENCE)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - begun > 2 * IDLE_SECONDS


def test_what_takes_long_to_make_is_waited_for():
    with serving("press", answer=b"At last.", pause=4 * IDLE_SECONDS) as reader:
        reader.sendall(ASKED)
        reader.settimeout(PATIENCE)

        assert reader.recv(1 << 16).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("asked", [ASKED, ASKED * 3, POSTED % 2 + b"ok"])
def test_who_says_nothing_more_gets_the_answers_that_are_being_made(asked):
    with serving("press", answer=b"As you wished.", pause=0.1) as reader:
        reader.sendall(asked)
        reader.shutdown(socket.SHUT_WR)
        answers = b"".join(iter(lambda: reader.recv(1 << 16), b""))

    assert answers.count(b"As you wished.") == max(1, asked.count(b"GET"))


def test_who_ends_in_the_middle_of_a_request_is_not_waited_for():
    with serving("press") as reader:
        reader.sendall(ASKED[:-2])
        reader.shutdown(socket.SHUT_WR)
        begun = time.monotonic()

        assert reader.recv(1 << 16) == b""
    assert time.monotonic() - begun < IDLE_SECONDS / 2


class Drips(threading.Thread):
    """Sends pieces one after the other, until they are refused."""

    def __init__(self, reader: socket.socket, *, pieces: list[bytes], pause: float) -> None:
        super().__init__()
        self.sent = 0
        self._reader, self._pieces, self._pause = reader, pieces, pause

    def run(self) -> None:
        with contextlib.suppress(OSError):
            for each in self._pieces:
                self._reader.sendall(each)
                self.sent += 1
                time.sleep(self._pause)


@dataclass
class Kiosk:
    """What a customer needs of a kiosk: it has one page."""

    page: bytes
    attendance: Attendance = field(default_factory=Attendance)

    def answer(self, _request: bytes, _address: str) -> bytes:
        return self.page

    def come(self, customer: Customer) -> None:
        self.attendance.connections.add(customer)

    def go(self, customer: Customer) -> None:
        self.attendance.connections.discard(customer)

    async def serve(self, connection: socket.socket, stop: threading.Event) -> None:
        self.attendance.bring_in(lambda: Customer(self), connection, lambda customer: None)
        await until(stop, self.attendance.look)


@contextlib.contextmanager
def serving(kind: str, *, answer: bytes = b"", pause: float = 0.0) -> Iterator[socket.socket]:
    """Have one reader at a kiosk, or at a press that takes a while to answer; yield the reader's end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        reader = socket.create_connection(listening.getsockname())
        served, _address = listening.accept()
    served.setblocking(False)
    stop = threading.Event()
    serve = Kiosk(answer).serve if kind == "kiosk" else at_press(answer, pause)
    thread = threading.Thread(target=lambda: asyncio.run(serve(served, stop)))
    thread.start()
    try:
        with reader:
            yield reader
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def at_press(answer: bytes, pause: float) -> Callable[[socket.socket, threading.Event], Any]:
    def application(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        time.sleep(pause)
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

    async def serve(connection: socket.socket, stop: threading.Event) -> None:
        front, behind = channel_ends()
        bridge = Bridge(application, threads=1, largest=largest_body)
        server: Any = PressServer(bridge, None, None, [behind], None)
        # At the kiosk nobody has anything more to say.
        Channel(front, lambda _packet, passed: passed.close()).open()
        server.attendance.bring_in(
            lambda: Conversation(server, 0), connection, lambda made: made.data_received(b"")
        )
        await until(stop, server.attendance.look)
        bridge.close()
        front.close()
        behind.close()

    return serve


async def until(stop: threading.Event, look: Callable[[], None]) -> None:
    """Look after connections as servers do until a signal comes, which only a main thread hears."""
    while not stop.is_set():
        look()
        await asyncio.sleep(0.02)


def how_it_ends(reader: socket.socket, *, pause: float = 0.0) -> int:
    """Take what is there, after a pause, until the connection is ended; return how many bytes came."""
    time.sleep(pause)
    reader.settimeout(PATIENCE)
    length = 0
    with contextlib.suppress(ConnectionResetError):
        while received := reader.recv(1 << 20):
            length += len(received)
    return length
