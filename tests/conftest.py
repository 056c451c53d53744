"""Fixtures that every test may use: where the real inputs stand."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that does something else for a moment fails no test.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

REPOSITORY = Path(__file__).resolve().parent.parent


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
