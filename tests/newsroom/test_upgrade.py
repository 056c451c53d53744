"""Upgrades of an older database: SQLite copies no large table for them."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler

# The first migrations make the table.
SINCE = "0004"


@pytest.mark.django_db
def test_an_upgrade_of_sqlite_copies_no_article():
    sqlite = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})[
        "default"
    ]
    loader = MigrationLoader(sqlite, replace_migrations=False)
    names = sorted(name for app, name in loader.graph.nodes if app == "newsroom" and name >= SINCE)
    copying = [
        each
        for each in names
        if "new__newsroom_article"
        in "".join(loader.collect_sql([(loader.graph.nodes["newsroom", each], False)]))
    ]

    assert (names != [], copying) == (True, [])
