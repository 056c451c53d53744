"""Follow the outbox in a thread, and have its changes applied."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from django.db import Error, connection

from .connections import apart, let_go
from .outbox import CHANNEL, Watch

log = logging.getLogger("broadsheet.press")

# Seconds between two looks where PostgreSQL notifies of changes: the looks between are for the clock alone.
LEAST_PAUSE = 0.2


class KeepTime(Protocol):
    """Does what the clock asks for, at every look; `is_well` says whether the database could be read."""

    def __call__(self, *, is_well: bool) -> None: ...


class OutboxFollower:
    """Looks into the outbox every `pause` seconds; on PostgreSQL it is woken as soon as a change is committed.

    `caught_up` is called when the database was away since a moment, in seconds since the epoch, and is back.
    """

    def __init__(
        self,
        *,
        pause: float,
        start: Callable[[], None],
        hear: Callable[[], int],
        keep_time: KeepTime,
        caught_up: Callable[[float], None] = lambda since: None,
    ) -> None:
        self.pause = pause
        # Since when the outbox cannot be read, in seconds since the epoch; None while it can.
        self.behind_since: float | None = None
        # When it last looked, whatever came of it, as time.monotonic has it; None before the first look.
        self.looked_at: float | None = None
        self._was_away = False
        self._start = start
        self._hear = hear
        self._keep_time = keep_time
        self._caught_up = caught_up
        self._watch = Watch()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow from the newest change on, if that was not done yet."""
        if self._thread is not None and self._thread.is_alive():
            return  # without a lock: every rendering comes by here
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._start()
                self._thread = threading.Thread(target=self._follow, name="outbox-follower", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def look(self) -> int:
        """Apply every new change; return how many there were."""
        if not self._watch.has_moved():
            return 0
        try:
            return self._hear()
        except BaseException:
            # Seen but not applied: the next look must not think that nothing has happened.
            self._watch.reset()
            raise

    def _follow(self) -> None:
        notifications = Notifications()
        while not self._stop.is_set():
            try:
                self.look()
                self._keep_time(is_well=True)
                self._catch_up()
            except Exception as error:
                self._fall_behind(error)
            self.looked_at = time.monotonic()
            notifications.wait(
                self._stop, max(self.pause, LEAST_PAUSE) if notifications.are_sent else self.pause
            )
        notifications.close()
        connection.close()

    def _fall_behind(self, error: Exception) -> None:
        if self.behind_since is None:
            self.behind_since, self._was_away = time.time(), isinstance(error, Error)
            if self._was_away:
                let_go()
                log.error("The outbox cannot be read (%s); kept pages go on being served", error)
            else:
                log.exception("A change could not be taken into account; kept pages go on being served")
        connection.close()
        with contextlib.suppress(Error):
            self._keep_time(is_well=False)

    def _catch_up(self) -> None:
        if self.behind_since is not None:
            if self._was_away:
                self._caught_up(self.behind_since)
            log.warning("The outbox can be read again; what changed meanwhile has been taken into account")
            self.behind_since = None


class Notifications:
    """Waits for the next look: a pause, or less where PostgreSQL notifies of a change (LISTEN)."""

    def __init__(self) -> None:
        self._listening: Any = None

    @property
    def are_sent(self) -> bool:
        """Whether the database sends notifications."""
        return connection.vendor == "postgresql"

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """Wait for at most this many seconds; return False only if it is certain that nothing changed."""
        if not self.are_sent:
            stop.wait(seconds)
            return True
        try:
            # Notices are taken one at a time, and one is enough to look.
            return next(self._listener().notifies(timeout=seconds, stop_after=1), None) is not None
        except (
            Exception
        ):  # the driver's own errors are not Django's, and any of them means that there are none
            self.close()
            stop.wait(seconds)
            return True

    def close(self) -> None:
        if self._listening is not None:
            with contextlib.suppress(Exception):
                self._listening.close()
            self._listening = None

    def _listener(self) -> Any:
        if self._listening is None:
            own = apart()
            own.ensure_connection()
            own.connection.autocommit = True
            own.connection.execute(f"LISTEN {CHANNEL}")
            self._listening = own.connection
        return self._listening
