"""PostgreSQL goes and comes back under a real process: no request fails for it afterwards, and all work goes on soon."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.project.databases import BACKGROUND, LONGEST_WAIT
from broadsheet.serving.rooms import Rooms
from live_site import wait_until
from postgresql_server import away, postgresql, programs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]

PLACES = Rooms().database
# The thread that follows the outbox has one, and the worker; neither is of the pool.
LISTENERS = 2
SOON_SECONDS = 5.0
PATIENCE = 60.0


@pytest.mark.parametrize("seconds_away", [0, 8])
def test_after_a_restart_no_request_fails_and_worker_and_follower_are_back(seconds_away, process, server):
    assert process.ask(f"ask {PLACES}")["failures"] == []
    with away(server):
        time.sleep(seconds_away)
    asked = process.ask(f"ask {PLACES}")
    back = process.ask(f"turns {PATIENCE}")

    assert asked["failures"] == []
    assert sorted(back) == ["follower", "worker"]
    assert asked["seconds"] + max(back.values()) < SOON_SECONDS


def test_a_request_is_refused_soon_while_the_database_is_away(process, server):
    with away(server):
        time.sleep(1)
        asked = process.ask(f"ask {PLACES}")

    assert len(asked["failures"]) == PLACES
    assert asked["seconds"] < LONGEST_WAIT + 1


def test_there_are_no_more_connections_than_places(process, url):
    # More than the bulkheads would let in at a time: who comes last may wait too long.
    process.ask(f"ask {3 * PLACES}")

    assert count_connections(url, "true") <= PLACES + BACKGROUND + LISTENERS


def test_who_listens_for_changes_does_so_beside_the_pool(process, url):
    # Another test may just have stopped the server.
    wait_until(lambda: count_connections(url, "query LIKE 'LISTEN %'") == LISTENERS)


def count_connections(url: str, condition: str) -> int:
    """Return how many connections there are beside the one that counts."""
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        f" WHERE datname = 'paper' AND pid <> pg_backend_pid() AND {condition}"
    )
    done = subprocess.run(
        [programs() / "psql", "-At", url, "-c", query], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


class Process:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, line: str) -> dict:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    # The server runs as somebody else, whom the folders of tests do not let through.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def url(server) -> Iterator[str]:
    with postgresql(server) as url:
        yield url


@pytest.fixture(scope="module")
def process(url, tmp_path_factory) -> Iterator[Process]:
    environment = os.environ | {
        "BROADSHEET_DATA": str(tmp_path_factory.mktemp("returns")),
        "BROADSHEET_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    migrate = [sys.executable, "-m", "broadsheet.cli", "manage", "migrate", "-v0"]
    subprocess.run(migrate, env=environment, check=True)
    command = [sys.executable, str(Path(__file__).with_name("living_process.py"))]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield Process(process)
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0
