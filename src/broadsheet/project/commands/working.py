"""`broadsheet worker`: what no reader should wait for, done as the outbox tells of changes."""

import logging
import os
import signal
import threading
import time
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

django.setup()

from wagtail.models import Revision  # noqa: E402

from ...audience import counts  # noqa: E402
from ...newsroom import indexing  # noqa: E402
from ...newsroom.models import Article  # noqa: E402
from ...newsroom.transitions import announce_due  # noqa: E402
from ...press import outbox  # noqa: E402
from ..worker_lock import held  # noqa: E402

NAME = "worker"
BATCH = 500
KEEP_CHANGES = timedelta(days=2)
KEEP_READS = timedelta(days=400)
TIDY_EVERY = timedelta(hours=1)
LONGEST_BACKOFF = 30.0
POLITENESS = 10

log = logging.getLogger("broadsheet.worker")


def work() -> None:
    """Work until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    # Readers and editors come first.
    os.nice(POLITENESS)
    with held(settings.DATA) as is_only_one:
        if not is_only_one:
            log.warning("Another worker runs over %s; this one waits until it ends", settings.DATA)
            stop.wait(LONGEST_BACKOFF)
            return
        log.info("The worker has begun")
        Worker().run(stop)
        log.info("The worker has ended")


class Worker:
    """Follows the outbox from where it last was, and the clock from where it last looked."""

    def __init__(self) -> None:
        self.clock = timezone.now()
        self.tidied = self.clock - TIDY_EVERY

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a database that is away is waited for."""
        backoff = pause = settings.OPTIONS.press_poll_ms / 1000
        while not stop.is_set():
            try:
                busy = self.turn(timezone.now())
                backoff = pause
            except DatabaseError as error:
                log.error("The database cannot be used (%s); trying again in %.1f s", error, backoff)
                connection.close()
                busy, backoff = False, min(backoff * 2, LONGEST_BACKOFF)
            if not busy:
                stop.wait(backoff)

    def turn(self, now: datetime) -> bool:
        """Do what is due; say whether there may be more at once."""
        self.keep_time(now)
        if now - self.tidied >= TIDY_EVERY:
            outbox.prune(before=now - KEEP_CHANGES)
            counts.forget_before(now - KEEP_READS)
            self.tidied = now
        return self.follow_outbox()

    def keep_time(self, now: datetime) -> None:
        """Announce embargoes and expiries whose second has come, and publish what is scheduled."""
        if announced := announce_due(self.clock, now):
            log.info("%s articles became visible or ceased to be", announced)
        is_due = Revision.objects.filter(approved_go_live_at__lte=now).exists()
        if is_due or Article.objects.filter(live=True, expire_at__lte=now).exists():
            # Expired articles are invisible to the second by the predicate; this gives them their status at the desk.
            call_command("publish_scheduled", verbosity=0)
            log.info("Scheduled articles were published or withdrawn")
        self.clock = now

    def follow_outbox(self) -> bool:
        """Work out the rails of articles that changed."""
        here = outbox.position(NAME) or 0
        told = outbox.since(here, limit=BATCH)
        if not told:
            return False
        articles = {
            int(tag.partition(":")[2]) for each in told for tag in each.tags if tag.startswith("article:")
        }
        if articles:
            begun = time.monotonic()
            if changed := indexing.refresh(sorted(articles)):
                log.info(
                    "Related articles of %s changed articles in %.2f s", changed, time.monotonic() - begun
                )
        outbox.move_to(NAME, told[-1].number)
        return len(told) == BATCH
