"""`broadsheet serve` over an empty folder: it serves, survives, says what is wrong, and leaves nothing running."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from prepared import paper_in
from process_tree import running_with
from served import PATIENCE, PROGRAM, environment_of, serving, starting, wait_for

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_ends_without_leaving_a_process(folder, number):
    with serving(folder) as served:
        status = served.status("/")
        served.process.send_signal(number)
        ended = served.process.wait(PATIENCE)

    assert (status, ended, running_with(str(folder))) == (200, 0, [])


def test_serve_says_that_the_site_answers_once_it_does(folder):
    with starting(folder) as served:
        wait_for(lambda: served.said("The site answers."))
        status = served.status("/")
        time.sleep(1)

        assert (status, served.said("The site answers.")) == (200, 1)


def test_a_later_start_makes_nothing_anew(folder):
    with serving(folder) as served:
        said = served.log.read_text()

    assert "password" not in said
    assert not re.search("database|static|demo", said, re.I)


def test_a_worker_that_is_killed_is_back_and_takes_up_its_work(folder):
    with serving(folder) as served:
        killed = wait_for(lambda: served.background("worker"))
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: served.background("worker") not in (0, killed))
        announce(folder, "article:1")

        assert wait_for(lambda: position(folder) == newest(folder))


def test_nothing_runs_on_when_serve_itself_is_killed(folder):
    with serving(folder) as served:
        served.process.kill()
        served.process.wait(PATIENCE)

        assert wait_for(lambda: not running_with(str(folder)))


def test_a_second_serve_of_a_data_folder_is_refused_and_harms_the_first_one_in_nothing(folder):
    with serving(folder) as first:
        with starting(folder) as second:
            ended = second.process.wait(PATIENCE)
            said = second.log.read_text()
        named = (folder / "serve.pid").read_text()

    assert (ended, named) == (1, str(first.process.pid))
    assert said == (
        f"broadsheet: {folder} is served by process {first.process.pid} already. "
        "Stop it, or name another folder in BROADSHEET_DATA.\n"
    )


def test_restart_where_nothing_runs_says_so(folder):
    done = subprocess.run(
        [*PROGRAM, "restart"], env=environment_of(folder, 1), capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (1, f"No `broadsheet serve` runs over {folder}.\n")


@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_port_that_is_taken_is_said_in_one_line(folder, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*PROGRAM, command, "--port", str(port)],
            env=environment_of(folder, port),
            capture_output=True,
            text=True,
        )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"127.0.0.1:{port} cannot be used: Address already in use. Choose another with PORT=8001 or --port.\n"
    )


def test_a_loading_of_the_demo_that_is_killed_is_done_by_the_next(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    environment = environment_of(folder, 8000)
    load = [*PROGRAM, "demo", "load", "--if-new"]
    log = tmp_path / "loading.log"
    with log.open("w") as said:
        process = subprocess.Popen(load, env=environment, stderr=said)
        wait_for(lambda: "Loading the demo edition" in log.read_text())
        time.sleep(1)
        process.kill()
        process.wait(PATIENCE)
    left = articles(folder)
    subprocess.run(load, env=environment, check=True, capture_output=True)

    assert left == 0
    assert articles(folder) >= 80


def test_serve_loads_no_demo_and_says_of_an_empty_site_what_to_do(tmp_path):
    with serving(tmp_path / "var") as served:
        said = served.log.read_text()

    assert articles(tmp_path / "var") == 0
    assert len(re.findall("password in", said)) == 1
    assert "There is no edition yet: make one at the desk" in said


def articles(folder: Path) -> int:
    return ask(folder, "SELECT COUNT(*) FROM newsroom_article")


def newest(folder: Path) -> int:
    return ask(folder, "SELECT MAX(id) FROM press_change")


def position(folder: Path) -> int:
    return ask(folder, "SELECT MAX(change) FROM press_position")


def announce(folder: Path, tag: str) -> None:
    ask(folder, f"INSERT INTO press_change (tags, at) VALUES ('{tag}', '2026-11-23 12:00:00') RETURNING id")


def ask(folder: Path, statement: str) -> Any:
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3", timeout=PATIENCE)) as connection, connection:
        return connection.execute(statement).fetchone()[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return paper_in(tmp_path_factory.mktemp("paper") / "var").folder
