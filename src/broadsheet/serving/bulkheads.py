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
    """All places are taken, and the queue is full or the wait took too long. Answer 503 with Retry-After."""


@dataclass(frozen=True, slots=True)
class Room:
    """The limits of one kind of work: `places` at once, `queue` more that wait, each up to `patience` seconds.

    `per_network` limits what one network may hold of both; 0 means no limit.
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
    """Admits work of one kind up to its limits. Work that has begun is never interrupted."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._slots = threading.BoundedSemaphore(room.threads)
        self._places = threading.BoundedSemaphore(room.places)
        self._networks: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, network: str = "") -> Iterator[None]:
        """Hold a place for the length of the block. Raises Busy if none becomes free in time."""
        with self.slot(network), self._place():
            yield

    @contextmanager
    def slot(self, network: str = "") -> Iterator[None]:
        """Hold one of the threads of this kind while waiting. Raises Busy at once if all are taken."""
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
    """A bulkhead with a thread pool: one thread and one database connection for each place.

    The calling thread waits in a slot. So a worker has as many connections as places, however many threads the web
    server has.
    """

    def __init__(self, room: Room, name: str) -> None:
        super().__init__(room)
        self._threads = ThreadPoolExecutor(room.places, thread_name_prefix=name)

    def do(self, work: Callable[[], T], network: str = "") -> T:
        """Run work in the pool and return its result. Raises Busy if it cannot begin in time."""
        with self.slot(network):
            return self.begin(work)

    def begin(self, work: Callable[[], T]) -> T:
        """Run work from within a slot. Raises Busy if it cannot begin in time."""
        done = self._threads.submit(work)
        try:
            return done.result(self.room.patience)
        except TimeoutError:
            if done.cancel():
                raise Busy from None
            # Work that has begun is not interrupted, and its exceptions are passed on.
            return done.result()
