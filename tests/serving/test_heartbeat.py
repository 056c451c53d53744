"""A worker is taken for hung when it could not answer for a while, and for nothing else."""

import os
import socket
import threading
import time
from pathlib import Path

from broadsheet.serving import heartbeat
from broadsheet.serving.heartbeat import Heartbeat
from broadsheet.serving.server import is_listening, listening_files
from served import wait_for

MYSELF = os.getpid()


def test_a_worker_that_can_answer_stamps_every_second(tmp_path):
    first = first_beat(tmp_path, can_answer=True)
    time.sleep(heartbeat.BEAT_SECONDS * 2)

    assert first < heartbeat.last_beat(tmp_path, MYSELF) <= time.monotonic()


def test_a_worker_that_cannot_answer_stamps_no_more(tmp_path):
    first = first_beat(tmp_path, can_answer=False)
    time.sleep(heartbeat.BEAT_SECONDS * 2)

    assert heartbeat.last_beat(tmp_path, MYSELF) == first


def test_a_worker_that_was_never_ready_has_no_beat(tmp_path):
    (tmp_path / "42").write_bytes(b"")

    assert (heartbeat.last_beat(tmp_path, 41), heartbeat.last_beat(tmp_path, 42)) == (None, None)
    assert not heartbeat.has_worker(tmp_path, os.getppid())


def test_a_worker_has_no_beat_before_connections_reach_it(tmp_path):
    begins = threading.Event()
    Heartbeat(tmp_path, listens=begins.is_set, can_answer=lambda: True, end=fail).start()
    time.sleep(heartbeat.LOOK_SECONDS * 4)
    before = heartbeat.last_beat(tmp_path, MYSELF)
    begun = time.monotonic()
    begins.set()

    assert before is None
    assert wait_for(lambda: heartbeat.last_beat(tmp_path, MYSELF)) >= begun


def test_a_socket_counts_once_it_listens():
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        before = own.fileno() in listening_files()
        own.listen()

        assert (before, own.fileno() in listening_files(), is_listening()) == (False, True, True)


def test_a_server_has_only_the_workers_that_it_started(tmp_path):
    first_beat(tmp_path, can_answer=True)

    assert heartbeat.has_worker(tmp_path, os.getppid())
    assert not heartbeat.has_worker(tmp_path, MYSELF)


def test_what_has_ended_is_forgotten(tmp_path):
    first_beat(tmp_path, can_answer=False)
    heartbeat.remove(tmp_path, MYSELF)

    assert heartbeat.last_beat(tmp_path, MYSELF) is None


def first_beat(folder: Path, *, can_answer: bool) -> float:
    """Start to stamp and return when the first stamp was made."""
    Heartbeat(folder, listens=lambda: True, can_answer=lambda: can_answer, end=fail).start()
    return wait_for(lambda: heartbeat.last_beat(folder, MYSELF))


def fail() -> None:
    raise AssertionError("the parent lives")
