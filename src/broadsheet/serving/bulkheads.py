"""Bound how many threads of a worker one kind of work may hold, so that no kind keeps the others waiting."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """All places are taken and the queue is full, or the time limit of waiting is over. Answer 503 with Retry-After."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much one kind of work may take: `places` at once, `queue` more that wait, each up to `patience` seconds.

    `per_network` bounds what one network may have of both; 0 means no bound.
    """

    places: int
    queue: int
    patience: float = 10.0
    per_network: int = 0

    @property
    def threads(self) -> int:
        """The most threads that this kind of work can hold."""
        return self.places + self.queue


class Bulkhead:
    """Lets in as much work of a kind as there is room for. What has begun is never broken off."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._slots = threading.BoundedSemaphore(room.threads)
        self._places = threading.BoundedSemaphore(room.places)
        self._networks: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, network: str = "") -> Iterator[None]:
        """Hold a place for the length of the block. Raises Busy where there is none in time."""
        with self.slot(network), self._place():
            yield

    @contextmanager
    def slot(self, network: str = "") -> Iterator[None]:
        """Hold one of the threads of this kind, for waiting. Raises Busy at once where all are taken."""
        if not self._slots.acquire(blocking=False):
            raise Busy
        try:
            with self._share(network):
                yield
        finally:
            self._slots.release()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self.room.patience):
            raise Busy
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _share(self, network: str) -> Iterator[None]:
        if not self.room.per_network:
            yield
            return
        with self._lock:
            if self._networks[network] >= self.room.per_network:
                raise Busy
            self._networks[network] += 1
        try:
            yield
        finally:
            with self._lock:
                self._networks[network] -= 1
                if not self._networks[network]:
                    del self._networks[network]


class Workshop(Bulkhead):
    """A bulkhead whose places are threads of its own: as many as there are places, each with its database connection.

    Whoever has work done here waits for it in a slot. So a worker has as many connections as places, however many
    threads the web server answers with.
    """

    def __init__(self, room: Room, name: str) -> None:
        super().__init__(room)
        self._threads = ThreadPoolExecutor(room.places, thread_name_prefix=name)

    def do(self, work: Callable[[], T], network: str = "") -> T:
        """Have work done, and return what it returns. Raises Busy where it cannot begin in time."""
        with self.slot(network):
            return self.begin(work)

    def begin(self, work: Callable[[], T]) -> T:
        """Have work done from within a slot. Raises Busy where it cannot begin in time."""
        done = self._threads.submit(work)
        try:
            return done.result(self.room.patience)
        except TimeoutError:
            if done.cancel():
                raise Busy from None
            # What has begun is not broken off, and what it raises is passed on.
            return done.result()
