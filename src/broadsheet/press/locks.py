"""Have transactions take turns."""

from django.db import connection


def take(number: int) -> None:
    """Wait until no other transaction holds the lock of a number, and hold it until this one ends.

    On PostgreSQL (pg_advisory_xact_lock); SQLite's writers wait for each other without being told.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
