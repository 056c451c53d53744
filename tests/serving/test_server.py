"""The web server loses no connection as it replaces workers, and replaces what dies or hangs.

These pin what `serving.server` overrides in granian: where a new version of it does otherwise, one of them fails.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from broadsheet.serving import heartbeat
from broadsheet.serving.server import LOOK_SECONDS, START_SECONDS, Server
from live_site import free_port
from process_tree import is_alive, workers
from readers import Newcomer, Regular
from served import PATIENCE, wait_for

pytestmark = pytest.mark.slow

SERVER = Path(__file__).with_name("bare_server.py")
REPLACED_SECONDS = 10.0


def test_no_new_connection_is_refused_or_reset_over_a_reload(bare):
    # A worker that still accepted connections as it ended closed one or two of them at each reload.
    readers = [Newcomer(bare.port, ["/"], pause=0.0) for _number in range(8)]
    outcomes = bare.reload_under(readers, times=3)

    assert set(outcomes) == {"200"}
    assert outcomes["200"] > 1_000


def test_a_kept_connection_is_broken_off_by_no_reload(bare):
    readers = [Regular(bare.port, ["/"]) for _number in range(4)]
    outcomes = bare.reload_under(readers)

    assert set(outcomes) == {"200"}


def test_what_is_being_answered_is_finished_before_a_worker_ends(bare):
    slow = [Newcomer(bare.port, ["/slow"]) for _number in range(4)]
    outcomes = bare.reload_under(slow)

    assert set(outcomes) == {"200"}


def test_a_worker_that_dies_is_replaced(bare):
    killed = bare.workers()[0]
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: killed not in bare.workers() and len(bare.workers()) == 2, seconds=REPLACED_SECONDS)
    wait_for(lambda: len(bare.answering()) == 2, seconds=REPLACED_SECONDS)

    assert bare.answering() == set(bare.workers())


def test_workers_that_die_again_and_again_are_replaced_and_the_server_goes_on(bare):
    for _number in range(3):
        killed = bare.workers()[0]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda killed=killed: killed not in bare.workers() and len(bare.answering()) == 2)

    assert is_alive(bare.process.pid)


def test_a_worker_that_hangs_is_killed_and_replaced(bare):
    hung = bare.workers()[0]
    os.kill(hung, signal.SIGSTOP)
    wait_for(lambda: not is_alive(hung), seconds=REPLACED_SECONDS)
    wait_for(lambda: len(bare.answering()) == 2)

    assert bare.answering() == set(bare.workers())
    assert bare.said("has not answered for") == 1


def test_a_worker_that_never_begins_to_answer_is_killed(tmp_path):
    started = Server.__new__(Server)
    started.beats = tmp_path
    looks = int(START_SECONDS / LOOK_SECONDS)
    with subprocess.Popen(["sleep", "60"]) as mute:
        seen = {mute.pid: (0.0, looks - 1)}
        seen = {mute.pid: started._watch_one(mute.pid, seen)}
        in_time = mute.poll()
        started._watch_one(mute.pid, seen)

        assert in_time is None
        assert mute.wait(PATIENCE) == -signal.SIGKILL


def test_nobody_is_killed_because_the_whole_machine_was_asleep(bare):
    all_of_them = [bare.process.pid, *bare.workers()]
    for each in all_of_them:
        os.kill(each, signal.SIGSTOP)
    time.sleep(8)
    # The one that watches wakes first.
    for each in all_of_them:
        os.kill(each, signal.SIGCONT)
        time.sleep(0.4)
    time.sleep(2)

    assert [bare.process.pid, *bare.workers()] == all_of_them
    assert bare.said("has not answered for") == 0


def test_a_worker_that_says_it_cannot_answer_is_replaced(bare):
    before = bare.workers()
    (bare.folder / "mute").touch()
    wait_for(lambda: not any(map(is_alive, before)), seconds=2 * REPLACED_SECONDS)
    (bare.folder / "mute").unlink()

    assert wait_for(lambda: len(bare.answering()) == 2)


def test_where_new_code_cannot_be_loaded_the_old_workers_go_on(bare):
    before = bare.workers()
    (bare.folder / "broken").touch()
    readers = [Newcomer(bare.port, ["/"]) for _number in range(2)]
    outcomes = bare.reload_under(readers, until=lambda: bare.said("could not start") == 2)

    assert set(outcomes) == {"200"}
    assert bare.workers() == before


def test_one_worker_goes_on_where_the_other_died_and_new_code_cannot_be_loaded(bare):
    (bare.folder / "broken").touch()
    killed, other = bare.workers()
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: bare.said("cannot start"))
    meanwhile = bare.answering()
    (bare.folder / "broken").unlink()

    assert meanwhile == {other}
    assert wait_for(lambda: len(bare.answering()) == 2)


def test_one_worker_goes_on_that_had_only_begun_to_answer_when_the_other_died(tmp_path):
    (tmp_path / "late").touch()
    with bare_server(tmp_path) as bare:
        (tmp_path / "broken").touch()
        killed, other = bare.workers()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: bare.said("Unexpected exit"))
        (tmp_path / "late").unlink()
        wait_for(lambda: bare.said("cannot start"))

        assert wait_for(bare.answering) == {other}


def test_two_workers_that_die_at_once_are_both_replaced_at_once(bare):
    before = bare.workers()
    for each in before:
        os.kill(each, signal.SIGKILL)
    wait_for(lambda: len(set(bare.workers()) - set(before)) == 2, seconds=REPLACED_SECONDS)

    assert bare.said("cannot start") == 0
    assert wait_for(lambda: len(bare.answering()) == 2)


def test_a_server_none_of_whose_workers_can_start_gives_up(bare):
    (bare.folder / "broken").touch()
    for each in bare.workers():
        os.kill(each, signal.SIGKILL)

    assert bare.process.wait(PATIENCE) == 1


def test_a_server_that_is_told_to_stop_ends_with_all_its_workers(bare):
    workers = bare.workers()
    bare.process.terminate()

    assert bare.process.wait(REPLACED_SECONDS) == 0
    assert not any(map(is_alive, workers))


def test_with_a_certificate_http_2_is_spoken(tmp_path):
    certificate, key = self_signed(tmp_path)
    with bare_server(tmp_path, str(certificate), str(key)) as bare:
        said = wait_for(lambda: curl(certificate, bare.port))

    assert said == "2 200"


def test_without_one_a_connection_that_says_nothing_is_closed(bare):
    with socket.create_connection(("127.0.0.1", bare.port), timeout=30) as silent:
        assert silent.recv(1) == b""


@dataclass
class Bare:
    """A server that answers with the number of its worker."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def workers(self) -> list[int]:
        return workers(self.process.pid)

    def stamped(self) -> set[int]:
        """Return the workers that have stamped that connections reach them."""
        folder = self.folder / "run"
        return {pid for pid in self.workers() if heartbeat.last_beat(folder, pid) is not None}

    def said(self, words: str) -> int:
        return (self.folder / "log").read_text().count(words)

    def answering(self) -> set[int]:
        """Return the workers that answer, by asking over so many connections that each is asked."""
        found = set()
        for _number in range(30):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.request("GET", "/")
                found.add(int(connection.getresponse().read()))
            except OSError:
                return set()
            finally:
                connection.close()
        return found

    def reload_under(self, readers: list[Newcomer], *, times: int = 1, until=None) -> dict[str, int]:
        """Replace the workers while readers read; return what became of their requests."""
        for each in readers:
            each.start()
        time.sleep(0.5)
        for _time in range(times):
            self._reload(until)
        time.sleep(1)
        for each in readers:
            each.stop()
        return {
            name: sum(each.outcomes[name] for each in readers) for each in readers for name in each.outcomes
        }

    def _reload(self, until) -> None:
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        wait_for(until or (lambda: len(self.workers()) == 2 and not set(self.workers()) & set(before)))


@contextmanager
def bare_server(folder: Path, *tls: str) -> Iterator[Bare]:
    port = free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(SERVER), str(port), str(folder), *tls], stdout=log, stderr=subprocess.STDOUT
        )
    bare = Bare(process, port, folder)
    try:
        # A worker answers a moment before it stamps.
        ready = bare.answering if (folder / "late").exists() else bare.stamped
        wait_for(lambda: len(ready()) == 2 or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        yield bare
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def bare(tmp_path) -> Iterator[Bare]:
    with bare_server(tmp_path) as found:
        yield found


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 and its key, as PKCS#8."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", certificate, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    assert key.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    return certificate, key


def curl(certificate: Path, port: int) -> str:
    """Return the version of HTTP that was spoken, and the status."""
    done = subprocess.run(
        ["curl", "--silent", "--http2", "--cacert", certificate, "--output", os.devnull,
         "--write-out", "%{http_version} %{http_code}", f"https://127.0.0.1:{port}/"],
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else ""
