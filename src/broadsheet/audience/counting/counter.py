"""Count a reader of an article once a day, and no network more often than its habits allow.

An address may rotate its browser string as often as it likes: of one article it counts once, and once or twice more
where it read others in the half day before. More is counted only as far as readers elsewhere read the article too, and
as this network usually reads the paper. So it is with the network around it and with its provider.
"""

import fcntl
import os
import threading
import time
from enum import IntEnum
from pathlib import Path

from . import allowances
from .generations import HALF_DAY, Generation, destroy_before
from .live import Live
from .networks import Origin, origin
from .robots import Robots
from .tallies import EPOCH, HOUR, Tallies, epoch_of, prepare
from .traces import Traces, is_another_address, is_too_much, together

# An address may send this many reads at once, then one a second and what its breadth adds (GCRA, ITU-T I.371).
BURST = 30.0
BREADTH_A_SECOND = 100.0
SLOTS = 1 << 16
# Entries of a half day at four bytes; when they are full nobody counts until the next, rather than twice.
MOST_ENTRIES = 1 << 27
# Looks at the lock before a read is given up, the second half of them a millisecond apart.
ATTEMPTS = 100


class Verdict(IntEnum):
    """What became of a read; FULL where there is no room to remember it, or no way to the files."""

    COUNTED = 0
    REPEATED = 1
    REFUSED = 2
    ROBOT = 3
    TOO_FAST = 4
    UNKNOWN = 5
    FULL = 6


class Counter:
    """Counts over one folder; any number of threads and processes may do so at once."""

    def __init__(self, folder: Path, *, most_entries: int = MOST_ENTRIES) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.live = Live(folder)
        self._robots = Robots()
        self._most_entries = most_entries
        self._mutex = threading.Lock()
        self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._allowed = [0.0] * SLOTS
        self._half_day = -1
        self._ends = 0.0
        self._now: Generation
        self._before: Generation
        self._tallies: Tallies

    def read(self, article: int, *, address: str, agent: str, now: float, source: int = 0) -> Verdict:
        """Count a read at `now`, in seconds since 1970, where it is one."""
        if not self.live.has(article):
            return Verdict.UNKNOWN
        come_from = origin(address)
        if come_from is None:
            return Verdict.UNKNOWN
        slot = hash(come_from.address) & (SLOTS - 1)
        allowed = self._allowed[slot]
        if BURST < allowed - now <= BURST + 1.0:
            return Verdict.TOO_FAST
        if allowed > now + BURST:
            allowed = now  # the clock was set back
        # A second is what a read costs; who has read widely pays less when it is counted.
        self._allowed[slot] = (allowed if allowed > now else now) + 1.0
        is_robot = self._robots.is_robot(agent, now=now)
        if is_robot is not False:
            return Verdict.ROBOT if is_robot else Verdict.TOO_FAST
        with self._mutex:
            if not self._is_let_in():
                return Verdict.FULL
            try:
                return self._judge(article, come_from, agent, now, source, slot)
            finally:
                fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _is_let_in(self) -> bool:
        """Wait for other processes, which take microseconds; not for one that was stopped meanwhile."""
        for attempt in range(ATTEMPTS):
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                time.sleep(0 if attempt < ATTEMPTS // 2 else 0.001)
        return False

    def _judge(
        self, article: int, come_from: Origin, agent: str, now: float, source: int, slot: int
    ) -> Verdict:
        if now >= self._ends or article >= self._tallies.articles:
            self._turn(now)
        current, before = self._now, self._before
        current.look()
        reader = b"%b\0%b\0%d" % (come_from.address, agent.encode("utf-8", "replace"), article)
        key = current.key(reader)
        if current.count(key):
            return Verdict.REPEATED
        today = Traces(current, come_from, article)
        # Who was not there in the half day before has read nothing then, and earned nothing.
        past = Traces(before, come_from, article) if before.used else None
        if past and past.breadth[0]:
            if before.count(before.key(reader)):
                return Verdict.REPEATED
            self._allowed[slot] -= past.breadth[0] / (past.breadth[0] + BREADTH_A_SECOND)
        # Of a new paper, and of one that was just upgraded, nobody knows yet how much it is read.
        known = before.reads and max(current.reads, before.reads)
        free = allowances.free_of_provider(known) if known else allowances.MOST_OF_PROVIDER
        readers = together(today, past)
        if is_too_much(today, past, readers, free=free, is_ipv6=come_from.is_ipv6):
            self._tallies.refuse(article)
            return Verdict.REFUSED
        if current.used >= self._most_entries:
            return Verdict.FULL
        # First what keeps a read from counting twice, then the read: whoever is killed between loses one that was
        # not acknowledged.
        current.add(key)
        today.add(come_from)
        if is_another_address(readers, free=free, is_ipv6=come_from.is_ipv6):
            current.add_many(current.story(article))
        current.add_read()
        is_warm = today.breadth[0] > (today.readers[0] > 0) or (past is not None and past.breadth[0] > 0)
        self._tallies.add(article, is_warm=is_warm, source=source, now=now)
        return Verdict.COUNTED

    def _turn(self, now: float) -> None:
        """Open the files for a moment that those at hand do not cover."""
        half_day = max(self._half_day, int(now // HALF_DAY))
        if half_day != self._half_day:
            self._let_go()
            destroy_before(self.folder, half_day - 1)
            self._before = Generation(self.folder, half_day - 1)
            # As many again as in the half day before would fill six tenths of it.
            self._now = Generation(self.folder, half_day, room=self._before.used * 8 // 5)
            self._half_day = half_day
        else:
            self._tallies.close()
        prepare(self.folder, now=now)
        self._tallies = Tallies(self.folder, len(self.live), now=now)
        moments = (int(now // HOUR) + 1) * HOUR, (half_day + 1) * HALF_DAY, (epoch_of(now) + 1) * EPOCH
        self._ends = float(min(moments))

    def _let_go(self) -> None:
        if self._half_day >= 0:
            for each in (self._now, self._before, self._tallies):
                each.close()

    def close(self) -> None:
        """Let go of all files."""
        with self._mutex:
            self._let_go()
            self.live.close()
            os.close(self._lock)
            self._half_day = -1
