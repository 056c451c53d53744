"""Connections with the database that are not lent for one request."""

import contextlib
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def apart() -> BaseDatabaseWrapper:
    """Return a connection of one's own, not yet open, that the pool does not have to do without. Close it."""
    lent = connections[DEFAULT_DB_ALIAS]
    settings: dict[str, Any] = dict(lent.settings_dict)
    settings["OPTIONS"] = {name: each for name, each in settings.get("OPTIONS", {}).items() if name != "pool"}
    return type(lent)(settings, DEFAULT_DB_ALIAS)


def let_go() -> None:
    """Close this thread's connection, and those that lie unused in the pool: a server that was away knows none of them.

    Otherwise whoever asks next would be lent one dead connection after the other.
    """
    with contextlib.suppress(Error):
        connection.close()
    pool = getattr(connection, "pool", None)
    if pool is not None and not pool.closed:
        pool.drain()
