"""PostgreSQL goes away: readers do not feel it, reads are counted, editors are told, and all is well soon after."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from editing import retitle
from live_site import ask, shell
from postgresql_server import away, postgresql, programs
from prepared import MAKE, Paper
from readers import counted, reading
from served import Served, environment_of, serving, wait_for, warm

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")

WELL_AGAIN_SECONDS = 5.0
SOON_SECONDS = 4.0
COUNT_OUTAGES = """
from broadsheet.press.models import Outage
print(Outage.objects.count())
"""


@pytest.mark.fault(
    "PostgreSQL is away for a minute",
    survives="Every page that was kept, marked as stale; every read is counted; the desk answers 503",
)
def test_a_database_that_is_away_is_felt_by_nobody_who_reads(paper, served, database, seen, lasts):
    warm(served, paper.paths)
    wait_for(lambda: is_counting(paper, served))
    before = counted(paper.folder)
    with reading(served.port, paper.paths) as load:
        with away(database):
            time.sleep(lasts(12, 60))
            desk = [ask(served.port, "/desk/", headers={"Cookie": "sessionid=an-editor"}) for _ in range(4)]
        back = time.monotonic()
        wait_for(lambda: all("Warning" not in ask(served.port, path)[1] for path in paper.paths))
        well_again = time.monotonic() - back
    changed = retitle(environment(paper, served, database), paper.paths[5], "After it came back")
    wait_for(lambda: "After it came back" in ask(served.port, paper.paths[5])[2])
    took = time.time() - changed
    reads, reported = counted(paper.folder) - before, load.browser.acknowledged
    stale = sum(n for each, n in load.outcomes.items() if "stale" in each)
    seen(
        f"{load}, {stale:,} marked as stale; {reads:,} of {reported:,} reads counted; well after {well_again:.1f} s"
    )

    assert not load.failures
    assert stale
    assert (reads, load.browser.failed) == (reported, 0)
    assert {status for status, _headers, _page in desk} == {503}
    # Both workers noticed, and editors are told of one outage.
    assert shell(environment(paper, served, database), COUNT_OUTAGES).split() == ["1"]
    assert well_again < WELL_AGAIN_SECONDS
    assert took < SOON_SECONDS


def is_counting(paper: Paper, served: Served) -> bool:
    before = counted(paper.folder)
    with reading(served.port, paper.paths, newcomers=0, regulars=0):
        time.sleep(0.5)
    return counted(paper.folder) > before


def environment(paper: Paper, served: Served, database: Path) -> dict[str, str]:
    return environment_of(paper.folder, served.port) | {"BROADSHEET_DATABASE_URL": urls[database]}


urls: dict[Path, str] = {}


@pytest.fixture(scope="module")
def database() -> Iterator[Path]:
    # Its server runs as somebody else, whom the folders of tests do not let through.
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls[folder] = stack.enter_context(postgresql(folder))
        yield folder


@pytest.fixture(scope="module")
def paper(tmp_path_factory, database) -> Paper:
    folder = tmp_path_factory.mktemp("away") / "var"
    own = environment_of(folder, 8000) | {"BROADSHEET_DATABASE_URL": urls[database]}
    command = [sys.executable, "-m", "broadsheet.cli", "make-ready"]
    subprocess.run(command, env=own, check=True, stdout=subprocess.DEVNULL)
    return Paper(folder, shell(own, MAKE).split())


@pytest.fixture(scope="module")
def served(paper, database) -> Iterator[Served]:
    own = {"BROADSHEET_DATABASE_URL": urls[database], "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1"}
    assert os.environ.get("BROADSHEET_DATABASE_URL", "") == ""
    with serving(paper.folder, environment=own) as found:
        wait_for(lambda: len(found.web_workers) == 2)
        yield found
