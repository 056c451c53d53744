"""Serve the paper of live_rails.py in every way, load the servers in turn while editors work, and see what readers see."""

import gzip
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from editors import Editors
from loading import Asked, Load, Running, broadsheet, family, median, memory_of, read, requests_of, wrk
from recorded_wsgi import Recorded
from results import Cell, show
from web_servers import dictionary, nginx_as_printed, nginx_over_files, record

WARMING_SECONDS = 2
GROWING = 1.1
NGINX, CACHED, BARE = "nginx, static file", "nginx, with open_file_cache", "a bare dictionary"
OURS, PRESSED = "broadsheet serve", "nginx with pressed pages"
OPEN_FILES = "open_file_cache max=10000; open_file_cache_valid 1s;"


def main() -> None:
    """Measure the paper in BROADSHEET_DATA."""
    rounds, seconds, look = (int(each) for each in sys.argv[1:])
    paths = (Path(os.environ["BROADSHEET_DATA"]) / "paths").read_text("utf-8").split()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        serve = stack.enter_context(broadsheet("serve", "--empty"))
        servers = {OURS: serve, **_others(folder, serve, paths, stack)}
        # Every twentieth page is left to those who withdraw pages: a 404 would count as an error.
        script = _script(folder, [each for place, each in enumerate(paths) if place % 20])
        watched = [servers[name] for name in (OURS, PRESSED) if name in servers]
        for path in paths if PRESSED in servers else ():
            read(servers[PRESSED].port, path)
        # Beside these another web process over the same database sees every change.
        second = [stack.enter_context(broadsheet("web"))] if PRESSED in servers else []
        editors = Editors([each.port for each in (*watched, *second)])
        stack.enter_context(editors.at_work())
        for server in watched:
            _warm(server, script)
        memory = ["all of `broadsheet serve` (PSS)", memory_of(family(serve.process)) / (1 << 20)]
        show(f"memory at {len(paths):,} warm pages", ("of", "MiB"), [memory])
        _compare(servers, script, rounds, seconds)
        for name in (OURS, PRESSED):
            if name in servers:
                with editors.looking():
                    wrk(servers[name], script, look)
                _show_changes(name, editors)


def _warm(server: Running, script: Path) -> None:
    """Load a server until each of its workers has rendered the pages, and the rate no longer grows."""
    best, rate = 0.0, wrk(server, script, WARMING_SECONDS).rate
    while rate > GROWING * best:
        best = max(best, rate)
        rate = wrk(server, script, 2 * WARMING_SECONDS).rate


def _others(folder: Path, serve: Running, paths: list[str], stack: ExitStack) -> dict[str, Running]:
    """Start what `serve` is compared with; return them."""
    answers = record(serve.port, {each: {"Accept-Encoding": "gzip"} for each in paths})
    files = _files(folder, answers)
    others = {
        NGINX: nginx_over_files(folder, files),
        CACHED: nginx_over_files(folder, files, more=OPEN_FILES),
        BARE: dictionary(folder, answers),
    }
    if "BROADSHEET_PRESS_FOLDER" in os.environ:
        others[PRESSED] = nginx_as_printed(folder, serve.port)
    return {name: stack.enter_context(each) for name, each in others.items()}


def _compare(servers: Mapping[str, Running], script: Path, rounds: int, seconds: int) -> None:
    """Load the servers in turn, and show the medians beside nginx and the dictionary."""
    loads: dict[str, list[Load]] = {name: [] for name in servers}
    for turn in range(rounds):
        # Whatever one leaves behind for the next, no server is always the next.
        for name in random.Random(turn).sample(list(servers), len(servers)):
            # Files that nobody has read for a while are not kept: each server is being read when its turn comes.
            wrk(servers[name], script, WARMING_SECONDS)
            loads[name].append(wrk(servers[name], script, seconds))
    middles = {name: median(found) for name, found in loads.items()}
    nginx, bare = middles[NGINX], middles[BARE]
    rows: list[list[Cell]] = [
        [
            name,
            each.rate,
            each.rate / nginx.rate,
            each.rate / bare.rate,
            each.p99,
            each.p99 / nginx.p99,
            each.errors,
        ]
        for name, each in middles.items()
    ]
    columns = ("server", "requests/s", "of nginx", "of the dictionary", "p99, ms", "p99 of nginx", "errors")
    show("article pages while the paper changes", columns, rows)


def _show_changes(name: str, editors: Editors) -> None:
    """Show how long changes took to be seen; of a kind with fewer than a hundred looks p99 is the slowest."""
    delays, wrong = editors.report()
    together = [each for found in delays.values() for each in found]
    rows: list[list[Cell]] = []
    for change, found in [*sorted(delays.items()), ("all together", together)]:
        ordered = sorted(found)
        last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        rows.append([change, 1000 * statistics.median(ordered), 1000 * last, len(ordered)])
    show(f"changes, seen while {name} is loaded", ("change", "p50, ms", "p99, ms", "of"), rows)
    if wrong:
        show("seen too early, or never", ("page",), [[each] for each in wrong])


def _files(folder: Path, answers: Mapping[str, Recorded]) -> Path:
    """Write the pages down as files, as the paper has them now; return their folder."""
    root = folder / "www"
    for path, answer in answers.items():
        place = root / path.strip("/")
        place.mkdir(parents=True)
        [body] = answer.body
        (place / "index.html").write_bytes(gzip.decompress(body))
        (place / "index.html.gz").write_bytes(body)
    return root


def _script(folder: Path, paths: list[str]) -> Path:
    """Write what wrk does: ask for pages by Zipf's law."""
    weights = [1 / (place + 1) for place in range(len(paths))]
    drawn = random.Random(5).choices(paths, weights, k=20_000)
    return requests_of(folder / "zipf", map(Asked, drawn))


if __name__ == "__main__":
    main()
