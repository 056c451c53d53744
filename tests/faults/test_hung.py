"""A process that hangs (SIGSTOP) is replaced; one that only slept has missed nothing."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from editing import RETITLE, editor
from live_site import ask
from prepared import Paper, paper_in
from readers import reading
from served import Served, environment_of, serving, wait_for, warm

# A request may wait for as long as a hung worker is let be.
LONGEST_WAIT = 10.0
SOON_SECONDS = 4.0


@pytest.mark.fault(
    "A worker of the web server hangs (SIGSTOP)",
    survives="Requests to it wait or are closed for 10 s at most; then another one takes its place",
)
def test_a_hung_worker_is_replaced_within_ten_seconds(paper, served, seen):
    warm(served, paper.paths)
    hung = served.web_workers[0]
    said = served.said("has not answered for")
    with reading(served.port, paper.paths) as load:
        time.sleep(1)
        begun = time.monotonic()
        os.kill(hung, signal.SIGSTOP)
        wait_for(lambda: hung not in served.web_workers and len(served.web_workers) == 2)
        replaced = time.monotonic() - begun
        time.sleep(1)
        meanwhile, slowest = load.failures, load.slowest
        load.begin()
        time.sleep(4)
    seen(f"{load} afterwards; replaced after {replaced:.1f} s, longest wait {slowest:.1f} s")

    assert replaced < LONGEST_WAIT
    assert slowest < LONGEST_WAIT
    assert set(meanwhile) <= {"closed unanswered", "broken off"}
    assert not load.failures
    assert served.said("has not answered for") == said + 1


@pytest.mark.fault(
    "A worker of the web server sleeps for less than 5 s", survives="All; it has missed no change"
)
def test_a_worker_that_was_asleep_has_missed_nothing(paper, served, seen):
    warm(served, paper.paths)
    asleep = served.web_workers
    awake = served.said("has not answered for")
    change = RETITLE.format(path=paper.paths[3], headline="While they slept")
    with editor(environment_of(paper.folder, served.port), change) as edit:
        for each in asleep:
            os.kill(each, signal.SIGSTOP)
        try:
            edit()
        finally:
            for each in asleep:
                os.kill(each, signal.SIGCONT)
    begun = time.monotonic()
    wait_for(lambda: all("While they slept" in ask(served.port, paper.paths[3])[2] for _ in range(12)))
    took = time.monotonic() - begun
    seen(f"the change of meanwhile was shown by all {took:.1f} s later")

    assert took < SOON_SECONDS
    assert (served.web_workers, served.said("has not answered for")) == (asleep, awake)


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Paper:
    return paper_in(tmp_path_factory.mktemp("hung") / "var")


@pytest.fixture(scope="module")
def served(paper) -> Iterator[Served]:
    with serving(paper.folder) as found:
        wait_for(lambda: len(found.web_workers) == 2)
        yield found
