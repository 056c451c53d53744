"""Follow the outbox in a thread of each web process, and drop the pages that a change touches."""

import logging
import threading

from django.db import Error, connection

from . import outbox
from .store import PageStore

log = logging.getLogger("broadsheet.press")


class Tail:
    """Follows the outbox for one store."""

    def __init__(self, store: PageStore, *, pause: float) -> None:
        self.store = store
        self.pause = pause
        self.is_behind = False
        self._version: object = None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow, from the newest change on, unless that was done before."""
        if self._thread is not None and self._thread.is_alive():
            return  # without a lock: every page that is made comes by here
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self.store.clear(number=outbox.latest())
                self._thread = threading.Thread(target=self._follow, name="press-tail", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def look(self) -> int:
        """Take every new change into account; return how many there were."""
        if not self._has_moved():
            return 0
        self._mind_gaps()
        changes = 0
        while told := outbox.since(self.store.heard):
            for change in told:
                self.store.drop(change.tags, number=change.number)
            changes += len(told)
        return changes

    def _mind_gaps(self) -> None:
        """Drop everything where changes cannot be read any more.

        They were pruned while this machine slept for days, or an older database was put in the place of this one.
        """
        oldest, newest = outbox.reach()
        if not oldest - 1 <= self.store.heard <= newest:
            log.warning(
                "Changes were missed (%s to %s): every kept page is dropped", self.store.heard, newest
            )
            self.store.clear(number=newest)

    def _has_moved(self) -> bool:
        """Say whether the database was written to; on SQLite that is known without a query."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()
        moved = version != self._version
        self._version = version
        return moved

    def _follow(self) -> None:
        while not self._stop.wait(self.pause):
            try:
                self.look()
            except Error as error:
                if not self.is_behind:
                    log.error("The outbox cannot be read (%s); kept pages go on being served", error)
                self.is_behind = True
                self._version = None
                connection.close()
            else:
                if self.is_behind:
                    log.warning(
                        "The outbox can be read again; what changed meanwhile has been taken into account"
                    )
                self.is_behind = False
        connection.close()
