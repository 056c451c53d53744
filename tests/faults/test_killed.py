"""kill -9 of each process: only what was in flight there breaks, no acknowledged read is lost, and it is back soon."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from prepared import Paper, paper_in
from readers import counted, reading
from served import Served, serving, wait_for, warm

# What may break of each kind: what a worker was answering, and what waited in the queue of its socket.
IN_FLIGHT = 12
BACK_SECONDS = 10.0
# Workers of a server that has died answer on, until the next one does.
SERVER_SECONDS = 150.0


@pytest.mark.fault(
    "A worker of the web server is killed (kill -9)",
    survives="What it was answering breaks off; the other workers answer, and another one takes its place",
)
def test_only_what_a_killed_web_worker_was_answering_breaks(paper, served, seen):
    for number in range(2):
        warm(served, paper.paths)
        with reading(served.port, paper.paths) as load:
            time.sleep(1)
            killed, before = served.web_workers[number], served.web_workers
            begun = time.monotonic()
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda before=before: len(set(served.web_workers) - set(before)) == 1)
            back = time.monotonic() - begun
            time.sleep(8)
        seen(f"{load}, replaced after {back:.1f} s")

        assert load.failures.total() <= IN_FLIGHT, load.failures
        assert set(load.failures) <= {"closed unanswered", "broken off"}
        assert back < BACK_SECONDS
        assert len(served.web_workers) == 2


@pytest.mark.fault(
    "The web server's first process is killed (kill -9)",
    survives="Its workers answer on until the workers of the next one do",
)
def test_a_killed_web_server_is_felt_by_hardly_anybody(paper, served, seen):
    warm(served, paper.paths)
    with reading(served.port, paper.paths) as load:
        time.sleep(1)
        killed, orphans = served.web, served.web_workers
        begun = time.monotonic()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: served.web not in (0, killed), seconds=BACK_SECONDS)
        back = time.monotonic() - begun
        wait_for(lambda: not any(map(is_there, orphans)), seconds=SERVER_SECONDS)
        time.sleep(1)
    seen(f"{load}, started again after {back:.1f} s")

    assert load.failures.total() <= IN_FLIGHT, load.failures
    assert set(load.failures) <= {"closed unanswered", "broken off"}
    assert len(served.web_workers) == 2


@pytest.mark.fault(
    "The web server's first process is killed twice within a minute, each time while it replaces a worker",
    survives="Its workers answer on each time; one that was still being started is not taken for the next server's",
)
def test_a_web_server_that_dies_again_while_it_starts_a_worker_is_felt_by_hardly_anybody(paper, served, seen):
    warm(served, paper.paths)
    with reading(served.port, paper.paths) as load:
        for _ in range(2):
            time.sleep(1)
            killed, orphans = served.web, served.web_workers
            os.kill(orphans[0], signal.SIGKILL)
            wait_for(lambda orphans=orphans: len(set(served.web_workers) - set(orphans)) == 1)
            orphans = served.web_workers
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda killed=killed: served.web not in (0, killed), seconds=BACK_SECONDS)
            wait_for(lambda orphans=orphans: not any(map(is_there, orphans)), seconds=SERVER_SECONDS)
            wait_for(lambda: len(served.web_workers) == 2)
        time.sleep(1)
    seen(f"{load}")

    assert load.failures.total() <= 4 * IN_FLIGHT, load.failures
    assert set(load.failures) <= {"closed unanswered", "broken off"}


@pytest.mark.parametrize("name", ["worker", "audience", "search"])
@pytest.mark.fault(
    "A process of the background is killed (kill -9)", survives="Every read and every page; it is back"
)
def test_a_killed_process_of_the_background_is_felt_by_nobody(paper, served, seen, name):
    warm(served, paper.paths)
    wait_for(lambda: served.background(name))
    with reading(served.port, paper.paths) as load:
        killed = served.background(name)
        begun = time.monotonic()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: served.background(name) not in (0, killed))
        back = time.monotonic() - begun
        time.sleep(1)
    seen(f"{name}: {load}, back after {back:.1f} s")

    assert not load.failures
    assert back < BACK_SECONDS


@pytest.mark.fault(
    "Every process is killed one after the other (kill -9)", survives="Every read that was acknowledged"
)
def test_no_acknowledged_read_is_lost_by_any_death(paper, served, seen):
    wait_for(lambda: is_counting(paper, served))
    before = counted(paper.folder)
    with reading(served.port, paper.paths, newcomers=0, regulars=1) as load:
        for find in (
            lambda: served.web_workers[0],
            lambda: served.web,
            lambda: served.background("audience"),
            lambda: served.background("worker"),
        ):
            time.sleep(2)
            os.kill(wait_for(find), signal.SIGKILL)
            wait_for(lambda: len(served.web_workers) == 2)
    acknowledged, reads = load.browser.acknowledged, counted(paper.folder) - before
    seen(f"{acknowledged:,} reads acknowledged, {reads:,} counted")

    assert acknowledged > 100
    # A process may die between counting a read and saying so.
    assert acknowledged <= reads <= acknowledged + load.browser.failed


@pytest.mark.fault(
    "`serve` itself is killed (kill -9)", survives="The data; nothing runs on, and the next start serves"
)
def test_a_killed_serve_leaves_what_the_next_one_starts_with(tmp_path, seen):
    paper = paper_in(tmp_path / "var")
    with serving(paper.folder) as first:
        below = [first.web, *first.web_workers]
        first.process.kill()
        begun = time.monotonic()
        wait_for(lambda: not any(map(is_there, below)))
        ended = time.monotonic() - begun
    with serving(paper.folder) as second:
        statuses = {second.status(path) for path in paper.paths}
    seen(f"all ended within {ended:.1f} s, all pages there after the next start")

    assert statuses == {200}
    assert ended < BACK_SECONDS


def is_counting(paper: Paper, served: Served) -> bool:
    """Return whether a read that is reported now is counted: the follower has said which stories there are."""
    before = counted(paper.folder)
    with reading(served.port, paper.paths, newcomers=0, regulars=0):
        time.sleep(0.5)
    return counted(paper.folder) > before


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Paper:
    return paper_in(tmp_path_factory.mktemp("killed") / "var")


@pytest.fixture(scope="module")
def served(paper) -> Iterator[Served]:
    with serving(paper.folder, environment={"BROADSHEET_TRUSTED_PROXIES": "127.0.0.1"}) as found:
        yield found
