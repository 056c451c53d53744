"""Check the rails of all pages once a night, and keep the result for the dashboard."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from ..newsroom.check_report import MOST_KEPT, CheckReport, keep_report, kept_report
from ..newsroom.checking import PageFindings, check_archive
from ..newsroom.moments import paper_time

# By the paper's clocks: few readers, and few editors who wait for the worker.
HOUR = 3
# After this long the other duties have their turn: news of the night wants its related articles within the second.
SLICE_SECONDS = 0.3

log = logging.getLogger("broadsheet.worker")


class NightCheck:
    """Remembers from when on a check is due, and how far one has come."""

    def __init__(self) -> None:
        # Not at the very first start: the night will come.
        self._begun = timezone.now()
        self._done: datetime | None = None
        self._pages: Iterator[PageFindings] | None = None
        self._found = CheckReport(most=MOST_KEPT)

    def check(self, now: datetime) -> bool:
        """Check some pages, if not all were checked since the hour of the last night; return True if there are more."""
        due = last_night(now)
        if self._pages is None:
            if self._is_done(due):
                return False
            self._pages, self._found = check_archive(now=now), CheckReport(most=MOST_KEPT)
        try:
            is_more = self._slice(self._pages)
        except (OperationalError, InterfaceError):
            self._pages = None
            raise
        except Exception:
            # The same would go wrong again and again all day.
            self._pages, self._done = None, due
            raise
        if not is_more:
            keep_report(self._found, now)
            self._pages, self._done = None, due
            log.info("Rails of last night: %s", self._found.summary)
        return is_more

    def _is_done(self, due: datetime) -> bool:
        if self._done != due:
            last = kept_report()
            is_kept = last is not None and last.checked_at >= due
            if is_kept or (last is None and due <= self._begun):
                self._done = due
        return self._done == due

    def _slice(self, pages: Iterator[PageFindings]) -> bool:
        """Check pages for a moment; return True if there are more."""
        ends = time.monotonic() + SLICE_SECONDS
        for each in pages:
            self._found.add(each)
            if time.monotonic() >= ends:
                return True
        return False


def last_night(now: datetime) -> datetime:
    """Return the last moment up to `now` at which the hour of the check struck."""
    struck = paper_time(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return struck if struck <= now else struck - timedelta(days=1)
