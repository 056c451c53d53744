"""Have every article page made anew: by Broadsheet and by a stock Wagtail site, or by Broadsheet at two sizes.

python benchmarks/cold_pages.py [--articles 2000] [--rounds 5] [--seconds 4]
python benchmarks/cold_pages.py --scale [--sizes 2000 200000]
Needs wrk (Debian: apt-get install wrk). The servers run at once and are asked in turn, each for articles at random; the
figures are medians of the rounds. Processor time is the server's own, so that it hardly matters what else runs.
Broadsheet is one worker of `broadsheet serve` without room for a page (cold_door.py), stock Wagtail one of granian; each
renders in two threads.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from loading import Asked, Load, Running, free_port, median, read, requests_of, running, wrk
from papers import paper
from results import Cell, show
from web_servers import behind_granian

HERE = Path(__file__).resolve().parent
CONNECTIONS = (1, 4, 32)
# More than there are connections: those that wait for their turn to be rendered hold threads too.
THREADS = 80
WARMING_SECONDS = 2
# More addresses than are asked for in a round.
ADDRESSES = 20_000


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the script that asks it; `made` returns how many pages the server has rendered."""

    name: str
    running: Running
    script: Path
    made: Callable[[], int] | None = None


def main() -> None:
    """Compare two servers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--scale", action="store_true", help="Broadsheet alone, at two sizes")
    parser.add_argument("--sizes", type=int, nargs=2, default=(2000, 200_000))
    parser.add_argument("--folder", type=Path, help="keep what is made, and use what was made there before")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if chosen.scale:
            # Of two sizes, neither has neighbours that the other could not have.
            papers = {
                f"Broadsheet, {size:,} articles": (folder / f"at-{size}", size, "dealt")
                for size in chosen.sizes
            }
            servers = [stack.enter_context(_broadsheet(name, *each)) for name, each in papers.items()]
        else:
            ours = stack.enter_context(_broadsheet("Broadsheet", folder / "paper", chosen.articles, "ranked"))
            servers = [
                stack.enter_context(_stock(folder / "stock", folder / "paper" / "stories.jsonl")),
                ours,
            ]
        _compare(servers, chosen.rounds, chosen.seconds)


def _compare(servers: list[Server], rounds: int, seconds: int) -> None:
    """Show what two servers do with so many connections, and each figure of the second over that of the first."""
    for each in servers:
        _load(each, CONNECTIONS[-1], WARMING_SECONDS)
    found: dict[tuple[str, int], list[Load]] = {}
    for _round in range(rounds):
        for connections in CONNECTIONS:
            for each in servers:
                found.setdefault((each.name, connections), []).append(_load(each, connections, seconds))
    rows: list[list[Cell]] = []
    for connections in CONNECTIONS:
        loads = [median(found[each.name, connections]) for each in servers]
        first, last = figures = [(each.rate, each.p50, each.processor / 1000) for each in loads]
        for each, of_it in zip(servers, figures, strict=True):
            rows.append([each.name, connections, *of_it, _length(each)])
        over = [mine / theirs for mine, theirs in zip(last, first, strict=True)]
        rows.append(["the second over the first", connections, *over, ""])
    columns = ("server", "connections", "pages/s", "p50, ms", "processor, ms a page", "bytes of a page")
    show("article pages, each rendered anew", columns, rows)


def _load(server: Server, connections: int, seconds: int) -> Load:
    """Ask a server for pages. Ends the benchmark where one fails, or is handed out without having been made."""
    made = server.made() if server.made else 0
    load = wrk(server.running, server.script, seconds, connections=connections, threads=1, timeout=30)
    if load.errors:
        sys.exit(f"{server.name}: {load.errors} of {load.answered:.0f} requests failed.")
    if server.made and server.made() - made < load.answered:
        sys.exit(f"{server.name}: {load.answered} pages were handed out, {server.made() - made} were made.")
    return load


@contextmanager
def _broadsheet(name: str, folder: Path, size: int, neighbours: str) -> Iterator[Server]:
    """Serve a paper of a size by one worker of `broadsheet serve`, without the pages that it would keep."""
    paper(folder, size, neighbours, "edited")
    environment = os.environ | {"BROADSHEET_DATA": str(folder)}
    more = ("--workers", "1", "--threads", str(THREADS))
    with behind_granian("cold_door:application", environment, *more) as server:
        yield Server(name, server, _script(folder), lambda: int(read(server.port, "/asked")))


@contextmanager
def _stock(folder: Path, stories: Path) -> Iterator[Server]:
    """Serve the same stories as a stock Wagtail site, with one process and as many threads as render in a worker."""
    environment = os.environ | {
        "STOCK_FOLDER": str(folder),
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
    }
    environment["DJANGO_SETTINGS_MODULE"] = "stock_wagtail.settings"
    if not (folder / "paths").exists():
        folder.mkdir(parents=True)
        fill = [sys.executable, "-m", "stock_wagtail.fill", str(stories), str(folder / "paths")]
        subprocess.run(fill, env=environment, check=True)
    port = free_port()
    granian = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
        "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "stock_wagtail.wsgi:application",
    ]  # fmt: skip
    with running(granian, port, environment) as server:
        yield Server("stock Wagtail", server, _script(folder))


def _script(folder: Path) -> Path:
    """Write what wrk does: ask for addresses that are drawn from all of the archive."""
    paths = (folder / "paths").read_text("utf-8").splitlines()
    drawn = random.Random(5).sample(paths, min(ADDRESSES, len(paths)))
    return requests_of(folder / "drawn", map(Asked, drawn))


def _length(server: Server) -> int:
    """Return the length of a page before it is compressed, in bytes; the median of some."""
    paths = [
        line.partition("\t")[0] for line in server.script.with_suffix("").read_text("utf-8").splitlines()
    ]
    return int(statistics.median(len(read(server.running.port, each).encode()) for each in paths[:50]))


if __name__ == "__main__":
    main()
