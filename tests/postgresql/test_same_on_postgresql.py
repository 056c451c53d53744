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


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: apt-get install postgresql")
def test_the_newsrooms_tests_pass_on_postgresql():
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder)) as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *(f"tests/{each}" for each in FOLDERS)],
            cwd=REPOSITORY, env=os.environ | {"BROADSHEET_DATABASE_URL": url}, capture_output=True, text=True,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
