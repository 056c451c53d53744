"""Of two workers on two machines over one PostgreSQL, one does the work; where it dies, the other goes on."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from live_site import shell
from postgresql_server import away, postgresql, programs
from served import wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]

GOES_ON_SECONDS = 10.0
LEADS = "The worker leads"
WORKED = "Related articles of"
PUBLISH = """
from django.utils import timezone
from wagtail.models import Locale
from broadsheet.newsroom.models import Article, Edition
locale = Locale.objects.first()
Edition.objects.get_or_create(locale=locale, defaults={"name": "Paper", "is_main": True})
Article(headline="The bridge at Narrin opens again", locale=locale, published_at=timezone.now()).save()
"""


@dataclass
class Machine:
    """A worker with a data folder of its own."""

    process: subprocess.Popen
    log: Path
    environment: dict[str, str]

    def said(self, words: str) -> int:
        return self.log.read_text(errors="replace").count(words)


def test_each_duty_is_done_once_and_a_survivor_goes_on(machines):
    wait_for(lambda: leaders(machines))
    wait_for(lambda: sum(each.said("Another worker") for each in machines) == 1)
    publish(machines[0])
    wait_for(lambda: sum(each.said(WORKED) for each in machines))
    time.sleep(2)

    assert sum(each.said(WORKED) for each in machines) == 1, [each.log.read_text() for each in machines]

    assert len(leaders(machines)) == 1, [each.log.read_text() for each in machines]
    [leader] = leaders(machines)
    [other] = [each for each in machines if each is not leader]
    leader.process.kill()
    wait_for(lambda: other.said(LEADS), seconds=GOES_ON_SECONDS)
    publish(other)

    wait_for(lambda: other.said(WORKED), seconds=GOES_ON_SECONDS)


def test_one_leads_again_after_the_database_was_away(machines, server):
    wait_for(lambda: leaders(machines))
    before = sum(each.said(LEADS) for each in machines)
    with away(server):
        time.sleep(4)
    wait_for(lambda: sum(each.said(LEADS) for each in machines) > before, seconds=GOES_ON_SECONDS)


def leaders(machines: list[Machine]) -> list[Machine]:
    return [each for each in machines if each.said(LEADS)]


def publish(machine: Machine) -> None:
    shell(machine.environment, PUBLISH)


@pytest.fixture
def server() -> Iterator[Path]:
    # The server runs as somebody else, whom the folders of tests do not let through.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def machines(server, tmp_path) -> Iterator[list[Machine]]:
    with postgresql(server) as url, ExitStack() as stack:
        environments = []
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
            environments.append(
                os.environ
                | {
                    "BROADSHEET_DATA": str(tmp_path / name),
                    "BROADSHEET_DATABASE_URL": url,
                    "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
                }
            )
        program = [sys.executable, "-m", "broadsheet.cli"]
        subprocess.run([*program, "manage", "migrate", "-v0"], env=environments[0], check=True)
        found = []
        for number, own in enumerate(environments):
            log = tmp_path / f"{number}.log"
            output = stack.enter_context(log.open("w"))
            process = subprocess.Popen([*program, "worker"], env=own, stdout=output, stderr=output)
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
            found.append(Machine(process, log, own))
        yield found
