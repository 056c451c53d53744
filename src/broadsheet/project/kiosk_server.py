"""The process that readers meet: what lies ready is handed out from within one loop, which never waits for anything.

A connection that brings anything else is passed, with what was read of it, to the process behind, and comes back when
that is answered. So nothing that takes long can hold up a reader here, and HTTP is understood in one place.
"""

import asyncio
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..press.kiosk import Kiosk
from ..press.mirror import Mirror
from ..press.relay import Caught, Unpacker
from .attending import Attendance, until_told_to_stop
from .channel import CONNECTION, LONGEST, NEWS, WANTED, Channel
from .crowd import Crowd
from .reads import MORE, answer_read, is_read
from .turnover import Turnover

log = logging.getLogger("broadsheet.web")

# One for all connections: what is read is dealt with before anything else is.
_BUFFER = memoryview(bytearray(LONGEST // 4))
# News are taken in between readers, so much at a time.
NEWS_AT_ONCE = 65_536
# A kiosk with more readers than another leaves it so much time to let the next one in.
COURTESY_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kiosk stands: the socket that all listen on, its end of a channel to its press, and its place among others."""

    listening: socket.socket
    end: socket.socket
    crowd: Crowd
    number: int


class KioskServer:
    """Hands out the pages of a mirror to readers who come by a socket, which other processes may listen on too."""

    def __init__(self, place: Place, mirror: Mirror, kiosk: Kiosk, turnover: Turnover) -> None:
        self.mirror = mirror
        self.attendance = Attendance()
        self._place = place
        self._kiosk = kiosk
        self._turnover = turnover
        self._listening = place.listening
        self._is_listening = False
        self._has_waited = False
        self._channel = Channel(place.end, self._take_back)
        self._news: socket.socket | None = None
        self._unpacker = Unpacker(mirror.shares)
        mirror.want = self._want

    async def serve(self) -> None:
        """Take readers from when something is known, until told to stop; new ones only until a successor is there."""
        self._channel.open()
        self._ask_for_news()
        threading.Thread(target=self._polish, name="polish", daemon=True).start()
        await until_told_to_stop(self._tick)
        self._listen_no_more()
        await self.attendance.finish()
        self._channel.close()

    def answer(self, request: bytes, address: str) -> bytes | None:
        """Answer a request that came whole, None where others must; MORE for one whose rest is waited for."""
        if self._turnover.is_over:
            return None
        if is_read(request):
            return answer_read(request, address)
        return self._kiosk.answer(request)

    def hand_over(self, customer: "Customer", request: bytes) -> None:
        """Pass a connection on, with what was read of it."""
        descriptor = os.dup(customer.transport.get_extra_info("socket").fileno())
        # The connection stays open: this was only one of two descriptors.
        customer.transport.abort()
        self._channel.send(CONNECTION + request, descriptor)

    def _take_back(self, _packet: bytes, connection: socket.socket | None) -> None:
        if connection is not None:
            self._let_in(connection)

    def _want(self, key: str) -> None:
        """Have a page made that is shown stale meanwhile; where that is not heard, whoever asks later has it made."""
        self._channel.mention(WANTED + key.encode())

    def _let_in(self, connection: socket.socket) -> None:
        self.attendance.bring_in(lambda: Customer(self), connection, lambda customer: None)

    def _accept(self) -> None:
        if not self._has_waited and self._place.crowd.is_ahead(self._place.number):
            self._has_waited = True
            self._pause(COURTESY_SECONDS)
            return
        self._has_waited = False
        try:
            connection, _address = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            # Mostly that too many files are open: whoever waits is let in when some are closed.
            log.error("A reader could not be let in: %s", error)
            self._pause(1)
            return
        connection.setblocking(False)
        self._let_in(connection)

    def _pause(self, seconds: float) -> None:
        """Let nobody in for a while."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listening)
        loop.call_later(seconds, self._listen_again)

    def come(self, customer: "Customer") -> None:
        self.attendance.connections.add(customer)
        self._say_how_many()

    def go(self, customer: "Customer") -> None:
        self.attendance.connections.discard(customer)
        self._say_how_many()

    def _say_how_many(self) -> None:
        self._place.crowd.say(self._place.number, len(self.attendance.connections))

    def _begin_to_listen(self) -> None:
        self._is_listening = True
        self._listening.setblocking(False)
        self._listen_again()
        self._turnover.ready()

    def _listen_again(self) -> None:
        if self._is_listening:
            asyncio.get_running_loop().add_reader(self._listening, self._accept)

    def _listen_no_more(self) -> None:
        self._is_listening = False
        asyncio.get_running_loop().remove_reader(self._listening)

    def _tick(self) -> None:
        self.attendance.look()
        if self._is_listening:
            self._say_how_many()
            if self._turnover.is_over:
                self._listen_no_more()

    def _ask_for_news(self) -> None:
        """Send the process behind a way to tell us what is kept, and say what we have heard of."""
        own, theirs = socket.socketpair()
        own.setblocking(False)
        self._news, self._unpacker = own, Unpacker(self.mirror.shares)
        asyncio.get_running_loop().add_reader(own, self._hear)
        heard = self.mirror.heard
        self._channel.send(NEWS + (b"" if heard is None else str(heard).encode("ascii")), theirs.detach())

    def _hear(self) -> None:
        assert self._news is not None
        try:
            received = self._news.recv(NEWS_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionError:
            received = b""
        if not received:
            # Who told us has ended; its successor is told where to go on. What is known is shown meanwhile.
            asyncio.get_running_loop().remove_reader(self._news)
            self._news.close()
            self._ask_for_news()
            return
        for message in self._unpacker.messages(received):
            self.mirror.hear(message)
            if isinstance(message, Caught) and not self._is_listening and not self._turnover.is_over:
                self._begin_to_listen()

    def _polish(self) -> None:
        # Beside the loop, for what it takes the longest to compress is compressed without Python's lock.
        while True:
            time.sleep(1)
            self.mirror.polish(time.time())


class Customer(asyncio.BufferedProtocol):
    """A connection at the kiosk."""

    transport: Any

    def __init__(self, server: KioskServer) -> None:
        self.is_active = True
        self._server = server
        self._answer: Callable[[bytes, str], bytes | None] = server.answer
        self._address = ""
        self._held = b""
        # Whether the reader takes answers more slowly than we write them.
        self._is_full = False
        self._is_leaving = False

    @property
    def is_busy(self) -> bool:
        return False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        # Told of whatever is not on its way yet, and when all is.
        self.transport.set_write_buffer_limits(high=0)
        peer = transport.get_extra_info("peername")
        self._address = peer[0] if isinstance(peer, tuple) else ""
        self._server.come(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._server.go(self)

    def get_buffer(self, _hint: int) -> memoryview:
        return _BUFFER

    def buffer_updated(self, count: int) -> None:
        request = bytes(_BUFFER[:count])
        if self._held:
            request = self._held + request
            self._held = b""
        if not self._is_full:
            answer = self._answer(request, self._address)
            if answer:
                self.is_active = True
                self.transport.write(answer)
                return
            if answer == MORE:
                self._held = request
                return
        self._leave(request)

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self.is_active, self._is_full = True, False
        if self._is_leaving:
            # The transport is in the middle of writing, and is not to be taken away meanwhile.
            asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        if not self.transport.is_closing():
            self._server.hand_over(self, self._held)

    def close(self) -> None:
        self.transport.close()

    shutdown = close

    def _leave(self, request: bytes) -> None:
        """Go on with the process behind, as soon as all answers are on their way."""
        self.transport.pause_reading()
        if self._is_full:
            self._held, self._is_leaving = request, True
        else:
            self._server.hand_over(self, request)
