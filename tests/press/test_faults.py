"""Real web processes over a real database: changes reach all of them, and what breaks beside them is not felt."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from live_site import PATIENCE, ask, shell, shell_command, web
from postgresql_server import away, postgresql, programs

# How soon it is measured to be stands in docs/performance.md; here other tests may take the processor.
SOON_SECONDS = 4.0
AWAY_SECONDS = 8.0
MAKE = """
import sys; sys.path.insert(0, 'tests')
from newsstand import publish_many
print(*(each.get_absolute_url() for each in publish_many(20)))
"""
RETITLE = """
import time
from broadsheet.newsroom.models import Article
article = Article.objects.get(path={path!r}.strip('/'))
article.headline = {headline!r}
article.save()
print(time.time(), flush=True)
"""


@dataclass
class Paper:
    """A paper with two web processes on two ports."""

    folder: Path
    environment: dict[str, str]
    paths: list[str]
    ports: tuple[int, int]
    editor: subprocess.Popen[str] | None = None

    def retitle(self, path: str, headline: str) -> float:
        """Change a headline in another process; return when that was done."""
        command = shell_command(RETITLE.format(path=path, headline=headline))
        # It says when, and takes a while to end after that.
        self.editor = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        return float(self.editor.stdout.readline())

    def seconds_until(self, text: str, paths: list[str], since: float) -> float:
        """Wait until every page shows a text on both ports."""
        waiting = {(port, path) for port in self.ports for path in paths}
        while waiting:
            assert time.time() < since + PATIENCE, waiting
            waiting = {each for each in waiting if text not in ask(*each)[2]}
            time.sleep(0.01)
        return time.time() - since

    def editor_ends(self) -> None:
        with self.editor:
            assert self.editor.wait(PATIENCE) == 0


@pytest.fixture(
    scope="module",
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
        ),
    ],
)
def paper(request, tmp_path_factory) -> Iterator[Paper]:
    folder = tmp_path_factory.mktemp("faults")
    environment = os.environ | {
        "BROADSHEET_DATA": str(folder / "var"),
        "BROADSHEET_ALLOWED_HOSTS": "*",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    with ExitStack() as stack:
        if request.param == "postgresql":
            for each in folder.parents:
                if each.stat().st_uid == os.geteuid() and each != Path("/tmp"):
                    each.chmod(0o755)
            environment["BROADSHEET_DATABASE_URL"] = stack.enter_context(postgresql(folder))
        command = [sys.executable, "-m", "broadsheet.project", "manage"]
        subprocess.run([*command, "migrate", "-v0"], env=environment, check=True)
        subprocess.run([*command, "collectstatic", "-v0", "--noinput"], env=environment, check=True)
        paths = shell(environment, MAKE).split()
        ports = tuple(stack.enter_context(web(environment)) for _number in range(2))
        yield Paper(folder, environment, paths, ports)


def test_a_change_reaches_every_page_in_every_process_soon(paper):
    shows = [path for path in paper.paths if paper.paths[3] in ask(paper.ports[0], path)[2]]
    for port in paper.ports:
        for path in (*shows, "/", "/feed/"):
            ask(port, path)
    done = paper.retitle(paper.paths[3], "A headline that was changed at once")

    seconds = paper.seconds_until(
        "A headline that was changed at once", [*shows, paper.paths[3], "/", "/feed/"], done
    )
    paper.editor_ends()
    assert len(shows) > 3
    assert seconds < SOON_SECONDS


def test_a_database_that_is_away_is_felt_by_nobody_who_reads(paper):
    if "BROADSHEET_DATABASE_URL" not in paper.environment:
        return  # a file is not away; test_tail takes the outbox from under a reader of one
    pages = [(port, path) for port in paper.ports for path in paper.paths]
    for each in pages:
        ask(*each)
    article = re.search(r'data-article="(\d+)"', ask(*pages[0])[2])[1]
    statuses, beacons, said = set(), set(), set()
    with away(paper.folder):
        until = time.time() + AWAY_SECONDS
        while time.time() < until:
            for each in pages:
                status, headers, _body = ask(*each)
                statuses.add(status)
                said.add((headers.get("Warning", "")[:3], int(headers["Age"]) > 1))
            beacons.add(ask(paper.ports[0], "/_b", method="POST", body=article)[0])
    back = time.time()
    paper.seconds_until("</html>", [paper.paths[0]], back)
    done = paper.retitle(paper.paths[5], "After the database came back")

    seconds = paper.seconds_until("After the database came back", [paper.paths[5]], done)
    paper.editor_ends()
    assert (statuses, beacons) == ({200}, {204})
    assert ("110", True) in said
    assert seconds < SOON_SECONDS
