"""Check that the database is one that we know, and that it answers."""

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
from django.db import Error, connection

from ...press.connections import apart
from ..databases import POSTGRESQL, SQLITE, database, is_made
from ..options import Options, shown
from .findings import Finding, cannot_work

_HOW = "Write postgres://user:password@host/name, or leave it empty for SQLite."


def check_database_url(options: Options) -> Iterator[Finding]:
    """The URL must name a database that we know, and its driver must be installed."""
    if not options.database_url:
        return
    said = shown(options.database_url)
    try:
        found = database(options.database_url, Path(options.data), places=1)
    except (ValueError, KeyError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        yield cannot_work("BROADSHEET_DATABASE_URL", said, _HOW)
        return
    if found["ENGINE"] not in (SQLITE, POSTGRESQL) or not found["NAME"]:
        yield cannot_work("BROADSHEET_DATABASE_URL", said, _HOW)
    elif found["ENGINE"] == POSTGRESQL:
        for module in ("psycopg", "psycopg_pool"):
            if importlib.util.find_spec(module) is None:
                advice = 'Run: pip install "broadsheet[postgres]"'
                yield cannot_work("BROADSHEET_DATABASE_URL", f"{said}, and {module} is not installed", advice)
                return


def check_valkey_is_installed(options: Options) -> Iterator[Finding]:
    """Whoever names a Valkey needs its client."""
    if options.valkey_url and importlib.util.find_spec("valkey") is None:
        advice = 'Run: pip install "broadsheet[valkey]"'
        yield cannot_work("BROADSHEET_VALKEY_URL", "set, and valkey is not installed", advice)


def check_database_answers(options: Options) -> Iterator[Finding]:
    """The database must answer, and be whole as far as one query sees."""
    if not is_made():
        return
    where = shown(options.database_url or str(connection.settings_dict["NAME"]))
    try:
        # Not by way of the pool, which knows no reason.
        with contextlib.closing(apart()) as own, own.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master" if connection.vendor == "sqlite" else "SELECT 1"
            )
    except Error as error:
        why = " ".join(str(error).split()).rstrip(".")
        advice = "See that its server runs and lets us in."
        if connection.vendor == "sqlite":
            advice = "See that the file is whole and that this account may write it, or restore a backup."
        yield cannot_work("The database", f"{where}, which does not answer ({why})", advice)
