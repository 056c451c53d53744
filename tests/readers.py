"""Readers who ask for pages all the time, and browsers that report reads; each writes down what became of it."""

import http.client
import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.audience.counting import tallies
from live_site import PATIENCE, ask

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
# Between two requests of one reader: the fault is tried, not the machine.
PAUSE_SECONDS = 0.01
# Whose reads are reported: one network counts an article once an hour.
_networks = itertools.count()


class Newcomer(threading.Thread):
    """Asks for pages one after the other, each over a connection of its own."""

    def __init__(self, port: int, paths: list[str], *, pause: float = PAUSE_SECONDS) -> None:
        super().__init__(daemon=True)
        self.outcomes: Counter[str] = Counter()
        self.slowest = 0.0
        # Idle connections that were closed as they were used again; the request was sent once more.
        self.again = 0
        self._port = port
        self._paths = itertools.cycle(paths)
        self._pause = pause
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(self._pause):
            begun = time.monotonic()
            outcome = self._ask(next(self._paths))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.outcomes[outcome] += 1
        self._leave()

    def stop(self) -> None:
        self._over.set()
        self.join(PATIENCE)

    def _ask(self, path: str) -> str:
        connection = self._connect()
        try:
            return self._request(connection, path)
        except Closed:
            return "closed unanswered"
        finally:
            connection.close()

    def _leave(self) -> None:
        """End what is still open."""

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)

    def _request(self, connection: http.client.HTTPConnection, path: str) -> str:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
        except ConnectionRefusedError:
            return "refused"
        except TimeoutError:
            return "timed out"
        except (OSError, http.client.HTTPException):
            raise Closed from None
        try:
            answer.read()
        except (OSError, http.client.HTTPException):
            return "broken off"
        return f"{answer.status} stale" if answer.headers.get("Warning") else str(answer.status)


class Regular(Newcomer):
    """Keeps a connection, and opens another where it was closed. RFC 9112, 9.3.1 has a GET sent again then, once."""

    _connection: http.client.HTTPConnection | None = None

    def _ask(self, path: str) -> str:
        if self._connection is not None and self._connection.sock is not None:
            try:
                return self._request(self._connection, path)
            except Closed:
                self.again += 1
                self._connection.close()
        self._leave()
        self._connection = self._connect()
        try:
            return self._request(self._connection, path)
        except Closed:
            self._connection.close()
            return "closed unanswered"

    def _leave(self) -> None:
        if self._connection is not None:
            self._connection.close()


class Closed(Exception):
    """The connection was closed before a byte of the answer came."""


class Browser(threading.Thread):
    """Reports reads of an article, each from another network, and counts what was acknowledged."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(daemon=True)
        self.acknowledged = 0
        self.failed = 0
        self._port = port
        self._article = re.search(r'data-article="(\d+)"', ask(port, path)[2])[1]
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(PAUSE_SECONDS):
            number = next(_networks)
            reader = {
                "X-Forwarded-For": f"{20 + number % 190}.{number // 190}.7.9",
                "User-Agent": BROWSER,
                "Content-Length": "0",
            }
            try:
                status, _headers, _body = ask(
                    self._port, f"/_b/{self._article}", method="POST", headers=reader
                )
            except (OSError, http.client.HTTPException):
                status = 0
            self.acknowledged += status == 204
            self.failed += status != 204

    def stop(self) -> None:
        self._over.set()
        self.join(PATIENCE)


class Load:
    """What became of all requests."""

    def __init__(self, readers: list[Newcomer], browser: Browser) -> None:
        self.readers = readers
        self.browser = browser

    @property
    def outcomes(self) -> Counter[str]:
        return sum((each.outcomes for each in self.readers), Counter())

    @property
    def of_newcomers(self) -> Counter[str]:
        """What became of requests over connections of their own."""
        return sum((each.outcomes for each in self.readers if type(each) is Newcomer), Counter())

    @property
    def failures(self) -> Counter[str]:
        """What was answered with no page."""
        return Counter({each: n for each, n in self.outcomes.items() if not each.startswith("200")})

    @property
    def slowest(self) -> float:
        return max(each.slowest for each in self.readers)

    @property
    def again(self) -> int:
        return sum(each.again for each in self.readers)

    def begin(self) -> None:
        """Begin to count from here."""
        for each in self.readers:
            each.outcomes, each.slowest = Counter(), 0.0

    def __str__(self) -> str:
        failed, all_of_them = self.failures.total(), self.outcomes.total()
        return f"{failed} of {all_of_them:,} reads failed"


@contextmanager
def reading(port: int, paths: list[str], *, newcomers: int = 2, regulars: int = 2) -> Iterator[Load]:
    """Have readers ask for pages, and a browser report reads of the first one, until the block is left."""
    browser = Browser(port, paths[0])
    readers = [Newcomer(port, paths) for _number in range(newcomers)]
    readers += [Regular(port, paths) for _number in range(regulars)]
    for each in (*readers, browser):
        each.start()
    try:
        yield Load(readers, browser)
    finally:
        for each in (*readers, browser):
            each.stop()


def counted(data: Path) -> int:
    """Return how many reads are on record in a data folder."""
    kept = data / "audience"
    return sum(int(tallies.read_hour(kept, hour)[:, :2].sum()) for hour in tallies.hours(kept))
