"""Keep the lists of related articles up to date as the outbox names changed articles."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import InterfaceError, OperationalError

from ..newsroom import indexing
from ..press.changes import OutboxEntry
from ..press.outbox import Reader
from ..process import metrics
from .duties import Stopped

# The name of the worker itself, under which earlier versions read the outbox.
POSITION = "worker"
BATCH = 500
# An interrupted refresh is done again; more at once would lose too much.
MOST_ARTICLES = 5000
# This many articles at once are news, which should stand beside their story-mates within the second; more are an archive.
NEWS = 20
# Lists that lost a place are filled up when no news came for this long, or at once, where they become too many.
QUIET_SECONDS = 1.0
MOST_UNDERFULL = 500
# Between any two looks for news.
RANKED_AT_ONCE = 4

log = logging.getLogger("broadsheet.worker")


class RelatedLists:
    """Ranks the lists of articles that changed, and fills up those that lost a place."""

    def __init__(self, tick: Callable[[int], None]) -> None:
        self.reader = Reader(POSITION)
        # An earlier worker may have been killed in the middle of its work, or a new version wants all of it again.
        self.is_unfinished = True
        self.counts = indexing.Counts()
        # Articles whose lists are to be filled up, and what was done of that.
        self._underfull: set[int] = set()
        self._filling: indexing.Filling | None = None
        self._worked = time.monotonic()
        self._tick = tick

    def finish(self, _now: datetime) -> bool:
        """Rank what was left undone, after a start and when a rebuild asks for it."""
        if self.is_unfinished:
            if done := self._rank(indexing.pending()):
                log.info("Related articles of %s articles that had been left undone", done)
            self.is_unfinished = False
        return False

    def follow(self, _now: datetime) -> bool:
        """Rank the lists of articles that changed; return True if more changes wait."""
        changes = self.reader.changes(limit=BATCH)
        if not changes:
            return False
        articles, last = self._changed(changes)
        begun = time.monotonic()
        if changed := self._rank(sorted(articles)):
            metrics.CHANGES.inc(changed)
            log.info("Related articles of %s changed articles in %.2f s", changed, time.monotonic() - begun)
        self.reader.done(last)
        return last < changes[-1].number or len(changes) == BATCH

    def _changed(self, changes: list[OutboxEntry]) -> tuple[set[int], int]:
        """Return the articles that changes name, of as many as can be done at once, and the number of the last of these."""
        articles: set[int] = set()
        for change in changes:
            articles |= change.numbers("article")
            self.is_unfinished |= "rebuild" in change.tags
            if len(articles) >= MOST_ARTICLES:
                return articles, change.number
        return articles, changes[-1].number

    def fill(self, _now: datetime) -> bool:
        """Rank a few underfull lists when there is no news, and store all at the end; return True if there are more."""
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
            self._filling.store()
            self._filling = None
        return bool(self._underfull)

    def stop_filling(self) -> None:
        """Begin to fill again later: what was ranked may be different now."""
        if self._filling is not None:
            self._underfull.update(self._filling.ids)
            self._filling = None

    def _rank(self, articles: list[int]) -> int:
        self.stop_filling()
        return self.refresh(articles)

    def refresh(self, articles: list[int]) -> int:
        """Rank the lists of articles, and return how many; one that cannot be read does not stand in the way of the others."""
        if not articles:
            return 0
        try:
            underfull = self._underfull if len(articles) <= NEWS else None
            done = indexing.refresh(articles, tick=self._tick, counts=self.counts, underfull=underfull)
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
        return self.refresh(articles[:middle]) + self.refresh(articles[middle:])
