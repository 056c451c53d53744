"""The worker: it does its duties, one after the other, until it is told to stop."""

import logging
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from ..press.outbox_follower import Notifications
from ..process import metrics
from .duties import Duty, Stopped
from .registry import duties

NAME = "worker"
# With the pool's own wait for a connection, a database that is back is noticed within five seconds.
LONGEST_BACKOFF = 2.0
REST = timedelta(seconds=30)
# Prompt duties are done this often in the middle of long work, which waits for them.
PROMPT_EVERY = timedelta(milliseconds=300)
# Seconds between two looks into the outbox where PostgreSQL notifies of changes: a notification may be lost.
LONGEST_SILENCE = 1.0

log = logging.getLogger("broadsheet.worker")


class Worker:
    """Does what no reader should wait for."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self.duties = duties(self._tick)
        self._now = timezone.now()
        self._rests_until: dict[str, datetime] = {}

    def run(self) -> None:
        """Work until told to stop; a database that is away is waited for."""
        backoff = pause = settings.OPTIONS.press_poll_ms / 1000
        notifications, looked = Notifications(), time.monotonic()
        metrics.started(NAME)
        while not self.stop.is_set():
            metrics.beat(NAME, time.time())
            try:
                is_busy = self.turn(timezone.now())
                backoff = pause
            except Stopped:
                break
            except (OperationalError, InterfaceError) as error:
                log.error("The database cannot be used (%s); trying again in %.1f s", error, backoff)
                connection.close()
                self._reconnect()
                is_busy, backoff = False, min(backoff * 2, LONGEST_BACKOFF)
            is_silent = False
            if not is_busy:
                is_notified = notifications.wait(self.stop, backoff)
                is_silent = not is_notified and time.monotonic() - looked < LONGEST_SILENCE
            if not is_silent:
                looked = time.monotonic()
            self._set_silent(is_silent)
        notifications.close()

    def turn(self, now: datetime) -> bool:
        """Do what is due; return True if there may be more at once."""
        self._now = now
        is_busy = False
        for duty in self.duties:
            if not (is_busy and duty.is_patient):
                # After long work the present is not when the turn began.
                is_busy |= self._do(duty, self._now)
        return is_busy

    def _do(self, duty: Duty, now: datetime) -> bool:
        """Do one duty; where it fails for a reason of its own, let it rest while the others go on."""
        if now < self._rests_until.get(duty.name, now):
            return False
        try:
            return duty.do(now)
        except (Stopped, OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("The duty %r failed; trying again in %s", duty.name, REST)
            self._rests_until[duty.name] = now + REST
            return False

    def _tick(self, _count: int) -> None:
        """Between two steps of long work: stop if told to, and do the prompt duties."""
        if self.stop.is_set():
            raise Stopped
        now = timezone.now()
        metrics.beat(NAME, now.timestamp())
        if abs(now - self._now) >= PROMPT_EVERY:
            self._now = now
            for duty in self.duties:
                if duty.is_prompt:
                    self._do(duty, now)

    def _reconnect(self) -> None:
        for duty in self.duties:
            if duty.reader is not None:
                duty.reader.reconnect()
            if duty.reconnect is not None:
                duty.reconnect()

    def _set_silent(self, is_silent: bool) -> None:
        for duty in self.duties:
            if duty.reader is not None:
                duty.reader.is_silent = is_silent
