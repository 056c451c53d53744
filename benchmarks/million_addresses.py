"""Ask `broadsheet serve` for far more addresses than it may keep pages of, and see whether its memory stays within bounds.

python benchmarks/million_addresses.py [--articles 1000000] [--requests 60000] [--connections 8] [--folder FOLDER]
Readers ask for articles that are drawn from the whole archive; one request in ten is for an address that somebody made up,
one has a query. BROADSHEET_PRESS_MEMORY_MB is what it is by default, unless the environment says otherwise. It shows
the proportional set size after every tenth of the requests: of all of `serve`, and of the web server's workers. Mapped
files, of the database above all, are what the system takes back where it needs the room. Beside its pages each worker has
what SQLite keeps for each of its connections, up to 32 MB.
"""

import argparse
import http.client
import os
import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from loading import broadsheet, family, memory_of, workers_of
from papers import SECTIONS, paper
from results import Cell, show

from broadsheet.project.options import load

TENTHS = 10
SETTLE_SECONDS = 5
PATIENCE = 60
# Ranking more takes too long.
WORKED_OUT = 5000
# Pages of a section that are asked for: of older ones the database would only skip more rows.
MOST_LIST_PAGES = 500
ARTICLES_A_PAGE = 20
# What browsers and programs accept; of each coding a worker keeps an answer of its own.
ACCEPTED = ("gzip, deflate, br, zstd", "gzip, deflate, br", "gzip", "identity")


def main() -> None:
    """Make the paper, serve it, and print what it takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=60_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--folder", type=Path, help="keep what is made, and use what was made there before")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["BROADSHEET_DATA"] = str(folder)
        paths = paper(folder, chosen.articles, "ranked" if chosen.articles <= WORKED_OUT else "dealt")
        port, process = stack.enter_context(broadsheet("serve", "--empty"))
        readers = [Reader(port, paths, number) for number in range(chosen.connections)]
        _watch(process, readers, chosen.requests)


def _watch(process: int, readers: list["Reader"], requests: int) -> None:
    """Show what is held after every tenth of the requests, and how much it grew in the second half."""
    # Who comes first waits until all is ready, and what is done only once is done soon after.
    readers[0].ask(1)
    time.sleep(SETTLE_SECONDS)
    found = [_held(process)]
    each = requests // TENTHS // len(readers)
    with ThreadPoolExecutor(len(readers)) as threads:
        for _tenth in range(TENTHS):
            list(threads.map(lambda reader: reader.ask(each), readers))
            found.append(_held(process))
    middle, end = found[TENTHS // 2], found[-1]
    grown = [last - half for half, last in zip(middle, end, strict=True)]
    rows: list[list[Cell]] = [
        [f"after {place * each * len(readers):,} requests", *held] for place, held in enumerate(found)
    ]
    allowed = load().press_memory_mb * load().web_processes
    title = (
        f"{len(readers)} readers, {len(readers[0].paths):,} addresses; workers may keep {allowed} MB of pages"
    )
    columns = ("memory", "serve, MB", "mapped files of it", "workers, MB", "mapped files of it")
    show(title, columns, [*rows, ["from half-way to the end", *grown]])


def _held(process: int) -> list[float]:
    """Return the megabytes of all of `serve` and of its workers, each with the part that is mapped files."""
    return [
        memory_of(processes, kind) / 1e6
        for processes in (family(process), workers_of(process))
        for kind in ("Pss", "Pss_File")
    ]


class Reader:
    """Asks for one address after the other over a connection that is kept open, a new browser each time."""

    def __init__(self, port: int, paths: Sequence[str], number: int) -> None:
        self._sections = [f"/section/{each.lower()}/" for each in SECTIONS]
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.paths = paths
        self._chance = random.Random(number)

    def ask(self, count: int) -> None:
        """Ask so many times. Ends the benchmark where an answer is not the one that belongs there."""
        for _request in range(count):
            address, status = self._address()
            version = self._chance.randrange(1_000_000)
            browser = f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Firefox/{version}.0"
            headers = {"Accept-Encoding": self._chance.choice(ACCEPTED), "User-Agent": browser}
            self._connection.request("GET", address, headers=headers)
            answer = self._connection.getresponse()
            answer.read()
            if answer.status != status:
                raise SystemExit(f"{address} was answered with {answer.status}, not {status}.")

    def _address(self) -> tuple[str, int]:
        """Return an address, and the status that it must be answered with."""
        kind, number = self._chance.randrange(20), self._chance.getrandbits(48)
        path = self._chance.choice(self.paths)
        if kind == 0:
            return f"/made-up-{number:x}/", 404
        if kind == 1:
            return f"{path[:11]}/made-up-{number:x}/", 404
        if kind == 2:
            return f"{path}?utm_campaign={number:x}", 200
        if kind == 3:
            return self._chance.choice([self._list_page(), f"/search/?q=word{number:x}"]), 200
        return path, 200

    def _list_page(self) -> str:
        # Sections are dealt, so each has at least half of what it has on average.
        pages = len(self.paths) // len(self._sections) // ARTICLES_A_PAGE // 2
        page = self._chance.randint(1, min(max(1, pages), MOST_LIST_PAGES))
        return f"{self._chance.choice(self._sections)}?page={page}"


if __name__ == "__main__":
    main()
