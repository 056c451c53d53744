"""One `serve` at a time over a data folder, and the file that names it is its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.project.serve_lock import PID_FILE, AlreadyServed, only_serve, serving

SERVE = """
import sys
from pathlib import Path
from broadsheet.project.serve_lock import only_serve
with only_serve(Path(sys.argv[1])):
    print("serves", flush=True)
    sys.stdin.read()
"""


def test_a_second_serve_is_refused_with_the_number_of_the_first(tmp_path, first):
    with pytest.raises(AlreadyServed) as caught, only_serve(tmp_path):
        raise AssertionError

    assert str(caught.value) == (
        f"{tmp_path} is served by process {first.pid} already. Stop it, or name another folder in BROADSHEET_DATA."
    )


def test_a_second_serve_leaves_the_file_of_the_first_alone(tmp_path, first):
    with pytest.raises(AlreadyServed), only_serve(tmp_path):
        raise AssertionError

    assert serving(tmp_path) == first.pid


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_serve_that_was_killed_does_not_keep_the_next_one_out(tmp_path, first, number):
    first.send_signal(number)
    first.wait()
    with only_serve(tmp_path):
        named = serving(tmp_path)

    assert (named, serving(tmp_path)) == (os.getpid(), None)


def test_two_folders_are_served_beside_each_other(tmp_path, first):
    other = tmp_path / "other"
    other.mkdir()
    with only_serve(other):
        assert serving(other) == os.getpid()


@pytest.mark.parametrize("content", ["", "nonsense", "12 13"])
def test_a_file_without_a_number_names_nobody(tmp_path, content):
    (tmp_path / PID_FILE).write_text(content)

    assert serving(tmp_path) is None


@pytest.fixture
def first(tmp_path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SERVE, str(Path(tmp_path))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "serves\n"
        yield process
        process.kill()
