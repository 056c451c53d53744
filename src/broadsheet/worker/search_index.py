"""Keep the index of readers' search up to date by the outbox and the clock, and build it again if it is lost."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from ..newsroom.changes import FILED_UNDER
from ..newsroom.search_documents import documents_of, filed_under, numbers_after, turned
from ..press import outbox
from ..press.outbox_follower import Notifications
from ..process import metrics
from ..search.documents import SearchDocument
from ..search.folders import IndexFolders
from ..search.index import IndexBrokenError, IndexReader, IndexWriter
from .renamed_names import RenamedNames

NAME = "search"
# The folder of the index within the data folder.
FOLDER = "search"
# Batch sizes: changes of the outbox, and articles, that are read at once.
CHANGES_AT_ONCE = 500
ARTICLES_AT_ONCE = 200
# How often the clock is looked at, and how often the moment is written to the file.
CLOCK_EVERY = timedelta(milliseconds=200)
NOTED_EVERY = timedelta(seconds=5)
# After a pause this long the outbox is checked for changes that were deleted unread.
LONG_AWAY = timedelta(minutes=1)
# A database or a disk that failed is tried again this often.
RETRY_SECONDS = 2.0
REST_SECONDS = 30.0
# Requests to rebuild are ignored this long after one: a query that breaks every index must not have it rebuilt forever.
HEEDED_SECONDS = 60.0
# Seconds to wait for PostgreSQL's notification of a change, as one may be lost.
LONGEST_WAIT = 0.2

log = logging.getLogger("broadsheet.search")


class IndexNotWrittenError(Exception):
    """The search index cannot be written: the disk is full, or its folder cannot be used."""


class SearchIndex:
    """Writes the index of one data folder. There is one at a time."""

    def __init__(self, root: Path) -> None:
        self.folders = IndexFolders(root)
        self._watch = outbox.Watch()
        self._writer: IndexWriter | None = None
        self._folder: Path | None = None
        # Numbers of changes: the last one that was read, and the last one of which all is in the index.
        self._heard = self._place = 0
        # Changed articles go before those whose section, topic or author was renamed.
        self._backlog = RenamedNames(filed_under)
        self._committed = datetime.min.replace(tzinfo=UTC)
        self._is_suspect = False
        self._clock = TimedChanges(root / "looked-at")
        self._building: Building | None = None
        self._looked = datetime.min.replace(tzinfo=UTC)
        self._rests_until = self._heeds_from = 0.0

    def run(self, stop: threading.Event) -> None:
        """Follow changes until told to stop; wait while the database is away."""
        pause, notifications = settings.OPTIONS.press_poll_ms / 1000, Notifications()
        metrics.started(NAME)
        while not stop.is_set():
            metrics.beat(NAME, time.time())
            try:
                if not self.turn(timezone.now()):
                    notifications.wait(stop, LONGEST_WAIT if notifications.are_sent else pause)
            except (OperationalError, InterfaceError) as error:
                log.error("The database cannot be used (%s); trying again in %.0f s", error, RETRY_SECONDS)
                connection.close()
                self._watch.reset()
                self._looked = datetime.min.replace(tzinfo=UTC)
                stop.wait(RETRY_SECONDS)
        notifications.close()
        self.close()

    def catch_up(self) -> int:
        """Take in all that has changed, or build the index where there is none; return how many articles it has.

        Raises IndexNotWrittenError where that cannot be written; readers then search the index that was there.
        """
        try:
            self._take_in_all()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.warning("The search index cannot be followed (%s); it is built again", error)
            return self.build()
        return self.count

    def build(self) -> int:
        """Build a new index; return how many articles it has. Raises IndexNotWrittenError as `catch_up` does."""
        self._give_up()
        try:
            self._take_in_all()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self._give_up()
            raise IndexNotWrittenError(str(error)) from error
        return self.count

    @property
    def count(self) -> int:
        """How many articles can be found."""
        return IndexReader(self._folder).count if self._folder else 0

    def rebuild(self) -> None:
        """Begin to build a new index; readers search the old one until it is ready."""
        if self._building is None:
            self._building = Building(self.folders, timezone.now())
            log.info("The search index is being built")

    def turn(self, now: datetime) -> bool:
        """Take in some changes, and build a part of a new index; return True if there may be more at once."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            return self._turn(now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # The disk is full, or a file was deleted: a new index is built, and readers search the old one meanwhile.
            log.exception("The search index cannot be written; it is built again in %.0f s", REST_SECONDS)
            self._give_up()
            self.folders.fail_request()
            self._rests_until = time.monotonic() + REST_SECONDS
            return False

    def close(self) -> None:
        """Close the files; what was not committed is read again later."""
        if self._building is not None:
            _close(self._building.writer)
            # On a full disk this room is needed.
            self.folders.discard(self._building.folder)
        if self._writer is not None:
            _close(self._writer)
        self._writer = self._folder = self._building = None
        self._backlog.clear()

    def _take_in_all(self) -> None:
        while self._turn(timezone.now()):
            pass

    def _give_up(self) -> None:
        """Close the files and have a new index built in place of these."""
        self.close()
        self._is_suspect = True

    def _turn(self, now: datetime) -> bool:
        if self._writer is None and self._building is None and not self._open():
            self.rebuild()
        elif self._is_lost():
            self._drop()
            self.rebuild()
        elif self._is_asked_for():
            self.rebuild()
        has_more = self._writer is not None and self._follow_while_it_lasts(now)
        if self._building is not None:
            if self._building.step(now):
                self._swap_in(self._building)
            has_more = True
        return has_more

    def _open(self) -> bool:
        """Open the index that is there; return False if there is none that can be followed."""
        folder = self.folders.current
        if folder is None or self._is_suspect or not self._clock.read():
            return False
        try:
            # Opening a reader finds damage that opening a writer does not.
            place = IndexReader(folder).place
            writer = IndexWriter(folder)
        except IndexBrokenError as error:
            log.warning("The search index cannot be used: %s", error)
            return False
        if place is None:
            _close(writer)
            return False
        self._writer, self._folder = writer, folder
        self._heard = self._place = place
        return True

    def _is_lost(self) -> bool:
        """Return True if the folder that is written is not the one that is read: somebody has deleted it."""
        return self._folder is not None and (
            self.folders.current != self._folder or not self._folder.is_dir()
        )

    def _is_asked_for(self) -> bool:
        """Return True if somebody asked for a new index, and none was built for that reason in the last minute."""
        if time.monotonic() < self._heeds_from or not self.folders.take_request():
            return False
        self._heeds_from = time.monotonic() + HEEDED_SECONDS
        return True

    def _drop(self) -> None:
        """Stop writing an index that cannot be used. Its files stay for readers."""
        if self._writer is not None:
            _close(self._writer)
        self._writer = self._folder = None
        self._backlog.clear()

    def _follow_while_it_lasts(self, now: datetime) -> bool:
        """Take in what changed; give up an index that cannot be written, if another is being built already."""
        try:
            return self._follow(now)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            if self._building is None:
                raise
            log.warning("The search index cannot be written until it is built: %s", error)
            self._drop()
            return True

    def _follow(self, now: datetime) -> bool:
        """Take in what changed; return True if there may be more."""
        if now - self._looked >= LONG_AWAY and not self._is_within_reach():
            log.warning("The search index missed changes that are not kept any more")
            self._drop()
            self.rebuild()
            return True
        self._looked = now
        wanted = self._clock.passed(now)
        changes = outbox.since(self._heard, limit=CHANGES_AT_ONCE) if self._watch.has_moved() else []
        for each in changes:
            wanted |= each.numbers("article")
            for kind in FILED_UNDER:
                for number in each.numbers(kind):
                    self._backlog.add(kind, number)
        if changes:
            # There may be more, and what fails below must be read again.
            self._watch.reset()
        renamed = self._backlog.first(ARTICLES_AT_ONCE)
        self._write(sorted(wanted.union(renamed)), now)
        self._backlog.done(len(renamed))
        self._commit(changes[-1].number if changes else self._heard, now, has_written=bool(wanted or renamed))
        self._clock.note(now)
        return bool(changes or self._backlog)

    def _is_within_reach(self) -> bool:
        oldest, newest = outbox.reach()
        return oldest - 1 <= self._place <= newest

    def _write(self, articles: list[int], now: datetime) -> None:
        """Write these articles as they are now."""
        assert self._writer is not None
        for start in range(0, len(articles), ARTICLES_AT_ONCE):
            some = articles[start : start + ARTICLES_AT_ONCE]
            seen = documents_of(some, now=now)
            self._writer.remove(set(some) - {each.article for each in seen})
            put(self._writer, seen, now)

    def _commit(self, heard: int, now: datetime, *, has_written: bool) -> None:
        """Have readers find what was written, and note the last change of which all is in the index."""
        assert self._writer is not None
        self._heard = heard
        place = self._place if self._backlog else heard
        # Without articles to write the place is still noted now and then, or the outbox would delete changes after it.
        if has_written or (place != self._place and now - self._committed >= LONG_AWAY):
            self._writer.commit(place)
            self._place, self._committed = place, now

    def _swap_in(self, built: "Building") -> None:
        if self._writer is not None:
            _close(self._writer)
        _close(built.writer)
        # Embargoes and expiries since the building began are looked for again.
        self._clock.begin(built.began)
        self.folders.swap_in(built.folder)
        self._building, self._is_suspect = None, False
        self._backlog.clear()
        self._watch.reset()
        self._writer, self._folder = IndexWriter(built.folder), built.folder
        self._heard = self._place = built.place
        log.info("The search index is built: %s articles in %.1f s", built.count, built.seconds)


class Building:
    """An index that is being built in a folder of its own, some articles at a time."""

    def __init__(self, folders: IndexFolders, now: datetime) -> None:
        self.began, self.count = now, 0
        # Changes after this one are taken in once the index is built.
        self.place = outbox.latest()
        self.folder = folders.begin()
        try:
            self.writer = IndexWriter(self.folder)
        except BaseException:
            folders.discard(self.folder)
            raise
        self._last = 0
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """For how long it has been built."""
        return time.monotonic() - self._started

    def step(self, now: datetime) -> bool:
        """Add the next articles; return True when all are added and committed."""
        # By number: a batch of which no article can be read is not the end.
        numbers = numbers_after(self._last, limit=ARTICLES_AT_ONCE, now=now)
        if not numbers:
            self.writer.commit(self.place)
            return True
        documents = documents_of(numbers, now=now)
        put(self.writer, documents, now)
        self.count += len(documents)
        self._last = numbers[-1]
        return False


class TimedChanges:
    """Finds the articles that an embargo or expiry has shown or hidden since the last look, which a file remembers."""

    def __init__(self, file: Path) -> None:
        self._file = file
        # The moment of the last look, and that of the look that `note` has not confirmed yet.
        self._looked: datetime | None = None
        self._looking: datetime | None = None
        self._noted: datetime | None = None

    def read(self) -> bool:
        """Go on from the moment in the file; return False if there is none."""
        try:
            self._looked = datetime.fromisoformat(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return False
        return True

    def begin(self, moment: datetime) -> None:
        """Look from a moment on."""
        self._looked, self._looking = moment, None
        self._write(moment)

    def passed(self, now: datetime) -> set[int]:
        """Return the articles whose moment came since the last look; the same ones come again until `note` is called."""
        assert self._looked is not None
        if abs(now - self._looked) < CLOCK_EVERY:
            return set()
        self._looking = now
        # If the clock was set back, what was shown since is hidden again, and what was hidden is shown.
        return set(turned(*sorted((self._looked, now))))

    def note(self, now: datetime) -> None:
        """Confirm the last look, and write it to the file now and then. Looking twice does no harm."""
        self._looked, self._looking = self._looking or self._looked, None
        if self._looked is not None and (self._noted is None or abs(now - self._noted) >= NOTED_EVERY):
            self._write(self._looked)

    def _write(self, moment: datetime) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(moment.isoformat(), encoding="ascii")
        draft.replace(self._file)
        self._noted = moment


def put(writer: IndexWriter, documents: Sequence[SearchDocument], now: datetime) -> None:
    """Put documents into an index, without those that cannot be analysed. Raises IndexBrokenError where none can be written."""
    try:
        writer.put(documents, now=now)
    except IndexBrokenError:
        raise
    except Exception:
        if len(documents) < 2:
            log.exception("Article %s cannot be searched for", *(each.article for each in documents))
            return
        for each in documents:
            put(writer, [each], now)


def _close(writer: IndexWriter) -> None:
    try:
        writer.close()
    except Exception as error:  # whatever the library raises, the files are closed
        log.warning("The search index could not be closed in order: %s", error)
