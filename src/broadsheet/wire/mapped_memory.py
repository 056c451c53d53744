"""Keep the memory of an import from growing with the database that it fills."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# SQLite maps up to 256 MB of the file into each process of the site, which an import would fill from end to end.
MAPPED_BYTES = 32 * 1024 * 1024


@contextmanager
def little_mapped() -> Iterator[None]:
    """Have SQLite map no more than MAPPED_BYTES of its file until the block is left (https://sqlite.org/mmap.html)."""
    if connection.vendor != "sqlite":
        yield
        return
    before = _mapped()
    _map(min(before, MAPPED_BYTES))
    try:
        yield
    finally:
        _map(before)


def _mapped() -> int:
    with connection.cursor() as cursor:
        row = cursor.execute("PRAGMA mmap_size").fetchone()
    # A database in memory has none.
    return int(row[0]) if row else 0


def _map(length: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA mmap_size={length}")
