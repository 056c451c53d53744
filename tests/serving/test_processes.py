"""Processes are kept running, stopped together, and never left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PATIENCE = 15.0
# Says its number, in one write so that two lines never mix, and sleeps; with a child of its own, as a web server has.
SLEEPER = "import os, time; os.write(1, b'pid %d\\n' % os.getpid()); time.sleep(600)"
PARENT = (
    f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]); child.wait()"
)
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
DYING = "import os; os.write(1, b'tried\\n'); raise SystemExit(3)"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_all_end_with_the_one_that_is_told_to_stop(keeper, number):
    process, log = keeper(SLEEPER, SLEEPER)
    pids = wait_for(log, "pid", 2)
    process.send_signal(number)

    assert process.wait(PATIENCE) == 0
    assert alive(pids) == []


def test_what_dies_is_started_again(keeper):
    process, log = keeper(SLEEPER, SLEEPER)
    first = wait_for(log, "pid", 2)
    os.kill(first[0], signal.SIGKILL)
    wait_for(log, "pid", 3)

    assert process.poll() is None


def test_the_children_of_what_died_do_not_keep_its_port(keeper):
    process, log = keeper(PARENT, SLEEPER)
    [child] = [pid for pid in wait_for(log, "pid", 2) if parent_of(pid) != process.pid]
    os.kill(parent_of(child), signal.SIGKILL)
    wait_for(log, "pid", 3)

    assert alive([child]) == []


def test_the_children_of_what_answered_go_on_until_its_successor_answers(keeper, tmp_path):
    process, log = keeper(PARENT, SLEEPER, is_ready=f"lambda pid: os.path.exists(f'{tmp_path}/{{pid}}')")
    earlier = [pid for pid in wait_for(log, "pid", 2) if parent_of(pid) == process.pid]
    orphans: list[int] = []
    for count in (3, 4):
        [child] = [pid for pid in numbers(log, "pid") if pid not in [*earlier, *orphans]]
        server = parent_of(child)
        answers = tmp_path / str(server)
        answers.touch()

        assert gone_in_time(orphans)

        os.kill(server, signal.SIGKILL)
        wait_for(log, "pid", count)
        orphans.append(child)

        assert alive([child]) == [child]


def test_the_children_of_what_never_answered_end_with_it(keeper):
    process, log = keeper(PARENT, SLEEPER, is_ready="lambda pid: False")
    [child] = [pid for pid in wait_for(log, "pid", 2) if parent_of(pid) != process.pid]
    os.kill(parent_of(child), signal.SIGKILL)
    wait_for(log, "pid", 3)

    assert alive([child]) == []


def test_a_vital_process_that_cannot_live_ends_it_all(keeper):
    process, log = keeper(DYING, SLEEPER)

    assert process.wait(PATIENCE) == 1
    assert log.read_text().count("tried") == 6
    assert "ended 6 times within a minute" in log.read_text()
    assert alive(numbers(log, "pid")) == []


def test_another_process_that_cannot_live_is_given_time_and_harms_nobody(keeper):
    process, log = keeper(SLEEPER, DYING)
    time.sleep(2.5)

    assert process.poll() is None
    assert 2 <= log.read_text().count("tried") <= 4


def test_nothing_is_left_when_the_keeper_is_killed(keeper):
    process, log = keeper(SLEEPER, SLEEPER)
    pids = wait_for(log, "pid", 2)
    process.kill()
    process.wait(PATIENCE)

    assert gone_in_time(pids)


def test_who_will_not_end_is_ended(keeper):
    process, log = keeper(STUBBORN, SLEEPER)
    pids = wait_for(log, "pid", 2)
    process.terminate()

    assert process.wait(PATIENCE) == 0
    assert alive(pids) == []


def wait_for(log: Path, word: str, count: int) -> list[int]:
    until = time.monotonic() + PATIENCE
    while len(found := numbers(log, word)) < count:
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    return found


def numbers(log: Path, word: str) -> list[int]:
    return [int(each) for each in re.findall(rf"^{word} (\d+)$", log.read_text(), re.M)]


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}/stat").exists() and not is_zombie(pid)]


def is_zombie(pid: int) -> bool:
    return stat_of(pid)[0] == "Z"


def parent_of(pid: int) -> int:
    return int(stat_of(pid)[1])


def stat_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def gone_in_time(pids: list[int]) -> bool:
    until = time.monotonic() + PATIENCE
    while alive(pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pids)


@pytest.fixture
def keeper(tmp_path) -> Iterator:
    """Start a process that keeps a vital one and another running; give it and its log."""
    started = []

    def start(vital: str, other: str, *, is_ready: str = "lambda pid: True"):
        log = tmp_path / "said.log"
        code = (
            # Tests that were started with nohup would have it outlive the terminal.
            "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL);"
            "import os, sys; from broadsheet.serving import processes; processes.STOP_SECONDS = 2.0;"
            "python = [sys.executable, '-uc'];"
            "vital, others = ({name: [*python, sys.argv[at]]} for at, name in ((1, 'web'), (2, 'worker')));"
            f"kept = processes.Processes(vital=vital, others=others, is_ready={is_ready});"
            "sys.exit(kept.run())"
        )
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", code, vital, other], stdout=output, stderr=subprocess.STDOUT
            )
        started.append(process)
        return process, log

    yield start
    for process in started:
        process.terminate()
        process.wait(PATIENCE)
