"""What one process keeps of pages, and the one way to find a page in it or have it made: once, whoever asks."""

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import Error

from . import outages, outbox
from .cached_pages import CachedPage, JoinedPage
from .outbox_follower import OutboxFollower
from .page_store import LEASE_SECONDS, PageStore

log = logging.getLogger("broadsheet.press")

# A clock that is kept by NTP is set back by less, in small steps.
SET_BACK_SECONDS = 1.0
# No page takes so many seconds to make.
LONGEST_MAKING = 10.0


@dataclass(slots=True)
class Turn:
    """Who makes a page while others want it too."""

    is_mine: bool
    over: threading.Event = field(default_factory=threading.Event)


class Press(PageStore):
    """The pages and shares of this process, and the thread that keeps them true."""

    def __init__(self, *, room: int, pause: float) -> None:
        super().__init__(room)
        self.tail = OutboxFollower(
            pause=pause, start=self.begin, hear=self.hear, keep_time=self.keep_time, caught_up=self.write_down
        )
        self._making: dict[str, Turn] = {}
        self._lock = threading.Lock()
        self._recompressed_at = 0.0
        # What the clock said at the last look, in seconds since the epoch.
        self._looked_at = 0.0
        # Once more, for the pages that were in the making when the clock was set back.
        self._clear_again_at = float("inf")

    def start(self) -> None:
        """Begin to follow the outbox, unless that was done before. Raises django.db.Error where it cannot be read."""
        self.tail.start()

    def stop(self) -> None:
        self.tail.stop()

    @property
    def state(self) -> tuple[object, ...]:
        """What differs when a page may: the newest change that was heard of, and what pages share."""
        return (self.cache.heard, *self.shares.values)

    def current(self, key: str, now: float) -> tuple[CachedPage, JoinedPage] | None:
        """Return a page as it must be shown at `now`, joined anew if what it shares has changed; None for none."""
        page = self.cache.fresh.get(key)
        if page is None:
            return None
        joined = page.joined
        if joined.made_with is page.share.value and now < joined.until:
            return page, joined
        try:
            shared = page.share.at(now)
        except Error:
            # The database is away: what was read before goes on being shown, as far as it may.
            return (page, joined) if now < joined.gone else None
        found = self._join_anew(page, shared, now)
        if found is None:
            self.cache.invalidate_page(key, now=now)
        return found

    @property
    def is_making(self) -> bool:
        """Whether any page is being made at this moment."""
        return bool(self._making)

    def is_made(self, key: str) -> bool:
        """Return whether a thread makes this page at this moment."""
        return key in self._making

    def turn(self, key: str) -> Turn:
        """Say whether it is the caller who makes a page now; `finish` must be called then, else `over` awaited."""
        with self._lock:
            found = self._making.get(key)
            if found is not None:
                return Turn(False, found.over)
            self._making[key] = mine = Turn(True)
            return mine

    def finish(self, key: str) -> None:
        """Say that a page was made, or cannot be."""
        with self._lock:
            self._making.pop(key).over.set()

    def begin(self) -> None:
        """Take the present state of the outbox for the one from which pages are made."""
        self._clear(outbox.latest())
        self.lease_until = time.time() + LEASE_SECONDS

    def hear(self) -> int:
        """Take every new change into account; return how many there were."""
        self._mind_gaps()
        changes = 0
        while told := outbox.since(self.cache.heard):
            # What pages share comes first: a page that is made meanwhile of what was shared before does not count as
            # one that knows the change, and is refused or dropped with the others.
            self._renew_shares(frozenset().union(*(each.tags for each in told)))
            now = time.time()
            for change in told:
                self.cache.invalidate(change.tags, number=change.number, now=now)
            changes += len(told)
        return changes

    def _renew_shares(self, tags: frozenset[str]) -> None:
        try:
            self.shares.hear(tags)
        except Exception:
            # What cannot be read now is read at the next look; what must not be seen is not waited for.
            if gone := frozenset(each for each in tags if each.startswith(outbox.PURGE)):
                self._purge(gone)
            raise

    def _purge(self, gone: frozenset[str]) -> None:
        """Have nobody shown what these tags name, though the change that they are from cannot be taken into account."""
        self.shares.purge({each.removeprefix(outbox.PURGE) for each in gone})
        self.cache.purge(gone, number=self.cache.heard + 1, now=time.time())

    def keep_time(self, *, is_well: bool) -> None:
        """Read anew what time has changed, and polish what has settled."""
        now = time.time()
        self._mind_the_clock(now)
        if is_well:
            self.lease_until = now + LEASE_SECONDS
            self.shares.keep_time()
        if now - self._recompressed_at >= 1:
            self._recompressed_at = now
            self.recompress(now)

    def _mind_the_clock(self, now: float) -> None:
        """Drop everything when the clock was set back: what an embargo holds back again is in what was made before."""
        was_set_back = now < self._looked_at - SET_BACK_SECONDS
        if was_set_back:
            log.warning("The clock was set back by %.0f s: every kept page is dropped", self._looked_at - now)
            self._recompressed_at = now
        self._looked_at = now
        if was_set_back or now >= self._clear_again_at:
            self._clear_again_at = now + LONGEST_MAKING if was_set_back else float("inf")
            self.shares.purge({"all"})
            self._clear(self.cache.heard)

    def write_down(self, since: float) -> None:
        """Have the desk told that pages could not be kept true for a while."""
        now = time.time()
        if now - since >= LEASE_SECONDS:
            outages.write_down(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(now, UTC))

    def _mind_gaps(self) -> None:
        """Drop everything where changes cannot be read any more.

        They were pruned while this machine slept for days, or an older database was put in the place of this one.
        """
        oldest, newest = outbox.reach()
        if not oldest - 1 <= self.cache.heard <= newest:
            log.warning(
                "Changes were missed (%s to %s): every kept page is dropped", self.cache.heard, newest
            )
            self._renew_shares(frozenset(["all"]))
            self._clear(newest)

    def _clear(self, number: int) -> None:
        self.cache.clear(number=number)
