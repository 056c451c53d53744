"""A change made in one process is taken into account by every other, soon and without fail, over a real file."""

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

WITHIN_SECONDS = 1.0
PATIENCE = 20.0


def test_a_change_drops_the_page_in_another_process_within_a_second(database, web):
    delays = []
    for number in range(5):
        tag = f"article:{number}"
        web.ask(f"keep {tag}")
        announced = announce(database, tag)
        left, gone = web.ask(f"gone? {PATIENCE}").split()
        assert left == "0"
        delays.append(float(gone) - announced)

    assert statistics.median(delays) < WITHIN_SECONDS


def test_no_change_is_missed_when_several_write_at_once(database, web):
    tags = [f"article:{number}" for number in range(120)]
    web.ask(f"keep {' '.join(tags)}")
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda tag: announce(database, tag), tags))

    assert web.ask(f"gone? {PATIENCE}").split()[0] == "0"


def test_a_database_that_was_away_is_caught_up_with(database, web):
    web.ask("keep article:1 article:2")
    change(database, "ALTER TABLE press_change RENAME TO press_away")
    time.sleep(0.5)
    change(
        database,
        "INSERT INTO press_away (tags, at) VALUES ('article:1', '2026-11-23'), ('article:2', '2026-11-23')",
    )
    kept_meanwhile = web.ask("gone? 0").split()[0]
    change(database, "ALTER TABLE press_away RENAME TO press_change")

    assert kept_meanwhile == "2"
    assert web.ask(f"gone? {PATIENCE}").split()[0] == "0"


def test_where_changes_were_pruned_unheard_every_page_is_dropped(database, web):
    announce(database, "nothing")
    time.sleep(0.5)
    web.ask("keep article:1 article:2")
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as connection, connection:
        connection.execute("INSERT INTO press_change (tags, at) VALUES ('article:1', '2026-11-23')")
        connection.execute("INSERT INTO press_change (tags, at) VALUES ('the newest', '2026-11-23')")
        connection.execute("DELETE FROM press_change WHERE tags <> 'the newest'")

    assert web.ask(f"gone? {PATIENCE}").split()[0] == "0"


def announce(database: Path, tag: str) -> float:
    """Write a change as another process would; return when it was committed."""
    return change(database, "INSERT INTO press_change (tags, at) VALUES (?, '2026-11-23 12:00:00')", tag)


def change(database: Path, statement: str, *values: str) -> float:
    with closing(sqlite3.connect(database, timeout=PATIENCE)) as connection, connection:
        connection.execute(statement, values)
    return time.time()


class Web:
    """A web process and the two pipes that lead to it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, line: str) -> str:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """A data folder with nothing in its database but the press's own tables."""
    environment = os.environ | {
        "BROADSHEET_DATA": str(tmp_path_factory.mktemp("press")),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    migrate = [sys.executable, "-m", "broadsheet.cli", "manage", "migrate", "press", "-v0"]
    subprocess.run(migrate, env=environment, check=True)
    return environment


@pytest.fixture
def database(environment) -> Path:
    return Path(environment["BROADSHEET_DATA"], "broadsheet.sqlite3")


@pytest.fixture
def web(environment) -> Iterator[Web]:
    command = [sys.executable, str(Path(__file__).with_name("web_process.py"))]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield Web(process)
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0
