"""The worker: what no reader should wait for, done as the outbox tells of changes."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from wagtail.models import Revision

from ..newsroom import indexing
from ..newsroom.models import Article
from ..newsroom.pictures.strays import remove_strays
from ..newsroom.transitions import announce_due, is_anything_due
from ..press import outbox
from ..press.outbox_follower import Notifications
from ..process import metrics

NAME = "worker"
BATCH = 500
# An interrupted refresh is done again; more at once would lose too much.
MOST_ARTICLES = 5000
KEEP_CHANGES = timedelta(days=2)
TIDY_EVERY = timedelta(hours=1)
STRAYS_EVERY = timedelta(days=1)
# With what the pool waits for a connection, a database that is back is noticed within five seconds.
LONGEST_BACKOFF = 2.0
REST = timedelta(seconds=30)
# Embargoes and expiries are kept to the second.
KEEP_TIME_EVERY = timedelta(milliseconds=100)
# In the middle of other work, which waits for it.
KEEP_TIME_AT_WORK_EVERY = timedelta(milliseconds=300)
# Seconds between two looks into the outbox where PostgreSQL notifies of changes: a notification may be lost.
LONGEST_SILENCE = 1.0
# This many articles at once are news, which should stand beside their story-mates within the second; more are an archive.
NEWS = 20
# Lists that lost a place are filled up when no news came for this long, or at once, where they become too many.
QUIET_SECONDS = 1.0
MOST_UNDERFULL = 500
# Between any two looks for news.
RANKED_AT_ONCE = 4

log = logging.getLogger("broadsheet.worker")


class Stopped(Exception):
    """The worker was told to stop in the middle of something, which is done at the next start."""


class Worker:
    """Follows the outbox from where it last was, and the clock from where it last looked."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self.clock = timezone.now()
        self.tidied = self.clock - TIDY_EVERY
        # Not at every start: it reads the names of all pictures.
        self.looked_for_strays = self.clock
        self._watch = outbox.Watch()
        self._has_heard_all = False
        # How far this worker has come; it is alone.
        self._position: int | None = None
        # The database would have sent a notification if there were a change.
        self._is_silent = False
        self._rests_until: dict[str, datetime] = {}
        # An earlier worker may have been killed in the middle of its work, or a new version wants all of it again.
        self.is_unfinished = True
        self.counts = indexing.Counts()
        # Articles whose lists are to be filled up, and what was done of that.
        self._underfull: set[int] = set()
        self._filling: indexing.Filling | None = None
        self._worked = time.monotonic()

    def run(self) -> None:
        """Work until told to stop; a database that is away is waited for."""
        backoff = pause = settings.OPTIONS.press_poll_ms / 1000
        notifications, looked = Notifications(), time.monotonic()
        metrics.started(NAME)
        while not self.stop.is_set():
            metrics.beat(NAME, time.time())
            try:
                busy = self.turn(timezone.now())
                backoff = pause
            except Stopped:
                break
            except (OperationalError, InterfaceError) as error:
                log.error("The database cannot be used (%s); trying again in %.1f s", error, backoff)
                connection.close()
                # Another connection counts writes again, and the database may be another.
                self._has_heard_all, self._position = False, None
                self._stop_filling()
                busy, backoff = False, min(backoff * 2, LONGEST_BACKOFF)
            self._is_silent = False
            if not busy:
                is_notified = notifications.wait(self.stop, backoff)
                self._is_silent = not is_notified and time.monotonic() - looked < LONGEST_SILENCE
            if not self._is_silent:
                looked = time.monotonic()
        notifications.close()

    def turn(self, now: datetime) -> bool:
        """Do what is due; return True if there may be more at once."""
        self._do(self.finish, now)
        # News first: what somebody has just published is due by the clock as well, which takes a while to find out.
        before = self.clock
        is_busy = self._do(self.follow_outbox, now)
        if self.clock == before and abs(now - before) >= KEEP_TIME_EVERY:
            self._do(self.mind_the_clock, now)
        self._do(self.tidy, now)
        return is_busy or self._do(self.fill, now)

    def _do(self, duty: Callable[[datetime], bool | None], now: datetime) -> bool:
        """Do one duty; where it fails for a reason of its own, let it rest while the others go on."""
        name = duty.__name__
        if now < self._rests_until.get(name, now):
            return False
        try:
            return bool(duty(now))
        except (Stopped, OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("%s failed; trying again in %s", name, REST)
            self._rests_until[name] = now + REST
            return False

    def mind_the_clock(self, now: datetime) -> None:
        """Do what time asks for, if it asks for anything."""
        if is_anything_due(self.clock, now):
            self.keep_time(now)
        self.clock = now

    def keep_time(self, now: datetime) -> None:
        """Announce embargoes and expiries whose second has come, and publish what is scheduled."""
        if announced := announce_due(self.clock, now):
            self._has_heard_all = False
            log.info("%s articles became visible or ceased to be", announced)
        # What is announced is not announced again, whatever becomes of the schedule.
        self.clock = now
        is_due = Revision.objects.filter(approved_go_live_at__lte=now).exists()
        if is_due or Article.objects.filter(live=True, expire_at__lte=now).exists():
            # Expired articles are invisible to the second by the predicate; this gives them their status at the desk.
            call_command("publish_scheduled", verbosity=0)
            self._has_heard_all = False
            log.info("Scheduled articles were published or withdrawn")

    def tidy(self, now: datetime) -> None:
        """Delete what nobody needs any more, once an hour."""
        if now - self.tidied >= TIDY_EVERY:
            outbox.prune(before=now - KEEP_CHANGES)
            if now - self.looked_for_strays >= STRAYS_EVERY:
                remove_strays()
                self.looked_for_strays = now
            self.tidied = now

    def finish(self, _now: datetime) -> None:
        """Work out what was left undone, after a start and when a rebuild asks for it."""
        if self.is_unfinished:
            if done := self._work_out(indexing.pending()):
                log.info("Related articles of %s articles that had been left undone", done)
            self.is_unfinished = False

    def follow_outbox(self, _now: datetime) -> bool:
        """Work out the rails of articles that changed; return True if more changes wait."""
        if self._is_silent:
            return False
        if self._watch.has_moved():
            self._has_heard_all = False
        if self._has_heard_all:
            return False
        if self._position is None:
            self._position = outbox.position(NAME) or 0
        told = outbox.since(self._position, limit=BATCH)
        # What we write ourselves is no news to the watch.
        self._has_heard_all = not told
        if not told:
            return False
        articles: set[int] = set()
        heard = 0
        for change in told:
            articles |= change.numbers("article")
            self.is_unfinished |= "rebuild" in change.tags
            heard = change.number
            if len(articles) >= MOST_ARTICLES:
                break
        begun = time.monotonic()
        if changed := self._work_out(sorted(articles)):
            metrics.CHANGES.inc(changed)
            log.info("Related articles of %s changed articles in %.2f s", changed, time.monotonic() - begun)
        outbox.move_to(NAME, heard)
        self._position = heard
        return heard < told[-1].number or len(told) == BATCH

    def fill(self, _now: datetime) -> bool:
        """Rank a few lists that something left, when there is no news, and store all at the end; return True if there are more."""
        is_quiet = time.monotonic() - self._worked >= QUIET_SECONDS
        is_wanted = self._underfull or self._filling is not None
        if not is_wanted or not (is_quiet or len(self._underfull) >= MOST_UNDERFULL):
            return False
        if self._filling is None:
            self._filling = indexing.Filling(self.counts)
        few = list(islice(self._underfull, RANKED_AT_ONCE))
        # What cannot be ranked does not stand in the way of the others; the next worker tries it again.
        self._underfull.difference_update(few)
        try:
            self._filling.rank(few)
        except (OperationalError, InterfaceError):
            self._underfull.update(few)
            raise
        if not self._underfull:
            self._has_heard_all = False
            self._filling.store()
            self._filling = None
        return bool(self._underfull)

    def _stop_filling(self) -> None:
        """Begin once more later: what was ranked may be otherwise now."""
        if self._filling is not None:
            self._underfull.update(self._filling.ids)
            self._filling = None

    def _work_out(self, articles: list[int]) -> int:
        """Work out the rails of articles."""
        self._has_heard_all = False
        self._stop_filling()
        return self._refresh(articles)

    def _refresh(self, articles: list[int]) -> int:
        """Work out the rails of articles; one that cannot be read does not stand in the way of the others."""
        if not articles:
            return 0
        try:
            underfull = self._underfull if len(articles) <= NEWS else None
            done = indexing.refresh(articles, tick=self._breathe, counts=self.counts, underfull=underfull)
            if done:
                self._worked = time.monotonic()
            return done
        except (Stopped, OperationalError, InterfaceError):
            raise
        except Exception:
            if len(articles) == 1:
                log.exception("The related articles of article %s cannot be worked out", articles[0])
                return 0
        middle = len(articles) // 2
        return self._refresh(articles[:middle]) + self._refresh(articles[middle:])

    def _breathe(self, _count: int) -> None:
        """Between two pieces of long work: stop if told to, and mind the clock."""
        if self.stop.is_set():
            raise Stopped
        now = timezone.now()
        metrics.beat(NAME, now.timestamp())
        if abs(now - self.clock) >= KEEP_TIME_AT_WORK_EVERY:
            self._do(self.mind_the_clock, now)
