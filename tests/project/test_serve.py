"""`broadsheet serve` over an empty folder: it serves, survives, says what is wrong, and leaves nothing running."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 60.0
COMMAND = [sys.executable, "-m", "broadsheet.project", "serve"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_ends_without_leaving_a_process(folder, number):
    with serving(folder) as served:
        status = served.status("/")
        served.process.send_signal(number)
        ended = served.process.wait(PATIENCE)

    assert (status, ended, running_over(folder)) == (200, 0, [])


def test_a_later_start_makes_nothing_anew(folder):
    with serving(folder) as served:
        said = served.log.read_text()

    assert "password" not in said
    assert not re.search("database|static|demo", said, re.I)


@pytest.mark.parametrize("half", ["kiosk-1", "press-1"])
def test_a_web_process_that_is_killed_is_back_at_once(folder, half):
    with serving(folder) as served:
        killed = served.child(half)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: served.child(half) not in (0, killed))
        back = wait_for(lambda: served.status("/")), served.status("/desk/login/")

    assert back == (200, 200)


def test_a_worker_that_is_killed_is_back_and_takes_up_its_work(folder):
    with serving(folder) as served:
        killed = served.child("worker")
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: served.child("worker") not in (0, killed))
        announce(folder, "article:1")

        assert wait_for(lambda: position(folder) == newest(folder))


def test_nothing_runs_on_when_serve_itself_is_killed(folder):
    with serving(folder) as served:
        served.process.kill()
        served.process.wait(PATIENCE)

        assert wait_for(lambda: not running_over(folder))


def test_a_port_that_is_taken_is_said_in_one_line(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--port", str(port)], env=environment(folder, port), capture_output=True, text=True
        )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"127.0.0.1:{port} cannot be used: Address already in use. Choose another with PORT=8001 or --port.\n"
    )


def test_a_first_start_that_is_killed_is_finished_by_the_next(tmp_path):
    folder = tmp_path / "var"
    with serving(folder, is_awaited=False) as served:
        wait_for(lambda: "Loading the demo edition" in served.log.read_text())
        time.sleep(1)
        served.process.kill()
        served.process.wait(PATIENCE)
    left = articles(folder)
    with serving(folder) as served:
        said = served.log.read_text()

    assert left == 0
    assert articles(folder) >= 80
    assert len(re.findall("password", said)) == 1


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


@dataclass(frozen=True)
class Served:
    """A paper that is being served."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def child(self, word: str) -> int:
        """Return the process that `serve` runs under this name, 0 for none."""
        for pid, line in processes():
            if parent_of(pid) == self.process.pid and (word in line or word == name_of(pid)):
                return pid
        return 0


class serving:
    """Serve the paper of a folder until the block is left."""

    def __init__(self, folder: Path, *, is_awaited: bool = True) -> None:
        self.folder = folder
        self.is_awaited = is_awaited

    def __enter__(self) -> Served:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.folder.mkdir(exist_ok=True)
        log = self.folder / "said.log"
        with log.open("w") as output:
            self.process = subprocess.Popen(
                COMMAND, env=environment(self.folder, port), stdout=output, stderr=subprocess.STDOUT
            )
        served = Served(self.process, port, log)
        if self.is_awaited:
            wait_for(lambda: served.status("/") or self.process.poll() is not None)
            assert self.process.poll() is None, log.read_text()
        return served

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "BROADSHEET_DATA": str(folder),
        "BROADSHEET_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }


def wait_for(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return seen


def running_over(folder: Path) -> list[str]:
    """List the processes that were started with this data folder."""
    found = []
    for pid, line in processes():
        try:
            if str(folder).encode() in Path(f"/proc/{pid}/environ").read_bytes():
                found.append(line)
        except OSError:
            continue  # it ended meanwhile, or is not ours to look at
    return found


def processes() -> Iterator[tuple[int, str]]:
    for each in Path("/proc").glob("[0-9]*"):
        try:
            line = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended meanwhile
        if line:
            yield int(each.name), line


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder that was served once."""
    folder = tmp_path_factory.mktemp("paper") / "var"
    with serving(folder):
        return folder
