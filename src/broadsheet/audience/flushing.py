"""Write counted reads down every few seconds, and say so when that changes what is read most."""

import logging
import threading
from collections import Counter
from datetime import datetime, timedelta
from multiprocessing.util import Finalize

from django.db import Error, connection, transaction
from django.utils import timezone

from ..rails import popular
from . import counts
from .readers import Readers
from .signals import counted

FLUSH_SECONDS = 3.0
# Every page of an edition shows what is popular: telling of each read would leave no page kept.
QUIET = timedelta(seconds=10)
MOST_READ = 200

log = logging.getLogger("broadsheet.audience")


class Flusher:
    """Writes down what `readers` counted, in a thread of its own and once more when the process ends."""

    def __init__(self, readers: Readers, *, half_life: timedelta) -> None:
        self.readers = readers
        self.half_life = half_life
        self._untold: Counter[int] = Counter()
        self._is_order_new = False
        self._told_at: datetime | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to flush, unless that was done before."""
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                # Not atexit: web servers run us in children that end without it.
                Finalize(None, self._flush_and_let_go, exitpriority=1)
                self._thread = threading.Thread(
                    target=self._flush_for_ever, name="audience-flush", daemon=True
                )
                self._thread.start()

    def flush(self, now: datetime) -> int:
        """Write down what was counted; return the number of reads. What cannot be written is kept for later."""
        reads = self.readers.take()
        try:
            former = self._record(reads, now) if reads else None
        except Error:
            self.readers.give_back(reads)
            log.exception("%s reads could not be written down and are kept", sum(reads.values()))
            return 0
        self._untold.update(reads)
        try:
            self._tell(former, now)
        except Error:
            self._is_order_new = True
            log.exception("Pages could not be told of what is read; they are told the next time")
        return sum(reads.values())

    def _record(self, reads: dict[int, int], now: datetime) -> list[int]:
        """Write down reads; return the order of the most read before them."""
        former = self._order(now)
        counts.record(reads, at=now)
        return former

    def _tell(self, former: list[int] | None, now: datetime) -> None:
        if former is not None and not self._is_order_new:
            self._is_order_new = self._order(now) != former
        if self._is_order_new and (self._told_at is None or now - self._told_at >= QUIET):
            with transaction.atomic():
                counted.send(sender=None, reads=dict(self._untold))
            self._untold.clear()
            self._is_order_new, self._told_at = False, now

    def _order(self, now: datetime) -> list[int]:
        since = now - popular.WINDOW
        read = counts.most_read(now=now, half_life=self.half_life, since=since, limit=MOST_READ)
        return [article for article, _score in read]

    def _flush_for_ever(self) -> None:
        pause = threading.Event()
        while not pause.wait(FLUSH_SECONDS):
            self._flush_and_let_go()

    def _flush_and_let_go(self) -> None:
        self.flush(timezone.now())
        # Reads come in bursts: between them there is no connection to keep.
        connection.close()
