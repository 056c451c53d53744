"""Values that many pages show: loaded once in each process, and loaded again when they change."""

import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

log = logging.getLogger("broadsheet.press")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LoadedValue(Generic[T]):
    """A value, the tags of what it was loaded from, and when it must be loaded again.

    `shown` are tags of what it shows; their changes reach it by one of `tags`, except that a purge acts at once.
    """

    value: T
    tags: frozenset[str]
    until: datetime | None = None
    shown: frozenset[str] = frozenset()


Load = Callable[[], LoadedValue[T]]


class SharedValue(Generic[T]):
    """A value that many pages show. Pages compare `value` by identity: a new object is a new state."""

    def __init__(self, name: str, load: Load[T]) -> None:
        self.name = name
        self.value: T | None = None
        self.until = 0.0  # seconds since the epoch
        # None before the first load: until then any change may concern it.
        self.tags: frozenset[str] | None = None
        self.shown = frozenset[str]()
        self._load = load
        self._reading = threading.Lock()

    def at(self, now: float) -> T:
        """Return the value at `now`, in seconds since the epoch, loading it if necessary. Raises what loading raises."""
        value = self.value
        if value is None or now >= self.until:
            with self._reading:
                if self.value is None or now >= self.until:
                    self._read()
                value = self.value
        assert value is not None
        return value

    def is_touched(self, tags: Collection[str]) -> bool:
        """Return True if a change of `tags` may concern the value, or it is being loaded at this moment."""
        if self.tags is None or self._reading.locked():
            return True
        return "all" in tags or not self.tags.isdisjoint(tags)

    def renew(self) -> None:
        """Load the value again. Raises what loading raises; the old value then stays."""
        with self._reading:
            self._read()

    def purge(self) -> None:
        """Drop the value, so that it is not served before it was loaded again."""
        with self._reading:
            self.value = None

    def _read(self) -> None:
        loaded = self._load()
        self.tags, self.shown = loaded.tags, loaded.shown
        self.until = loaded.until.timestamp() if loaded.until else float("inf")
        self.value = loaded.value


class SharedValues:
    """The shared values of one process, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, SharedValue[Any]] = {}
        self._lock = threading.Lock()

    def get(self, name: str, load: Load[T]) -> SharedValue[T]:
        """Return the shared value of a name; `load` loads a new one. Names must be few: they are never removed."""
        found = self._by_name.get(name)
        if found is None:
            with self._lock:
                # Registered before it is loaded, so that a change meanwhile has it loaded once more.
                found = self._by_name.setdefault(name, SharedValue(name, load))
        return found

    def hear(self, tags: Collection[str]) -> None:
        """Load again what a change of these tags concerns. Raises at the end what loading raised."""
        self._renew([each for each in self._all() if each.is_touched(tags)])

    def keep_time(self) -> None:
        """Load again what has expired."""
        now = time.time()
        self._renew([each for each in self._all() if each.until <= now])

    def purge(self, tags: Collection[str]) -> None:
        """Drop every value that was loaded from these tags or shows them."""
        for each in self._all():
            if each.is_touched(tags) or not each.shown.isdisjoint(tags):
                each.purge()

    @property
    def values(self) -> list[object]:
        """Every value at this moment."""
        return [each.value for each in list(self._by_name.values())]

    def _all(self) -> list[SharedValue[Any]]:
        # What nobody has asked for yet is loaded by whoever asks first.
        return [each for each in list(self._by_name.values()) if each.value is not None or each.tags is None]

    def _renew(self, shares: list[SharedValue[Any]]) -> None:
        failure: Exception | None = None
        for each in shares:
            try:
                each.renew()
            except Exception as error:
                failure = error
        if failure is not None:
            raise failure
