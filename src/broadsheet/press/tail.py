"""Follow the outbox in a thread of each web process, and drop the pages that a change touches."""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from . import outbox
from .store import PageStore

log = logging.getLogger("broadsheet.press")


class Tail:
    """Follows the outbox for one store."""

    def __init__(self, store: PageStore, *, pause: float) -> None:
        self.store = store
        self.pause = pause
        self.is_behind = True
        self._version: object = None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow, from the newest change on, unless that was done before."""
        if self._thread is not None:
            return  # without a lock: every request comes by here
        with self._lock:
            if self._thread is None:
                self.store.heard = outbox.latest()
                self.is_behind = False
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
        changes = 0
        while told := outbox.since(self.store.heard):
            for change in told:
                self.store.drop(change.tags, number=change.number)
            changes += len(told)
        return changes

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
                if self.is_behind:
                    self.is_behind = False
                    log.warning("The outbox can be read again; nothing was missed")
            except DatabaseError as error:
                if not self.is_behind:
                    log.error("The outbox cannot be read (%s); kept pages go on being served", error)
                self.is_behind = True
                self._version = None
                close_old_connections()
                connection.close()
        connection.close()
