"""Fixtures that every test may use: where the real inputs stand, and a database as migrations leave it."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import Phase, settings

# A machine that does something else for a moment fails no test.
settings.register_profile("patient", deadline=None)
# Whether a planted fault is noticed matters for `make mutate`, not the smallest example that shows it.
settings.register_profile(
    "brief", deadline=None, max_examples=25, phases=(Phase.explicit, Phase.generate), database=None
)
settings.load_profile("patient")

REPOSITORY = Path(__file__).resolve().parent.parent
# Folders whose packages are covered by their own tests: `make test` measures how much of each.
MEASURED = ("rails", "newsroom", "wire")
# The database as migrations leave it.
_MIGRATED = sqlite3.connect(":memory:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser or breaks a running site as slow, and what `make test` measures as measured."""
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("fault"):
            item.add_marker(pytest.mark.slow)
        folder = item.path.relative_to(REPOSITORY / "tests").parts[0]
        if folder in MEASURED and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.measured)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Make the database, and keep a copy of it."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            connection.connection.backup(_MIGRATED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Put back what migrations made after a test that commits: it ends by emptying every table."""
    yield
    if _commits(item) and connection.vendor == "sqlite":
        _MIGRATED.backup(connection.connection)


def _commits(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(item.fixturenames)
    return bool(asked) or bool(marked and marked.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def seed_page() -> Path:
    """The flattened article page that the project starts from."""
    return _present(REPOSITORY.parent / "shared" / "seed" / "news-az-page.txt")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real archives, pages and feeds; tests that need it are skipped without it."""
    named = os.environ.get("BROADSHEET_REAL_DATA")
    return _present(Path(named) if named else REPOSITORY.parent / "shared" / "data")


def _present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    return path
