"""A real Varnish before a real paper: it keeps pages for long, and lets go of those that changed, within a second."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from live_site import free_port
from varnish_server import program, varnish

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(program() is None, reason="Varnish or its module xkey is not installed"),
]

PATIENCE = 60.0
# Told within 0.3 s and a look; here other tests may take the processor.
SOON_SECONDS = 4.0
COMMAND = [sys.executable, "-m", "broadsheet.cli"]
MAKE = """
import sys; sys.path.insert(0, 'tests')
from newsstand import publish_many
print(*(f"{each.pk}={each.get_absolute_url()}" for each in publish_many(12)))
"""
DO = """
import time
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.models import Article
from django.contrib.auth import get_user_model
from django.utils import timezone
article = Article.objects.get(pk={number})
{what}
print(time.time(), flush=True)
"""
KILL = "kill(article, by=get_user_model().objects.first(), now=timezone.now())"


def test_a_page_stays_in_varnish_and_shows_no_tags(paper):
    page = paper.keep(paper.paths[0])

    assert "s-maxage=600" in page.headers["cache-control"]
    assert not {"surrogate-key", "cache-tag", "xkey"} & set(page.headers)


def test_what_changed_is_asked_for_anew_within_a_second_and_the_rest_stays(paper):
    path = paper.paths[1]
    paper.keep(path)
    paper.keep("/robots.txt")
    done = paper.do(2, "article.headline = 'The tower is down'; article.save()")
    seconds = seconds_until(lambda: "The tower is down" in paper.get(path).text, done)

    assert seconds < SOON_SECONDS
    assert paper.get("/robots.txt").is_hit


def test_a_killed_story_is_handed_out_by_nobody_once_varnish_was_purged(paper):
    path = paper.paths[2]
    paper.keep(path)
    paper.keep("/")
    done = paper.do(3, KILL)
    own = seconds_until(lambda: paper.get(path).status in (404, 410), done)
    front = seconds_until(lambda: path not in paper.get("/").text, done)

    assert max(own, front) < SOON_SECONDS


def test_what_changes_while_varnish_is_away_is_purged_afterwards(paper):
    path = paper.paths[3]
    paper.keep(path)
    with paper.relay.cut():
        paper.do(4, "article.headline = 'Back again'; article.save()")
        time.sleep(2)
        meanwhile = paper.get(path)
    seconds_until(lambda: "Back again" in paper.get(path).text, time.time())

    assert meanwhile.is_hit
    assert "Back again" not in meanwhile.text
    # Of one kind there is a line a minute: an earlier test may have had it.
    assert paper.said("cannot be told of changes") >= 1


def test_nobody_else_may_purge(paper):
    path = paper.paths[4]
    paper.keep(path)
    request = urllib.request.Request(
        f"http://127.0.0.1:{paper.port}/",
        method="PURGE",
        headers={"xkey-purge": "all", "X-Forwarded-For": "203.0.113.9"},
    )
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(request, timeout=10)
    refused.value.close()

    assert paper.get(path).is_hit


@dataclass
class Paper:
    """A paper and the Varnish before it."""

    folder: Path
    environment: dict[str, str]
    port: int
    relay: "Relay"
    paths: list[str]

    @property
    def log(self) -> Path:
        return self.folder / "said.log"

    def said(self, words: str) -> int:
        """Return how often something stands in the log."""
        return self.log.read_text().count(words)

    def do(self, number: int, what: str) -> float:
        """Do something with `article` in another process; return when that was done."""
        return float(
            run(self.environment, "manage", "shell", "-v0", "-c", DO.format(number=number, what=what))
        )

    def get(self, path: str) -> "Page":
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return Page.of(answer)
        except urllib.error.HTTPError as error:
            with error:
                return Page.of(error)

    def keep(self, path: str) -> "Page":
        """Have Varnish keep a page, and return it as it is kept."""
        until = time.monotonic() + PATIENCE
        while not (page := self.get(path)).is_hit:
            assert time.monotonic() < until, page
            time.sleep(0.05)
        return page

    def settle(self) -> None:
        """Wait until Varnish was told everything for the last time."""
        seconds_until(
            lambda: (
                self._ask("SELECT MIN(change) FROM press_position WHERE name LIKE 'cache:%'")
                == self._ask("SELECT MAX(id) FROM press_change")
            ),
            time.time(),
        )

    def _ask(self, statement: str) -> Any:
        with closing(sqlite3.connect(self.folder / "var/broadsheet.sqlite3", timeout=PATIENCE)) as connection:
            return connection.execute(statement).fetchone()[0]


@dataclass(frozen=True)
class Page:
    """What came through Varnish."""

    status: int
    headers: dict[str, str]
    text: str

    @classmethod
    def of(cls, answer: Any) -> "Page":
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return cls(answer.status, headers, answer.read().decode())

    @property
    def is_hit(self) -> bool:
        # Two numbers: this request's, and that of the one by which the page came.
        return " " in self.headers["x-varnish"]


class Relay:
    """Passes on connections to a port, unless it is cut: then it takes none."""

    def __init__(self, port: int) -> None:
        self.port = free_port()
        self._to = port
        self._listen()

    @contextmanager
    def cut(self) -> Iterator[None]:
        self.close()
        yield
        self._listen()

    def close(self) -> None:
        # Who waits for a connection is woken by this alone.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _listen(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._accept, args=(self._socket,))
        self._thread.start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                asking, _address = listening.accept()
            except OSError:
                return  # it was cut
            with asking, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as asked:
                asked.sendall(asking.recv(65536))
                asking.sendall(asked.recv(65536))


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Paper]:
    folder = tmp_path_factory.mktemp("varnish")
    own, port = free_port(), free_port()
    relay = Relay(port)
    environment = os.environ | {
        "BROADSHEET_DATA": str(folder / "var"),
        "BROADSHEET_PORT": str(own),
        "BROADSHEET_SHARED_CACHE_SECONDS": "600",
        "BROADSHEET_VARNISH_URLS": f"http://127.0.0.1:{relay.port}",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    run(environment, "manage", "migrate", "-v0")
    made = run(environment, "manage", "shell", "-v0", "-c", MAKE).split()
    found = Paper(folder, environment, port, relay, [each.partition("=")[2] for each in made])
    with ExitStack() as stack:
        stack.callback(relay.close)
        log = stack.enter_context(found.log.open("w"))
        server = subprocess.Popen([*COMMAND, "serve"], env=environment, stdout=log, stderr=subprocess.STDOUT)
        stack.callback(server.wait, PATIENCE)
        stack.callback(server.terminate)
        seconds_until(lambda: is_open(own), time.time())
        stack.enter_context(varnish(folder, run(environment, "press", "varnish"), port=port))
        yield found


@pytest.fixture
def paper(served) -> Paper:
    """The paper, with nothing left to tell of what other tests did."""
    served.settle()
    return served


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def seconds_until(look: Callable[[], bool], since: float) -> float:
    while not look():
        assert time.time() < since + PATIENCE
        time.sleep(0.02)
    return time.time() - since


def is_open(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
