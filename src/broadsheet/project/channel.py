"""Pass words and open connections between two processes of this machine (unix(7), SCM_RIGHTS)."""

import asyncio
import contextlib
import logging
import os
import socket
from collections import deque
from collections.abc import Callable

log = logging.getLogger("broadsheet.web")

# What may have been read of a connection before it is passed on; a datagram carries no more with safety.
LONGEST = 65_536
# A connection with what was read of it, a way for news of what is kept, and the name of a page that is wanted.
CONNECTION, NEWS, WANTED = b"C", b"N", b"W"
MOST_WAITING = 10_000
MOST_MENTIONED = 1_000

Take = Callable[[bytes, socket.socket | None], None]


def channel_ends() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a channel. It outlives who uses it, so that nothing in it is lost when a process dies."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for each in ends:
        each.setblocking(False)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    return ends


class Channel:
    """One end of a channel; `take` is given what comes from the other: bytes, and a connection where there is one."""

    def __init__(self, end: socket.socket, take: Take) -> None:
        self._end = end
        self._take = take
        self._waiting: deque[tuple[bytes, int | None]] = deque()

    def open(self) -> None:
        """Take what comes, in the running loop."""
        asyncio.get_running_loop().add_reader(self._end, self._receive)

    def close(self) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._end)
        loop.remove_writer(self._end)
        while self._waiting:
            _close(self._waiting.popleft()[1])

    def send(self, packet: bytes, descriptor: int | None = None) -> None:
        """Pass on words, and a descriptor, which is closed here; where the other side is slow they wait their turn."""
        if self._waiting or not self._send(packet, descriptor):
            if len(self._waiting) >= MOST_WAITING:
                log.error("Too many readers wait for pages to be made; one was turned away")
                _close(descriptor)
                return
            if not self._waiting:
                asyncio.get_running_loop().add_writer(self._end, self._send_on)
            self._waiting.append((packet, descriptor))

    def mention(self, packet: bytes) -> None:
        """Pass on words that may be lost where too much is waiting."""
        if len(self._waiting) < MOST_MENTIONED:
            self.send(packet)

    def send_now(self, packet: bytes, descriptor: int | None = None) -> bool:
        """Pass something on as `send` does, unless the other side is slow; say whether that was done."""
        return not self._waiting and self._send(packet, descriptor)

    def _send(self, packet: bytes, descriptor: int | None) -> bool:
        try:
            socket.send_fds(self._end, [packet], [] if descriptor is None else [descriptor])
        except (BlockingIOError, InterruptedError, ConnectionRefusedError):
            return False
        _close(descriptor)
        return True

    def _send_on(self) -> None:
        while self._waiting:
            if not self._send(*self._waiting[0]):
                return
            self._waiting.popleft()
        asyncio.get_running_loop().remove_writer(self._end)

    def _receive(self) -> None:
        with contextlib.suppress(BlockingIOError, InterruptedError):
            packet, descriptors, _flags, _address = socket.recv_fds(self._end, LONGEST + 1, 1)
            connection = socket.socket(fileno=descriptors[0]) if descriptors else None
            if connection is not None:
                connection.setblocking(False)
            self._take(packet, connection)


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
