"""Several processes count, one shows the sum; and health is told without a word of why."""

import json
import os
import re
import subprocess
import sys
import time
import timeit
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from prometheus_client import REGISTRY

from broadsheet.process.metrics import AnswerKind, count_request
from broadsheet.project.metrics_server import LATE_SECONDS, show_figures
from broadsheet.serving.health import SILENT_SECONDS, alive, ready
from live_site import free_port

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "monitoring.md"
NOW = 1000.0
WORK = """
import os, sys, time
from pathlib import Path
from broadsheet.process.metrics_folder import share
share(Path(sys.argv[1]))
from broadsheet.process import metrics
exec(sys.argv[2])
print("counted", flush=True)
sys.stdin.read()
"""
COUNT = """
for _number in range(1000):
    metrics.count_request(metrics.AnswerKind.KEPT, 304)
metrics.count_request(metrics.AnswerKind.REFUSED, 503)
metrics.flush()
metrics.CACHE_ENTRIES.set(7)
metrics.RENDER_SECONDS.observe(0.03)
"""


def test_what_two_processes_counted_is_shown_as_a_sum(site):
    with site.process(COUNT), site.process(COUNT):
        shown = site.figures()

    assert shown['broadsheet_requests_total{kind="kept",status="3xx"}'] == 2000
    assert shown['broadsheet_requests_total{kind="refused",status="5xx"}'] == 2
    assert shown["broadsheet_cache_entries"] == 14
    assert shown["broadsheet_render_seconds_count"] == 2


def test_a_process_that_ended_keeps_its_counts_and_loses_its_state(site):
    with site.process(COUNT):
        pass
    before = site.figures()
    forget = "metrics.forget_the_dead(Path(sys.argv[1]))"
    with site.process(forget):
        after = site.figures()

    assert before["broadsheet_cache_entries"] == 7
    assert after.get("broadsheet_cache_entries", 0) == 0
    assert after['broadsheet_requests_total{kind="kept",status="3xx"}'] == 1000


def test_the_age_of_the_newest_backup_is_shown(site):
    (site.data / "newest-backup").write_text("2020-01-01T00:00:00Z")

    assert site.figures()["broadsheet_backup_age_seconds"] > 86_400


def test_starts_are_counted_over_the_deaths_of_a_process(site):
    for _time in range(3):
        with site.process("metrics.started('worker')"):
            pass

    assert site.figures()['broadsheet_starts_total{process="worker"}'] == 3


BEHIND = "from types import SimpleNamespace as S; metrics.note('web-1', S(behind_since={since}, looked_at=1.0), time.time())"


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("metrics.beat('worker', time.time())", []),
        (
            f"metrics.beat('worker', time.time() - {LATE_SECONDS + 24})",
            ["The process worker has said nothing for 34 s."],
        ),
        (BEHIND.format(since="None"), []),
        (BEHIND.format(since="time.time() - 1"), ["The process web-1 cannot read the database."]),
        (
            BEHIND.format(since="time.time() - 40"),
            [
                "The process web-1 cannot read the database.",
                "The process web-1 takes no changes into account since 40 s.",
            ],
        ),
    ],
)
def test_reasons_say_what_is_wrong(code, reasons, site):
    with site.process(code):
        status, said = site.reasons()

    assert (status, said["ready"], sorted(said["reasons"])) == (503 if reasons else 200, not reasons, reasons)


def test_an_address_that_is_taken_is_a_line_and_no_reason_not_to_serve(site, caplog):
    assert show_figures(site.where, site.data) is None
    assert "which cannot be used" in caplog.text


def test_no_request_is_lost_when_many_threads_count(site):
    code = """
import threading
def count():
    for _number in range(20_000):
        metrics.count_request(metrics.AnswerKind.STATIC, 200)
threads = [threading.Thread(target=count) for _number in range(8)]
[each.start() for each in threads]
while any(each.is_alive() for each in threads): metrics.flush()
metrics.flush()
"""
    with site.process(code):
        assert site.figures()['broadsheet_requests_total{kind="static",status="2xx"}'] == 160_000


def test_to_count_a_request_takes_less_than_two_microseconds():
    many = 20_000
    each = min(
        timeit.repeat(
            lambda: count_request(AnswerKind.KEPT, 200), number=many, repeat=5, timer=time.process_time
        )
    )

    assert each / many < 2e-6


@pytest.mark.parametrize(
    ("looked_at", "behind_since", "status"),
    [
        (None, None, 503),
        (NOW, None, 200),
        (NOW - SILENT_SECONDS + 0.1, None, 200),
        (NOW - SILENT_SECONDS, None, 503),
        (NOW, 1.0, 503),
    ],
)
def test_readers_are_sent_to_what_follows_the_outbox(looked_at, behind_since, status):
    answer = ready(SimpleNamespace(looked_at=looked_at, behind_since=behind_since), NOW)

    assert answer.status.startswith(str(status))
    assert answer.body in (b"ok\n", b"not ready\n")


def test_what_answers_is_alive():
    assert (alive().status, alive().body) == ("200 OK", b"ok\n")
    assert ("Cache-Control", "no-store") in alive().headers


def test_every_figure_is_documented():
    shown = {
        f"{each.name}_total" if each.type == "counter" else each.name
        for each in REGISTRY.collect()
        if each.name.startswith("broadsheet_")
    }
    documented = set(re.findall(r"^\| `(broadsheet_\w+)", DOCUMENT.read_text("utf-8"), re.M))

    assert documented == shown | {"broadsheet_backup_age_seconds"}


class Process:
    """A process of the site, which has counted when the block begins and ends with it."""

    def __init__(self, data: Path, code: str) -> None:
        self._command = [sys.executable, "-c", WORK, str(data), code]

    def __enter__(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
        )
        assert self._process.stdout.readline() == "counted\n"
        return self._process

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()


class Site:
    """A data folder and the port on which its figures are shown."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.where = f"127.0.0.1:{free_port()}"

    def process(self, code: str) -> Process:
        return Process(self.data, code)

    def figures(self) -> dict[str, float]:
        with urllib.request.urlopen(f"http://{self.where}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        return {
            name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")
        }

    def reasons(self) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"http://{self.where}/reasons") as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    (tmp_path / "run" / "metrics").mkdir(parents=True)
    found = Site(tmp_path)
    server = show_figures(found.where, tmp_path)
    yield found
    server.shutdown()
    server.server_close()
