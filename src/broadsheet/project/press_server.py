"""The process behind the kiosk: it makes pages, answers editors, and does whatever else is asked over HTTP.

Connections come from the kiosk with what was read of them, and go back there when they are answered. HTTP is uvicorn's
affair, and the application runs in threads.
"""

import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from email.utils import formatdate
from functools import partial

from django.db import Error, connection
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from ..press.pressing import Press
from ..press.relay import Caught, Line, Relay
from .attending import IDLE_SECONDS, LEAST_BYTES, Attendance, until_told_to_stop
from .bridge import Bridge, Scope
from .channel import CONNECTION, NEWS, WANTED, Channel

log = logging.getLogger("broadsheet.web")

LONGEST_HEAD = 65_536
# Only editors send files.
LARGEST_UPLOAD, LARGEST_ELSE = 1 << 30, 1 << 16
WHERE_EDITORS_SEND = ("/desk/",)
# A kiosk that has so many news to read does not read any: it is told anew when it does.
MOST_NEWS = 20_000
RETRY_SECONDS = 1.0
COURTESY_SECONDS = 0.05
# While one page waits for the database another is made.
WANTED_AT_ONCE = 2


class Conversation(HttpToolsProtocol):
    """A connection that is answered here, and goes back to its kiosk."""

    def __init__(self, server: "PressServer", kiosk: int) -> None:
        super().__init__(server.config, server.state, {})
        self.is_active = True
        self._server, self._kiosk = server, kiosk
        # Whether the parser has seen the beginning of a request and not its end.
        self._is_reading = False
        # Whether it was given what the kiosk had read.
        self._is_begun = False
        self._head = 0
        # What has come of bodies since that last showed that somebody is there.
        self._came = 0

    @property
    def is_busy(self) -> bool:
        """Whether a request that came whole is being answered."""
        return self._is_answering and not self._is_reading

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def close(self) -> None:
        self.transport.close()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Go on where somebody who says nothing more waits for answers."""
        return self.is_busy or bool(self.pipeline)

    def resume_writing(self) -> None:
        # Somebody has taken most of what lay there.
        self.is_active = True
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        self._is_begun = True
        self._head += len(data)
        super().data_received(data)
        if self._is_reading and self._head > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self._is_reading = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.is_active = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._head = 0
        self._came += len(body)
        if self._came >= LEAST_BYTES:
            self.is_active, self._came = True, 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.is_active, self._is_reading, self._head = True, False, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.loop.call_soon(self.go_back)

    def go_back(self) -> None:
        """Return to the kiosk, if all is answered, all of that is on its way, and the connection stays."""
        if (
            not self._is_begun
            or self.transport.is_closing()
            or self._is_reading
            or self._is_answering
            or self.pipeline
            or self.transport.get_write_buffer_size()
        ):
            return
        descriptor = os.dup(self.transport.get_extra_info("socket").fileno())
        if self._server.give_back(self._kiosk, descriptor):
            # The connection stays open: this was only one of two descriptors.
            self.transport.abort()
        else:
            os.close(descriptor)


class PressServer:
    """Answers what kiosks pass on, each by its own channel, and tells them what the press keeps."""

    def __init__(
        self,
        bridge: Bridge,
        press: Press,
        relay: Relay,
        ends: Sequence[socket.socket],
        press_page: Callable[[str], object],
    ) -> None:
        self.config = Config(
            bridge, http=Conversation, ws="none", lifespan="off", interface="asgi3", log_config=None, access_log=False,
            proxy_headers=False, server_header=False, timeout_keep_alive=IDLE_SECONDS,
        )  # fmt: skip
        self.config.load()
        self.state = ServerState()
        self.attendance = Attendance()
        self.state.connections, self.state.tasks = self.attendance.connections, self.attendance.tasks
        self._is_stopping = False
        self._channels = [Channel(end, partial(self._take, number)) for number, end in enumerate(ends)]
        self._bridge = bridge
        self._press, self._relay = press, relay
        # By kiosk: how often it has asked for news.
        self._asked = [0] * len(ends)
        self._press_page = press_page
        self._wanted: queue.SimpleQueue[str] = queue.SimpleQueue()

    async def serve(self) -> None:
        """Answer until told to stop."""
        for each in self._channels:
            each.open()
        for _number in range(WANTED_AT_ONCE):
            threading.Thread(target=self._press_wanted, name="wanted", daemon=True).start()
        await until_told_to_stop(self._tick)
        self._is_stopping = True
        await self.attendance.finish()
        for each in self._channels:
            each.close()

    def give_back(self, kiosk: int, descriptor: int) -> bool:
        """Pass a connection back to its kiosk, if that has room for it."""
        return not self._is_stopping and self._channels[kiosk].send_now(CONNECTION, descriptor)

    def _take(self, kiosk: int, packet: bytes, connection: socket.socket | None) -> None:
        kind, said = packet[:1], packet[1:]
        if kind == WANTED:
            self._wanted.put(said.decode())
        elif connection is None:
            return
        elif kind == NEWS:
            connection.setblocking(True)
            self._asked[kiosk] += 1
            heard = int(said) if said else None
            threading.Thread(
                target=self._tell,
                args=(connection, heard, kiosk, self._asked[kiosk]),
                name="news",
                daemon=True,
            ).start()
        else:
            self.attendance.bring_in(
                lambda: Conversation(self, kiosk), connection, lambda made: made.data_received(said)
            )

    def _press_wanted(self) -> None:
        """Make the pages that readers are shown stale meanwhile."""
        while True:
            key = self._wanted.get()
            self._let_others_go_first()
            try:
                self._press_page(key)
            except Exception:
                log.exception("A page could not be made anew: %s", key)

    def _let_others_go_first(self) -> None:
        """Wait a moment for those who are shown nothing meanwhile."""
        until = time.monotonic() + COURTESY_SECONDS
        while self._bridge.busy and time.monotonic() < until:
            time.sleep(0.002)

    def _tick(self) -> None:
        date = formatdate(time.time(), usegmt=True).encode("ascii")
        self.state.default_headers = [(b"date", date)]
        self.attendance.look()
        for each in list(self.attendance.connections):
            each.go_back()

    def _tell(self, to: socket.socket, heard: int | None, kiosk: int, number: int) -> None:
        """Send all news to a kiosk that has heard of changes up to one, until it has gone or asks again."""
        news: queue.SimpleQueue[bytes] = queue.SimpleQueue()

        def put(message: bytes) -> None:
            if news.qsize() >= MOST_NEWS:
                line.is_heard = False
            else:
                news.put(message)

        line = self._relay.connect(put)
        is_caught_up = False
        try:
            while number == self._asked[kiosk]:
                if not is_caught_up:
                    is_caught_up = self._catch_up(line, heard)
                try:
                    to.sendall(news.get(timeout=RETRY_SECONDS))
                except queue.Empty:
                    if not line.is_heard and is_caught_up:
                        return  # it read too slowly
                except OSError:
                    return
        finally:
            self._relay.leave(line)
            to.close()

    def _catch_up(self, line: Line, heard: int | None) -> bool:
        """Say all that a kiosk must know at the beginning; without a database only that we are there."""
        try:
            self._press.start()
            self._press.catch_up(line, heard)
        except Error as error:
            log.error("The kiosk cannot be told what has changed: %s", error)
            line.begin()
            line.tell(Caught())
            return False
        finally:
            connection.close()
        line.tell(Caught())
        return True


def largest_body(scope: Scope) -> int:
    """Return how many bytes may be sent to a path."""
    return LARGEST_UPLOAD if scope["path"].startswith(WHERE_EDITORS_SEND) else LARGEST_ELSE
