"""What many pages show alike, read once by a process and read anew when it changes."""

import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

log = logging.getLogger("broadsheet.press")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LoadedValue(Generic[T]):
    """A value as it was read, the tags of what it was read from, and the moment from which it is another.

    `shown` are tags of what can be seen of it, whose own changes reach it by another one of `tags`.
    """

    value: T
    tags: frozenset[str]
    until: datetime | None = None
    shown: frozenset[str] = frozenset()


Load = Callable[[], LoadedValue[T]]


class SharedValue(Generic[T]):
    """A value that many pages show. Pages compare `value` by identity: another object means another state."""

    def __init__(self, name: str, load: Load[T]) -> None:
        self.name = name
        self.value: T | None = None
        self.until = 0.0  # seconds since the epoch
        # Not known before it is read: till then any change may be one of its own.
        self.tags: frozenset[str] | None = None
        self.shown = frozenset[str]()
        self._load = load
        self._reading = threading.Lock()

    def at(self, now: float) -> T:
        """Return the value as it is at `now`, in seconds since the epoch. What reading it raises is passed on."""
        value = self.value
        if value is None or now >= self.until:
            with self._reading:
                if self.value is None or now >= self.until:
                    self._read()
                value = self.value
        assert value is not None
        return value

    def is_touched(self, tags: Collection[str]) -> bool:
        """Say whether a change of `tags` may have changed the value, or what is being read at this moment."""
        if self.tags is None or self._reading.locked():
            return True
        return "all" in tags or not self.tags.isdisjoint(tags)

    def renew(self) -> None:
        """Read the value again. What reading it raises is passed on, and the old value stays."""
        with self._reading:
            self._read()

    def purge(self) -> None:
        """Have nothing of the value handed out any more before it was read again."""
        with self._reading:
            self.value = None

    def _read(self) -> None:
        loaded = self._load()
        self.tags, self.shown = loaded.tags, loaded.shown
        self.until = loaded.until.timestamp() if loaded.until else float("inf")
        self.value = loaded.value


class SharedValues:
    """The shares of one process, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, SharedValue] = {}
        self._lock = threading.Lock()

    def get(self, name: str, load: Load[T]) -> SharedValue[T]:
        """Return the share of a name; `load` reads it where it is new. Names must be few: nothing forgets them."""
        found = self._by_name.get(name)
        if found is None:
            with self._lock:
                # Known before it is read, so that a change meanwhile has it read once more.
                found = self._by_name.setdefault(name, SharedValue(name, load))
        return found

    def hear(self, tags: Collection[str]) -> None:
        """Read anew what a change of these tags has touched. Raises whatever reading raises, at the end."""
        self._renew([each for each in self._all() if each.is_touched(tags)])

    def keep_time(self) -> None:
        """Read anew what time has changed."""
        now = time.time()
        self._renew([each for each in self._all() if each.until <= now])

    def purge(self, tags: Collection[str]) -> None:
        """Have nothing handed out that was read from what these tags name, or shows it."""
        for each in self._all():
            if each.is_touched(tags) or not each.shown.isdisjoint(tags):
                each.purge()

    @property
    def values(self) -> list[object]:
        """What all pages share at this moment."""
        return [each.value for each in list(self._by_name.values())]

    def _all(self) -> list[SharedValue]:
        # What nobody has asked for yet is read by whoever asks first.
        return [each for each in list(self._by_name.values()) if each.value is not None or each.tags is None]

    def _renew(self, shares: list[SharedValue]) -> None:
        failure: Exception | None = None
        for each in shares:
            try:
                each.renew()
            except Exception as error:
                failure = error
        if failure is not None:
            raise failure
