"""Remember what is locked and count refused tries in memory, so that an attack does not write to the database."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

# The database is asked again after this time: an administrator may have unlocked it.
RECHECK = timedelta(seconds=5)
WRITE_EVERY = timedelta(minutes=1)
MOST_LOCKS = 10_000
MOST_COUNTED = 1000


class Key(NamedTuple):
    """What tries are counted by; the name or the network may be empty."""

    way: str
    name: str
    network: str


class Refusals:
    """The locks that this process knows of, and the tries that it has refused since they were last written."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: OrderedDict[Key, tuple[datetime, datetime]] = OrderedDict()
        self._counts: Counter[Key] = Counter()
        self._written_at: datetime | None = None

    def remember(self, key: Key, until: datetime, *, now: datetime) -> None:
        """Remember a lock that the database holds."""
        with self._guard:
            self._locks[key] = until, now
            self._locks.move_to_end(key)
            while len(self._locks) > MOST_LOCKS:
                self._locks.popitem(last=False)

    def refuse(self, keys: Iterable[Key], *, now: datetime) -> datetime | None:
        """Count a refused try where one of the keys is locked; return until when it is."""
        with self._guard:
            for key in keys:
                until, checked_at = self._locks.get(key, (now, now))
                if until > now and now - checked_at < RECHECK:
                    if key in self._counts or len(self._counts) < MOST_COUNTED:
                        self._counts[key] += 1
                    return until
        return None

    def ask_again(self, keys: Iterable[Key]) -> None:
        """Ask the database about these keys at their next try."""
        with self._guard:
            for key in keys:
                self._locks.pop(key, None)

    def take_due(self, *, now: datetime) -> dict[Key, int]:
        """Hand over the counts to be written; nothing until a minute after the last time."""
        with self._guard:
            if not self._counts or (self._written_at and now - self._written_at < WRITE_EVERY):
                return {}
            self._written_at = now
            taken, self._counts = dict(self._counts), Counter()
            return taken

    def give_back(self, counts: dict[Key, int]) -> None:
        """Take back counts that could not be written."""
        with self._guard:
            self._counts.update(counts)

    def clear(self) -> None:
        """Forget all, as a new process."""
        with self._guard:
            self._locks.clear()
            self._counts.clear()
            self._written_at = None


refusals = Refusals()
