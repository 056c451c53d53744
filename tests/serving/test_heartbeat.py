"""A worker is taken for hung when it could not answer for a while, and for nothing else."""

import os
import time

from broadsheet.serving import heartbeat
from broadsheet.serving.heartbeat import Heartbeat

MYSELF = os.getpid()


def test_a_worker_that_can_answer_stamps_every_second(tmp_path):
    Heartbeat(tmp_path, lambda: True, fail).start()
    first = heartbeat.last_beat(tmp_path, MYSELF)
    time.sleep(heartbeat.BEAT_SECONDS * 2)

    assert first < heartbeat.last_beat(tmp_path, MYSELF) <= time.monotonic()


def test_a_worker_that_cannot_answer_stamps_no_more(tmp_path):
    Heartbeat(tmp_path, lambda: False, fail).start()
    first = heartbeat.last_beat(tmp_path, MYSELF)
    time.sleep(heartbeat.BEAT_SECONDS * 2)

    assert heartbeat.last_beat(tmp_path, MYSELF) == first


def test_a_worker_that_was_never_ready_has_no_beat(tmp_path):
    (tmp_path / "42").write_bytes(b"")

    assert (heartbeat.last_beat(tmp_path, 41), heartbeat.last_beat(tmp_path, 42)) == (None, None)
    assert heartbeat.newest_start(tmp_path) == 0.0


def test_the_newest_start_is_that_of_the_youngest_worker(tmp_path):
    before = time.monotonic()
    Heartbeat(tmp_path, lambda: True, fail).start()

    assert before <= heartbeat.newest_start(tmp_path) <= time.monotonic()


def test_what_has_ended_is_forgotten(tmp_path):
    Heartbeat(tmp_path, lambda: False, fail).start()
    heartbeat.remove(tmp_path, MYSELF)

    assert heartbeat.last_beat(tmp_path, MYSELF) is None


def fail() -> None:
    raise AssertionError("the parent lives")
