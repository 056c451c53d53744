"""Django's settings of the database, made from its URL: SQLite in the data folder, or PostgreSQL behind a pool."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from django.db import connection

from .options import SQLITE_FILE

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
# Connections beside those of requests: the thread that follows the outbox, and the one that keeps pages as files.
BACKGROUND = 2
# A request waits this long for a connection, in seconds, also where the server is away: the pool cannot say so sooner.
LONGEST_WAIT = 2.0
# A server that does not answer at all is given up after this many seconds, and a connection over which nothing comes back.
CONNECT_SECONDS = 3
SILENCE_MILLISECONDS = 10_000
# The server closes what stays away; a connection that nobody used for this long, in seconds, is closed here.
LONGEST_IDLE = 300.0

# Writers wait for each other instead of failing: web processes and the worker share the file. Each thread has a connection,
# so what was read stands in the mapped file, once for all of them, and little in the cache of each.
# FULL: what is acknowledged survives a power cut. It costs an fdatasync a transaction (docs/howto/run-on-a-server.md).
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=268435456; PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
    ),
}


def database(url: str, data: Path, *, places: int) -> dict[str, Any]:
    """Return the settings of a database: `places` is how many requests of one process may use it at a time.

    What dj_database_url raises for a URL that it does not know is passed on.
    """
    found: dict[str, Any] = (
        dict(dj_database_url.parse(url)) if url else {"ENGINE": SQLITE, "NAME": str(data / SQLITE_FILE)}
    )
    options = found.get("OPTIONS", {})
    if found["ENGINE"] == SQLITE:
        return {**found, "CONN_MAX_AGE": 60, "OPTIONS": SQLITE_OPTIONS | options}
    # The pool lends a connection for one request; each is asked whether it is alive before it is lent.
    pool = {
        "min_size": 0,
        "max_size": places + BACKGROUND,
        "timeout": LONGEST_WAIT,
        "max_idle": LONGEST_IDLE,
        # A server that is away is tried again when somebody asks, not after ever longer pauses.
        "reconnect_timeout": 0.0,
    }
    return {
        **found,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": pool,
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": SILENCE_MILLISECONDS,
        }
        | options,
    }


@contextmanager
def borrowed() -> Iterator[None]:
    """Leave nothing of the database in this process when the block is left: neither a connection nor the pool's threads.

    For a process that is about to be copied, where those would be of no use.
    """
    try:
        yield
    finally:
        connection.close()
        if connection.settings_dict.get("OPTIONS", {}).get("pool"):
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone


def is_made() -> bool:
    """Return True if there is a database to look into: looking would make an SQLite file."""
    name = str(connection.settings_dict["NAME"])
    is_file = connection.settings_dict["ENGINE"] == SQLITE and not name.startswith(("file:", ":memory:"))
    return not is_file or Path(name).exists()
