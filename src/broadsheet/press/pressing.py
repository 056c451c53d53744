"""The page store of a process that follows the outbox: applies changes, and lets each page be rendered by one thread at a time."""

import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import Error

from . import outages, outbox
from .cached_pages import CachedPage, JoinedPage
from .outbox_follower import OutboxFollower
from .page_store import LEASE_SECONDS, PageStore

log = logging.getLogger("broadsheet.press")

# Seconds: NTP sets a clock back by less, in small steps.
SET_BACK_SECONDS = 1.0
# Seconds: no page takes longer to render.
LONGEST_MAKING = 10.0


@dataclass(slots=True)
class Turn:
    """Whether the caller renders a page, or waits for the thread that does."""

    is_mine: bool
    over: threading.Event = field(default_factory=threading.Event)


class Press(PageStore):
    """The page store of this process, and the thread that keeps it up to date."""

    def __init__(self, *, room: int, pause: float) -> None:
        super().__init__(room)
        self.tail = OutboxFollower(
            pause=pause, start=self.begin, hear=self.hear, keep_time=self.keep_time, caught_up=self.write_down
        )
        # Told the tags of every change.
        self.listeners: list[Callable[[Collection[str]], None]] = []
        self._making: dict[str, Turn] = {}
        self._lock = threading.Lock()
        self._recompressed_at = 0.0
        # The time of the last look, in seconds since the epoch.
        self._looked_at = 0.0
        # When to clear once more: pages were being rendered when the clock was set back.
        self._clear_again_at = float("inf")

    def start(self) -> None:
        """Begin to follow the outbox, if that was not done yet. Raises django.db.Error if it cannot be read."""
        self.tail.start()

    def stop(self) -> None:
        self.tail.stop()

    @property
    def state(self) -> tuple[object, ...]:
        """A value that differs whenever a page may differ: the newest change and the shared values."""
        return (self.cache.heard, *self.shares.values)

    def current(self, key: str, now: float) -> tuple[CachedPage, JoinedPage] | None:
        """Return a page as it must be served at `now`, joined again if its shared value changed; None if there is none."""
        page = self.cache.fresh.get(key)
        if page is None:
            return None
        joined = page.joined
        if joined.made_with is page.share.value and now < joined.until:
            return page, joined
        try:
            shared = page.share.at(now)
        except Error:
            # The database is away: serve what was loaded before, if it may still be seen.
            return (page, joined) if now < joined.gone else None
        return self._join_again(key, page, shared, now)

    @property
    def is_making(self) -> bool:
        """Whether any page is being rendered at this moment."""
        return bool(self._making)

    def is_made(self, key: str) -> bool:
        """Return True while a thread renders this page."""
        return key in self._making

    def turn(self, key: str) -> Turn:
        """Return a turn: if `is_mine`, the caller renders the page and must call `finish`; else it waits for `over`."""
        with self._lock:
            found = self._making.get(key)
            if found is not None:
                return Turn(False, found.over)
            self._making[key] = mine = Turn(True)
            return mine

    def finish(self, key: str) -> None:
        """Note that a page was rendered, or cannot be."""
        with self._lock:
            self._making.pop(key).over.set()

    def begin(self) -> None:
        """Start from the newest change of the outbox."""
        self._clear(outbox.latest())
        self.lease_until = time.time() + LEASE_SECONDS

    def hear(self) -> int:
        """Apply every new change; return how many there were."""
        self._mind_gaps()
        changes = 0
        while told := outbox.since(self.cache.heard):
            # Shared values first: a page that is rendered meanwhile with an old value was made from an older change,
            # and is refused or invalidated with the others.
            tags = frozenset[str]().union(*(each.tags for each in told))
            for listener in self.listeners:
                listener(tags)
            self._renew_shares(tags)
            now = time.time()
            for change in told:
                self.cache.invalidate(change.tags, number=change.number, now=now)
            changes += len(told)
        return changes

    def _renew_shares(self, tags: frozenset[str]) -> None:
        try:
            self.shares.hear(tags)
        except Exception:
            # What cannot be loaded now is loaded at the next look; a purge does not wait for that.
            if gone := frozenset(each for each in tags if each.startswith(outbox.PURGE)):
                self._purge(gone)
            raise

    def _purge(self, gone: frozenset[str]) -> None:
        """Purge these tags, though their change cannot be applied as a whole."""
        self.shares.purge({each.removeprefix(outbox.PURGE) for each in gone})
        self.cache.purge(gone, number=self.cache.heard + 1, now=time.time())

    def keep_time(self, *, is_well: bool) -> None:
        """Extend the lease, load again what has expired, and recompress pages that have stood for a while."""
        now = time.time()
        self._mind_the_clock(now)
        if is_well:
            self.lease_until = now + LEASE_SECONDS
            self.shares.keep_time()
        if now - self._recompressed_at >= 1:
            self._recompressed_at = now
            self.recompress(now)

    def _mind_the_clock(self, now: float) -> None:
        """Clear the cache when the clock was set back: pages may show what is under embargo again."""
        was_set_back = now < self._looked_at - SET_BACK_SECONDS
        if was_set_back:
            log.warning("The clock was set back by %.0f s: the page cache is cleared", self._looked_at - now)
            self._recompressed_at = now
        self._looked_at = now
        if was_set_back or now >= self._clear_again_at:
            self._clear_again_at = now + LONGEST_MAKING if was_set_back else float("inf")
            self.shares.purge({"all"})
            self._clear(self.cache.heard)

    def write_down(self, since: float) -> None:
        """Record for the desk that pages could not be kept up to date for a while."""
        now = time.time()
        if now - since >= LEASE_SECONDS:
            outages.write_down(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(now, UTC))

    def _mind_gaps(self) -> None:
        """Clear the cache if changes were lost.

        They were pruned while this machine slept for days, or an older database was put in the place of this one.
        """
        oldest, newest = outbox.reach()
        if not oldest - 1 <= self.cache.heard <= newest:
            log.warning("Changes were missed (%s to %s): the page cache is cleared", self.cache.heard, newest)
            self._renew_shares(frozenset(["all"]))
            self._clear(newest)

    def _clear(self, number: int) -> None:
        self.cache.clear(number=number)
