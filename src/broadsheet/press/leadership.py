"""Elect one process among those of several machines over one database, by an advisory lock of PostgreSQL.

The lock belongs to a session (postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS): the server releases it
when the connection ends, however the process died. SQLite's file is on one machine, where the lock of the data folder
is enough.
"""

import contextlib
import logging
import threading
import zlib
from collections.abc import Iterator
from typing import Any

from django.db import Error, connection

from .connections import apart

RETRY_SECONDS = 1.0
CHECK_SECONDS = 1.0
# The first of the two keys of the locks, so that they meet no others of this database.
_SPACE = 0x42524F41


@contextlib.contextmanager
def leading(duty: str, stop: threading.Event, *, log: logging.Logger) -> Iterator[threading.Event | None]:
    """Wait until this process leads in a duty; give an event that is set when it must end, None if told to stop first.

    The event is set by `stop`, and when the session is lost: another process may then lead.
    """
    if connection.vendor != "postgresql":
        yield stop
        return
    session = _wait(duty, stop, log)
    if session is None:
        yield None
        return
    over = threading.Event()
    watch = threading.Thread(
        target=_watch, args=(session, duty, stop, over, log), name="leadership", daemon=True
    )
    watch.start()
    try:
        yield over
    finally:
        over.set()
        watch.join()
        _close(session)


def _wait(duty: str, stop: threading.Event, log: logging.Logger) -> Any:
    is_told = False
    session = None
    while not stop.is_set():
        try:
            if session is None:
                session = apart()
                # The thread that watches it asks as well.
                session.inc_thread_sharing()
            if _ask(session, "SELECT pg_try_advisory_lock(%s, %s)", _SPACE, _key(duty)):
                return session
            if not is_told:
                log.warning("Another %s over this database leads; this one waits until it ends", duty)
                is_told = True
        except Error:
            # Not logged: whoever needs the database logs that it is away.
            _close(session)
            session = None
        stop.wait(RETRY_SECONDS)
    _close(session)
    return None


def _watch(
    session: Any, duty: str, stop: threading.Event, over: threading.Event, log: logging.Logger
) -> None:
    while not over.wait(CHECK_SECONDS):
        if stop.is_set():
            over.set()
            return
        try:
            _ask(session, "SELECT 1")
        except Error as error:
            log.error("The %s no longer leads, for its session with the database is lost: %s", duty, error)
            over.set()


def _ask(session: Any, statement: str, *values: object) -> object:
    with session.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _close(session: Any) -> None:
    if session is not None:
        with contextlib.suppress(Error):
            session.close()


def _key(duty: str) -> int:
    """Return a number for a name that every version of Python gives it, in the range of a PostgreSQL integer."""
    return zlib.crc32(duty.encode()) - 2**31
