"""Check the rails of all pages once a night, and keep the result for the dashboard."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from ..newsroom.check_report import CheckReport, keep_report, kept_report
from ..newsroom.checking import check_archive
from ..newsroom.moments import paper_time

# By the paper's clocks: few readers, and no editor who waits for the worker.
HOUR = 3

log = logging.getLogger("broadsheet.worker")


class NightCheck:
    """Remembers from when on a check is due."""

    def __init__(self, tick: Callable[[int], None]) -> None:
        self._tick = tick
        # Not at every start: it takes three seconds for a thousand articles.
        self._begun = timezone.now()
        self._done: datetime | None = None

    def check(self, now: datetime) -> bool:
        """Check all pages, if that was not done since the hour of the last night."""
        due = last_night(now)
        if self._done == due:
            return False
        if due <= self._begun:
            last = kept_report()
            if last is None or last.checked_at >= due:
                self._done = due
                return False
        found = CheckReport()
        for each in check_archive(now=now):
            found.add(each)
            self._tick(1)
        keep_report(found, now)
        self._done = due
        log.info("Rails of last night: %s", found.summary)
        return False


def last_night(now: datetime) -> datetime:
    """Return the last moment up to `now` at which the hour of the check struck."""
    struck = paper_time(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return struck if struck <= now else struck - timedelta(days=1)
