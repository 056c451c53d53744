"""What both servers of a web process do with their connections: let them in, look after them, and see them off."""

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from typing import Any

# A connection that brings no whole request in so long is closed, and so is one that has begun a request.
IDLE_SECONDS = 75
TICK_SECONDS = 0.25
# A reader is there who takes so many bytes of an answer, or brings so many of a body, between two looks.
LEAST_BYTES = 4_096
# What may take the longest when a process ends: answers that are being made, and pages that are still on their way.
FINISH_SECONDS = 8.0


class Attendance:
    """The connections of a process, and the tasks that bring them in.

    Of a connection it asks whether it `is_active`, having brought a whole request since the last look or else shown that
    somebody is there, and `is_busy`, with one that is being answered; it has it `close` after what is on its way, or
    `shutdown` as soon as all is answered. From whom nothing is taken any more its `transport` is taken away.
    """

    def __init__(self) -> None:
        self.connections: set[Any] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self._looked = time.monotonic()
        # By connection: how many bytes waited at the last look for a reader to take them.
        self._untaken: dict[Any, int] = {}

    def bring_in(
        self, protocol: Callable[[], Any], connection: socket.socket, then: Callable[[Any], None]
    ) -> None:
        """Begin to listen to a connection that is open already, and then do something with its protocol."""
        self.do(self._bring_in(protocol, connection, then))

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _bring_in(
        self, protocol: Callable[[], Any], connection: socket.socket, then: Callable[[Any], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        # A reader who has gone meanwhile is nobody's fault.
        with contextlib.suppress(OSError):
            _transport, made = await loop.connect_accepted_socket(protocol, connection)
            then(made)

    def look(self) -> None:
        """Close what has been idle for long, and break off where a reader takes no more of what he asked for."""
        now = time.monotonic()
        if now - self._looked < IDLE_SECONDS / 2:
            return
        self._looked = now
        before, self._untaken = self._untaken, {}
        for each in list(self.connections):
            self._untaken[each] = untaken = each.transport.get_write_buffer_size()
            if each.is_active:
                each.is_active = False
            elif untaken:
                if untaken > before.get(each, untaken + LEAST_BYTES) - LEAST_BYTES:
                    each.transport.abort()
            elif not each.is_busy:
                each.close()

    async def finish(self) -> None:
        """Close what is idle, and wait for what is being answered."""
        for each in list(self.connections):
            each.shutdown()
        end = time.monotonic() + FINISH_SECONDS
        while (self.connections or self.tasks) and time.monotonic() < end:
            await asyncio.sleep(0.02)


async def until_told_to_stop(tick: Callable[[], None]) -> None:
    """Tick until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        tick()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TICK_SECONDS)
