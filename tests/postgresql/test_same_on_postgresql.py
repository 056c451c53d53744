"""What is tested on SQLite holds on a real PostgreSQL too."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from postgresql_server import postgresql, programs

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parent.parent.parent
# What talks to the database in words of its own, or depends on how it orders, locks and counts.
FOLDERS = [
    "newsroom",
    "audience",
    "wire/test_importer.py",
    "search/test_search_page.py",
    "search/test_judged_in_a_database.py",
    "project/test_every_address.py",
    "desk/test_sign_in_limits.py",
    "desk/test_two_factor.py",
]


# Two run beside each other, each in a database of its own: it is the longest of all tests, and often the last.
BESIDE = ("-n", "2")
# Nothing of these databases is to survive a power cut.
CARELESS = "-c synchronous_commit=off -c full_page_writes=off"


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: apt-get install postgresql")
def test_the_newsrooms_tests_pass_on_postgresql():
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder), options=CARELESS) as url:
        # Whoever runs this test may itself be one of several that run beside each other.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *BESIDE, *(f"tests/{each}" for each in FOLDERS)],
            cwd=REPOSITORY, env=inherited | {"BROADSHEET_DATABASE_URL": url}, capture_output=True, text=True,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
