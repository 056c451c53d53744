"""Ask `broadsheet serve` for far more addresses than it may keep pages of, and see whether its memory stays within bounds.

python benchmarks/million_addresses.py [--articles 1000000] [--requests 60000] [--connections 8] [--folder FOLDER]
Readers ask for articles that are drawn from the whole archive; one request in ten is for an address that somebody made up,
one has a query. BROADSHEET_PRESS_MEMORY_MB is what it is by default, unless the environment says otherwise. After every
tenth of the requests the proportional set size is printed: of all of `serve`, and of the web server's workers. In brackets
is what of it is mapped files, of the database above all, which the system takes back where it needs the room. Beside its
pages each worker has what SQLite keeps for each of its connections, up to 32 MB.
"""

import argparse
import http.client
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loading import family, free_port, memory_of, running, workers_of

from broadsheet.project.options import load

TENTHS = 10
SETTLE_SECONDS = 5
PATIENCE = 60
BATCH = 2000
# Pages of a section that are asked for: of older ones the database would only skip more rows.
MOST_LIST_PAGES = 500
ARTICLES_A_PAGE = 20
# What browsers and programs accept; of each coding a worker keeps an answer of its own.
ACCEPTED = ("gzip, deflate, br, zstd", "gzip, deflate, br", "gzip", "identity")


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes of memory, and how many of them are mapped files."""

    all: int
    files: int

    @property
    def own(self) -> int:
        return self.all - self.files


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
        os.environ |= {
            "BROADSHEET_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        }
        folder.mkdir(parents=True, exist_ok=True)
        import django  # noqa: PLC0415

        django.setup()
        if not (folder / "paths").exists():
            _fill(folder, chosen.articles)
        paths = (folder / "paths").read_text("utf-8").splitlines()
        port = free_port()
        serve = [sys.executable, "-m", "broadsheet.cli", "serve", "--empty", "--port", str(port)]
        log = stack.enter_context((folder / "serve.log").open("w"))
        process = stack.enter_context(running(serve, port, os.environ, log))
        readers = [Reader(port, paths, number) for number in range(chosen.connections)]
        _watch(process, readers, chosen.requests)


def _watch(process: int, readers: list["Reader"], requests: int) -> None:
    """Print what is held after every tenth of the requests, and what to make of it at the end."""
    # Who comes first waits until all is ready, and what is done only once is done soon after.
    readers[0].ask(1)
    time.sleep(SETTLE_SECONDS)
    found = [_look(process, "before")]
    each = requests // TENTHS // len(readers)
    with ThreadPoolExecutor(len(readers)) as threads:
        for tenth in range(1, TENTHS + 1):
            list(threads.map(lambda reader: reader.ask(each), readers))
            found.append(_look(process, f"after {tenth * each * len(readers):,}"))
    middle, end = found[TENTHS // 2], found[-1]
    grown = ", ".join(f"{name} {_signed(end[name].all - middle[name].all)}" for name in end)
    own = ", ".join(f"{name} {_signed(end[name].own - middle[name].own)}" for name in end)
    print(f"from half-way to the end: {grown}; but for mapped files {own}")
    print(
        f"workers: {_signed(end['workers'].own - found[0]['workers'].own)} from the beginning to the end, but for mapped files; "
        f"they may keep {_allowed()} MB of pages"
    )


def _look(process: int, when: str) -> dict[str, Held]:
    """Print what is held at a moment, and return it."""
    parts = {"serve": family(process), "workers": workers_of(process)}
    held = {name: Held(memory_of(found), memory_of(found, "Pss_File")) for name, found in parts.items()}
    said = "   ".join(
        f"{name} {each.all / 1e6:6.1f} MB ({each.files / 1e6:5.1f})" for name, each in held.items()
    )
    print(f"{when:13} {said}", flush=True)
    return held


def _allowed() -> int:
    """Return how many megabytes of pages all workers may keep."""
    options = load()
    return int(options.press_memory_mb * options.web_processes)


def _signed(grown: int) -> str:
    return f"{grown / 1e6:+.1f} MB"


class Reader:
    """Asks for one address after the other over a connection that is kept open, a new browser each time."""

    def __init__(self, port: int, paths: Sequence[str], number: int) -> None:
        from paper_maker import SECTIONS  # noqa: PLC0415

        self._sections = [f"/section/{each.lower()}/" for each in SECTIONS]
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._paths = paths
        self._chance = random.Random(number)

    def ask(self, count: int) -> None:
        """Ask so many times. Ends the benchmark where an answer is not the one that belongs there."""
        for _request in range(count):
            address, status = self._address()
            version = self._chance.randrange(1_000_000)
            self._connection.request(
                "GET",
                address,
                headers={
                    "Accept-Encoding": self._chance.choice(ACCEPTED),
                    "User-Agent": f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Firefox/{version}.0",
                },
            )
            answer = self._connection.getresponse()
            answer.read()
            if answer.status != status:
                raise SystemExit(f"{address} was answered with {answer.status}, not {status}.")

    def _address(self) -> tuple[str, int]:
        """Return an address, and the status that it must be answered with."""
        kind, number = self._chance.randrange(20), self._chance.getrandbits(48)
        path = self._chance.choice(self._paths)
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
        pages = len(self._paths) // len(self._sections) // ARTICLES_A_PAGE // 2
        page = self._chance.randint(1, min(max(1, pages), MOST_LIST_PAGES))
        return f"{self._chance.choice(self._sections)}?page={page}"


def _fill(folder: Path, size: int) -> None:
    """Make a paper, and write its addresses down."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415
    from paper_maker import make_paper  # noqa: PLC0415

    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    paths = make_paper(size)
    _pass_for_read()
    connections.close_all()
    (folder / "paths").write_text("".join(f"{each}\n" for each in paths), encoding="utf-8")
    print(f"{size:,} articles made in {time.monotonic() - begun:.0f} s", flush=True)


def _pass_for_read() -> None:
    """Have articles whose neighbours were dealt pass for ranked, or the worker would be at it for hours meanwhile."""
    from broadsheet.newsroom.models import Analysis, Article, Stage  # noqa: PLC0415

    waiting = list(Article.objects.filter(analysis=None).values_list("pk", "locale_id"))
    ranked: dict[str, Any] = {"stage": Stage.RANKED, "digest": "", "vector": b""}
    for start in range(0, len(waiting), BATCH):
        Analysis.objects.bulk_create(
            Analysis(article_id=article, locale_id=locale, **ranked)
            for article, locale in waiting[start : start + BATCH]
        )


if __name__ == "__main__":
    main()
