"""Keep finished pages in memory, by address, and drop them by tag."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

# What a page costs beside its bytes: headers, tags and their places in the index.
OVERHEAD = 2_000
# Drops remembered by tag, to refuse a page that was being made while one of its tags was dropped.
MOST_DROPS = 50_000


@dataclass(frozen=True, slots=True)
class Page:
    """A finished response."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    tags: frozenset[str]
    until: datetime | None = None

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


@dataclass(slots=True)
class PageStore:
    """Pages of one process, least recently used first to go, never more than `room` bytes."""

    room: int
    used: int = 0
    heard: int = 0  # the number of the newest change that was taken into account
    _pages: OrderedDict[str, Page] = field(default_factory=OrderedDict)
    _paths: dict[str, set[str]] = field(default_factory=dict)
    _drops: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _forgotten: int = 0  # drops up to this number may be missing from `_drops`
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def find(self, path: str, *, now: datetime) -> Page | None:
        """Return the page kept for `path`, unless its time is over."""
        with self._lock:
            page = self._pages.get(path)
            if page is None:
                return None
            if page.until is not None and page.until <= now:
                self._remove(path)
                return None
            self._pages.move_to_end(path)
            return page

    def keep(self, path: str, page: Page, *, made_from: int) -> bool:
        """Keep a page that was made from the state of change `made_from`; refuse one that is stale already."""
        with self._lock:
            if made_from < self._forgotten or page.size > self.room:
                return False
            if any(self._drops.get(tag, 0) > made_from for tag in (*page.tags, "all")):
                return False
            self._remove(path)
            self._pages[path] = page
            self.used += page.size
            for tag in page.tags:
                self._paths.setdefault(tag, set()).add(path)
            while self.used > self.room:
                self._remove(next(iter(self._pages)))
            return True

    def drop(self, tags: Iterable[str], *, number: int) -> int:
        """Drop every page that depends on one of `tags`, as change `number` says; return how many."""
        with self._lock:
            self.heard = max(self.heard, number)
            dropped = 0
            for tag in tags:
                self._drops[tag] = number
                self._drops.move_to_end(tag)
                paths = list(self._pages) if tag == "all" else list(self._paths.get(tag, ()))
                for path in paths:
                    self._remove(path)
                dropped += len(paths)
            while len(self._drops) > MOST_DROPS:
                _tag, oldest = self._drops.popitem(last=False)
                self._forgotten = max(self._forgotten, oldest)
            return dropped

    def clear(self, *, number: int) -> None:
        """Drop everything, as of change `number`, for when it is not known what was missed."""
        with self._lock:
            self._pages.clear()
            self._paths.clear()
            self._drops.clear()
            self.used = 0
            self.heard = self._forgotten = number

    def __len__(self) -> int:
        return len(self._pages)

    def _remove(self, path: str) -> None:
        page = self._pages.pop(path, None)
        if page is None:
            return
        self.used -= page.size
        for tag in page.tags:
            paths = self._paths.get(tag)
            if paths is not None:
                paths.discard(path)
                if not paths:
                    del self._paths[tag]
