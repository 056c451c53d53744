"""An import maps little of the database into its memory, and leaves the connection as it was."""

import sqlite3

import pytest

from broadsheet.wire import mapped_memory
from broadsheet.wire.mapped_memory import MAPPED_BYTES, little_mapped


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database in a file, as the site's: that of tests is in memory, of which nothing is mapped."""
    stored = sqlite3.connect(tmp_path / "paper.sqlite3")
    stored.execute("PRAGMA mmap_size=268435456")
    monkeypatch.setattr(mapped_memory, "connection", Connection(stored))
    yield stored
    stored.close()


def test_an_import_maps_little_and_leaves_the_connection_as_it_was(database):
    with little_mapped():
        within = mapped(database)

    assert (within, mapped(database)) == (MAPPED_BYTES, 268435456)


def test_who_maps_less_goes_on_with_that(database):
    database.execute("PRAGMA mmap_size=4096")
    with little_mapped():
        assert mapped(database) == 4096


class Connection:
    """What is asked of Django's connection."""

    vendor = "sqlite"

    def __init__(self, stored):
        self._stored = stored

    def cursor(self):
        return Cursor(self._stored.cursor())


class Cursor:
    def __init__(self, cursor):
        self.execute = cursor.execute

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        pass


def mapped(stored):
    return stored.execute("PRAGMA mmap_size").fetchone()[0]
