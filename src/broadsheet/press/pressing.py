"""What one process keeps of pages, and the one way to find a page in it or have it made: once, whoever asks."""

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import Error

from . import outages, outbox
from .answers import SETTLED, answer_for, polish
from .shares import Shares
from .sheets import Answer, Joined, Sheet, Sheets, join
from .tail import Tail

log = logging.getLogger("broadsheet.press")

# Without word of the database for so many seconds, pages say that they may be stale.
SURE_SECONDS = 2.0
# Pages made smaller in one second: what it costs must not be felt.
POLISHED_AT_ONCE = 20
MOST_UNPOLISHED = 10_000


@dataclass(slots=True)
class Turn:
    """Who makes a page while others want it too."""

    is_mine: bool
    over: threading.Event = field(default_factory=threading.Event)


class Press:
    """The pages and shares of this process, and the thread that keeps them true."""

    def __init__(self, *, room: int, pause: float) -> None:
        self.sheets = Sheets(room)
        self.shares = Shares()
        self.tail = Tail(
            pause=pause, start=self.begin, hear=self.hear, keep_time=self.keep_time, caught_up=self.write_down
        )
        # Read while pages are handed out: until then the database was heard of lately enough.
        self.sure_until = 0.0
        # The tags of changes that the shares have not taken into account yet.
        self._owed: set[str] = set()
        self._making: dict[str, Turn] = {}
        self._lock = threading.Lock()
        self._unpolished: deque[tuple[str, Sheet, Joined]] = deque(maxlen=MOST_UNPOLISHED)
        self._polished_at = 0.0

    def start(self) -> None:
        """Begin to follow the outbox, unless that was done before. Raises django.db.Error where it cannot be read."""
        self.tail.start()

    def stop(self) -> None:
        self.tail.stop()

    @property
    def state(self) -> tuple[object, ...]:
        """What differs when a page may: the newest change that was heard of, and what pages share."""
        return (self.sheets.heard, *self.shares.values)

    def silence(self, now: float) -> float:
        """Return for how many seconds the database was not heard of; 0 while it is."""
        return 0.0 if now < self.sure_until else now - self.sure_until + SURE_SECONDS

    def current(self, key: str, now: float) -> tuple[Sheet, Joined] | None:
        """Return a page as it must be shown at `now`, joined anew if what it shares has changed; None for none."""
        sheet = self.sheets.fresh.get(key)
        if sheet is None:
            return None
        joined = sheet.joined
        if joined.made_with is sheet.share.value and now < joined.until:
            return sheet, joined
        try:
            shared = sheet.share.at(now)
        except Error:
            # The database is away: what was read before goes on being shown, as far as it may.
            return (sheet, joined) if now < joined.gone and sheet.share.value is not None else None
        assembled = sheet.assembly.assemble(shared) if now < sheet.until else None
        if assembled is None or now >= assembled.gone:
            self.sheets.retire(key, now=now)
            return None
        sheet.joined = joined = join(sheet.until, shared, assembled, now=now, before=joined)
        return sheet, joined

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

    def answer(self, key: str, sheet: Sheet, joined: Joined, accepts: str) -> Answer:
        """Return what a client is given that accepts these codings, as `codings.accepted` writes them."""
        found = joined.answers.get(accepts)
        if found is None:
            found = answer_for(sheet, joined, accepts)
            self.sheets.weigh(key, sheet)
            if not accepts.startswith(("gzip", "identity")):
                # A smaller one is made when the page has settled.
                self._unpolished.append((key, sheet, joined))
        return found

    def begin(self) -> None:
        """Take the present state of the outbox for the one from which pages are made."""
        self.sheets.clear(number=outbox.latest())
        self.sure_until = time.time() + SURE_SECONDS

    def hear(self) -> int:
        """Take every new change into account; return how many there were."""
        self._mind_gaps()
        changes = 0
        while told := outbox.since(self.sheets.heard):
            now = time.time()
            for change in told:
                self._owed |= change.tags
                self.sheets.drop(change.tags, number=change.number, now=now)
            changes += len(told)
        if self._owed:
            try:
                self.shares.hear(self._owed)
            except Exception:
                # What cannot be read now is read at the next look; what must not be seen is not waited for.
                self.shares.forget(
                    {each.removeprefix(outbox.GONE) for each in self._owed if outbox.GONE in each}
                )
                raise
            self._owed.clear()
        return changes

    def keep_time(self, *, is_well: bool) -> None:
        """Read anew what time has changed, and polish what has settled."""
        now = time.time()
        if is_well:
            self.sure_until = now + SURE_SECONDS
            self.shares.keep_time()
        if now - self._polished_at >= 1:
            self._polished_at = now
            self._polish(now)

    def write_down(self, since: float) -> None:
        """Have the desk told that pages could not be kept true for a while."""
        now = time.time()
        if now - since >= SURE_SECONDS:
            outages.write_down(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(now, UTC))

    def _polish(self, now: float) -> None:
        done = 0
        while self._unpolished and done < POLISHED_AT_ONCE:
            key, sheet, joined = self._unpolished[0]
            if joined.since + SETTLED > now:
                return
            self._unpolished.popleft()
            if sheet.joined.codings is joined.codings and polish(sheet, sheet.joined):
                self.sheets.weigh(key, sheet)
                done += 1

    def _mind_gaps(self) -> None:
        """Drop everything where changes cannot be read any more.

        They were pruned while this machine slept for days, or an older database was put in the place of this one.
        """
        oldest, newest = outbox.reach()
        if not oldest - 1 <= self.sheets.heard <= newest:
            log.warning(
                "Changes were missed (%s to %s): every kept page is dropped", self.sheets.heard, newest
            )
            self.sheets.clear(number=newest)
            self.shares.hear(["all"])
