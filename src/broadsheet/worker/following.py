"""The follower of readers: every few seconds it writes down what was read and ranks what is read most."""

import logging
import threading
import time
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from ..audience import counts
from ..audience.counting.live import Live
from ..audience.exchange import exchange
from ..audience.recording import Recorder
from ..newsroom.models import Article
from ..newsroom.popularity import Ranker
from ..press import outbox
from ..process import metrics

NAME = "audience"
PAUSE = 3.0
# A database that is away is tried again this often.
RETRY_SECONDS = 2.0
ROLL_UP_EVERY = timedelta(hours=1)
BATCH = 500

log = logging.getLogger("broadsheet.audience")


class Follower:
    """Keeps the record of this machine's reads, the articles whose reads count, and the lists of what is popular."""

    def __init__(self) -> None:
        folder = settings.DATA / "audience"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.recorder = Recorder(folder, exchange=exchange())
        self.live = Live(folder)
        self.ranker = Ranker()
        self._heard: int | None = None
        self._rolled_up: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Take a turn every few seconds; a database that is away is waited for, and nothing counted is lost."""
        metrics.started(NAME)
        while not stop.is_set():
            metrics.beat(NAME, time.time())
            try:
                self.turn(timezone.now())
                pause = PAUSE
            except (OperationalError, InterfaceError) as error:
                log.error("The database cannot be used (%s); trying again in %.0f s", error, RETRY_SECONDS)
                connection.close()
                pause = RETRY_SECONDS
                # What was half learnt is learnt again.
                self.ranker, self._heard = Ranker(), None
            stop.wait(pause)

    def turn(self, now: datetime) -> None:
        """Do everything once."""
        changed = self._follow_articles()
        self.recorder.record(now)
        self.ranker.turn(now, changed=changed)
        if self._rolled_up is None or now - self._rolled_up >= ROLL_UP_EVERY:
            counts.roll_up(now)
            self._rolled_up = now

    def _follow_articles(self) -> set[int]:
        """Learn which articles readers can see; return those that changed since the last time."""
        if self._heard is None or not outbox.reach()[0] - 1 <= self._heard <= outbox.latest():
            self._heard = outbox.latest()
            live = Article.objects.filter(live=True, killed_at=None).values_list("pk", flat=True)
            ids = np.fromiter(live.iterator(chunk_size=10_000), np.int64)
            self.live.replace(ids)
            return set()
        changed: set[int] = set()
        while told := outbox.since(self._heard):
            for change in told:
                changed |= change.numbers("article")
            self._heard = told[-1].number
        ordered = sorted(changed)
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            live = set(
                Article.objects.filter(pk__in=some, live=True, killed_at=None).values_list("pk", flat=True)
            )
            self.live.set(live, is_live=True)
            self.live.set(set(some) - live, is_live=False)
        return changed
