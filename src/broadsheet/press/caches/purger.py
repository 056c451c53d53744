"""Follow the outbox for one cache in front, and purge what changed; retry until it answers."""

import logging
import time
from collections import deque
from dataclasses import dataclass

from .. import outbox
from ..outbox_follower import OutboxFollower
from ..page_store import LEASE_SECONDS
from .purges import EVERYTHING, Cache, Purge, Unreached

log = logging.getLogger("broadsheet.press")

# Seconds: changes come in groups, so those of a moment are purged together.
SETTLE_SECONDS = 0.3
ROUND_SECONDS = 1.0
# A web process that has not applied a change yet may give a cache the old page after the purge. Without a lease it lets
# no cache keep a page, so a second purge after this many seconds is enough.
ECHO_SECONDS = LEASE_SECONDS + 1.0
# A cache that is back may have something to forget that nobody may see.
FIRST_BACKOFF, LONGEST_BACKOFF = 1.0, 10.0
WRITE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Echo:
    """A purge that is repeated, when, and the number of the newest change in it."""

    due: float
    purge: Purge
    number: int


class Purger:
    """Purges one cache, in a thread of its own: a cache that is away delays no other.

    Its position in the outbox moves past a change after the last purge for it, so that a restart loses none.
    `purges_changes`: also purge softly what reads differently; else only what is gone.
    """

    def __init__(self, cache: Cache, *, pause: float, purges_changes: bool) -> None:
        self.cache = cache
        self.tail = OutboxFollower(pause=pause, start=lambda: None, hear=self.hear, keep_time=self.keep_time)
        self._position = f"{outbox.FORGIVING}{cache.name}"[:80]
        self._purges_changes = purges_changes
        self._heard: int | None = None  # the newest change that was read
        self._owed = Purge()
        self._owed_since: float | None = None
        self._echoes: deque[Echo] = deque()
        self._done = self._written = -1  # the newest change that the cache need not hear of again
        self._wrote_at = 0.0
        self._rests_until = 0.0
        self._backoff = 0.0  # 0 while the cache can be told

    def hear(self) -> int:
        """Read every new change; return how many there were."""
        if self._heard is None:
            self._heard = outbox.position(self._position)
        oldest, newest = outbox.reach()
        if self._heard is None or not oldest - 1 <= self._heard <= newest:
            # Never purged, away for longer than changes are kept, or an older database has replaced this one.
            log.info("%s is told that everything changed: what it missed is not known", self.cache.name)
            self._owe(EVERYTHING)
            self._heard = newest
        count = 0
        while told := outbox.since(self._heard):
            for change in told:
                self._owe(Purge.of(change.tags))
                self._heard = change.number
            count += len(told)
        return count

    def keep_time(self, *, is_well: bool) -> None:
        """Do what the clock asks for."""
        self.turn(time.monotonic(), is_well=is_well)

    def turn(self, now: float, *, is_well: bool) -> None:
        """Purge what is due at `now`, in seconds; if the database is well, store the position."""
        if self._owed and self._owed_since is None:
            self._owed_since = now
        if now >= self._rests_until:
            try:
                self._tell(now)
            except Unreached as error:
                self._rest(now, error)
        if is_well and self._done != self._written and now - self._wrote_at >= WRITE_SECONDS:
            outbox.move_to(self._position, self._done)
            self._written, self._wrote_at = self._done, now

    def _owe(self, purge: Purge) -> None:
        self._owed |= purge if self._purges_changes else Purge(gone=purge.gone)

    def _tell(self, now: float) -> None:
        has_settled = self._owed_since is not None and now - self._owed_since >= SETTLE_SECONDS
        owed = self._owed if has_settled else Purge()
        due = [each for each in self._echoes if each.due <= now]
        wanted = owed
        for each in due:
            wanted |= each.purge
        if wanted:
            self.cache.purge(wanted)
            self._rests_until = now + ROUND_SECONDS
            if self._backoff:
                log.warning("%s answers again; it has missed nothing", self.cache.name)
                self._backoff = 0.0
        for each in due:
            self._echoes.popleft()
            self._done = each.number
        if owed:
            assert self._heard is not None
            self._echoes.append(Echo(now + ECHO_SECONDS, owed, self._heard))
            self._owed, self._owed_since = Purge(), None
        if not self._echoes and not self._owed and self._heard is not None:
            self._done = self._heard

    def _rest(self, now: float, error: Unreached) -> None:
        if not self._backoff:
            log.error(
                "%s cannot be told of changes (%s); this is tried again until it answers",
                self.cache.name,
                error,
            )
        self._backoff = min(max(2 * self._backoff, FIRST_BACKOFF), LONGEST_BACKOFF)
        self._rests_until = now + self._backoff
