"""Bound how many threads of a worker one kind of work may hold, so that no kind keeps the others waiting."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


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
    def within(self) -> Iterator[None]:
        """Hold a place for the length of the block, from within a slot. Raises Busy where there is none in time."""
        with self._place():
            yield

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
