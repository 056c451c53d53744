"""New code comes without a failed request; where it cannot be loaded, the old code serves on."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from prepared import Paper, paper_in
from readers import counted, reading
from served import PROGRAM, Served, environment_of, serving, wait_for


@pytest.mark.fault(
    "`broadsheet restart` under load",
    survives="Every request: none is refused, none broken off, no 5xx; idle connections may be closed",
)
def test_new_code_comes_without_a_failed_request(paper, served, seen):
    wait_for(lambda: len(served.web_workers) == 2)
    before, counts = served.web_workers, counted(paper.folder)
    with reading(served.port, paper.paths, newcomers=3, regulars=3) as load:
        time.sleep(1)
        subprocess.run([*PROGRAM, "restart"], env=environment_of(paper.folder, served.port), check=True)
        after = served.web_workers
        time.sleep(2)
    seen(f"{load}, {load.again} connections closed as they were idle")

    assert len(after) == 2
    assert not set(after) & set(before)
    assert not load.failures
    assert load.browser.failed == 0
    assert counted(paper.folder) - counts <= load.browser.acknowledged


@pytest.mark.fault(
    "`broadsheet restart` with code or settings that cannot be loaded",
    survives="Every request: the old workers serve on, and one line in the log says so",
)
def test_where_new_code_cannot_be_loaded_the_old_workers_serve_on(paper, served, seen, settings_file):
    wait_for(lambda: len(served.web_workers) == 2)
    before, said = served.web_workers, served.said("could not start")
    with reading(served.port, paper.paths) as load:
        # What a worker loads is what it reads here: each one reads its settings as it starts.
        settings_file.write_text("no_such_setting = 1\n", encoding="utf-8")
        served.process.send_signal(signal.SIGUSR2)
        wait_for(lambda: served.said("could not start") == said + 2)
        settings_file.write_text("", encoding="utf-8")
        time.sleep(1)
    seen(str(load))

    assert not load.failures
    assert served.web_workers == before


@pytest.mark.fault("Two restarts one after the other", survives="Every request")
def test_restarts_that_come_close_together_are_felt_by_nobody(paper, served, seen):
    wait_for(lambda: len(served.web_workers) == 2)
    before = served.web_workers
    with reading(served.port, paper.paths) as load:
        served.process.send_signal(signal.SIGUSR2)
        time.sleep(1)
        served.process.send_signal(signal.SIGUSR2)
        wait_for(lambda: len(served.web_workers) == 2 and not set(served.web_workers) & set(before))
        os.kill(served.process.pid, 0)
        time.sleep(2)
    seen(str(load))

    assert not load.failures


@pytest.fixture(scope="module")
def settings_file(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("settings") / "broadsheet.toml"
    file.touch()
    return file


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Paper:
    return paper_in(tmp_path_factory.mktemp("restart") / "var")


@pytest.fixture(scope="module")
def served(paper, settings_file) -> Iterator[Served]:
    own = {"BROADSHEET_TRUSTED_PROXIES": "127.0.0.1", "BROADSHEET_CONFIG": str(settings_file)}
    with serving(paper.folder, environment=own) as found:
        yield found
