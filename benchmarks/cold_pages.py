"""Have every article page made anew: by Broadsheet and by a stock Wagtail site, or by Broadsheet at two sizes.

python benchmarks/cold_pages.py [--articles 2000] [--rounds 5] [--seconds 4]
python benchmarks/cold_pages.py --scale [--sizes 2000 200000]
Needs wrk (Debian: apt-get install wrk). The servers run at once and are asked in turn, each for articles at random; the
figures are medians of the rounds. Processor time is the server's own, so that it hardly matters what else runs.
Broadsheet is one worker of `broadsheet serve` without room for a page (cold_door.py), stock Wagtail one of granian; each
renders in two threads.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from behind_granian import behind_granian
from loading import free_port, running, seconds_of, wrk

HERE = Path(__file__).resolve().parent
CONNECTIONS = (1, 4, 32)
# More than there are connections: those that wait for their turn to be rendered hold threads too.
THREADS = 80
WARMING_SECONDS = 2
# More addresses than are asked for in a round.
ADDRESSES = 20_000
PICKED = 5
READ = 30
LUA = """
local requests, n = {{}}, 0
init = function(arguments)
  math.randomseed(os.time())
  wrk.headers["Accept-Encoding"] = "gzip"
  for path in io.lines("{file}") do requests[#requests + 1] = wrk.format("GET", path) end
  n = math.random(#requests)
end
request = function() n = n % #requests + 1; return requests[n] end
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, its process, and the script that asks it; `made` says how many pages it has made."""

    name: str
    port: int
    process: int
    script: Path
    made: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one server did in one round."""

    rate: float
    p50: float  # milliseconds
    processor: float  # milliseconds a page


def main() -> None:
    """Print the figures of all rounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--scale", action="store_true", help="Broadsheet alone, at two sizes")
    parser.add_argument("--sizes", type=int, nargs=2, default=(2000, 200_000))
    parser.add_argument("--folder", type=Path, help="keep what is made, and use what was made there before")
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        _fill(chosen.fill, chosen.folder, is_dealt=chosen.scale)
        return
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if chosen.scale:
            servers = [
                stack.enter_context(_broadsheet(folder / f"at-{size}", size, is_dealt=True))
                for size in chosen.sizes
            ]
        else:
            paper = folder / "paper"
            ours = stack.enter_context(_broadsheet(paper, chosen.articles, is_dealt=False))
            servers = [stack.enter_context(_stock(folder / "stock", paper / "stories.jsonl")), ours]
        _compare(servers, chosen.rounds, chosen.seconds)


def _compare(servers: list[Server], rounds: int, seconds: int) -> None:
    """Print what two servers do with so many connections, and each figure of the second over that of the first."""
    for each in servers:
        _wrk(each, CONNECTIONS[-1], WARMING_SECONDS)
        print(f"{each.name}: a page has {_length(each):,} bytes", flush=True)
    found: dict[tuple[str, int], list[Round]] = {}
    for _round in range(rounds):
        for connections in CONNECTIONS:
            for each in servers:
                found.setdefault((each.name, connections), []).append(_wrk(each, connections, seconds))
    for connections in CONNECTIONS:
        print(f"{connections} connections")
        medians = [_median(found[each.name, connections]) for each in servers]
        for each, figures in zip(servers, medians, strict=True):
            print(
                f"  {each.name:28} {figures.rate:7.1f} pages/s   p50 {figures.p50:7.2f} ms   "
                f"processor {figures.processor:6.2f} ms a page"
            )
        first, last = medians
        print(
            f"  the second over the first: pages/s {last.rate / first.rate:.2f}, p50 {last.p50 / first.p50:.2f}, "
            f"processor {last.processor / first.processor:.2f}"
        )


def _median(rounds: list[Round]) -> Round:
    return Round(*(statistics.median(getattr(each, name) for each in rounds) for name in Round.__slots__))


def _wrk(server: Server, connections: int, seconds: int) -> Round:
    """Ask a server for pages. Ends the benchmark where one fails, or is handed out without having been made."""
    made, spent = server.made() if server.made else 0, seconds_of(server.process)
    load = wrk(server.port, server.script, connections=connections, threads=1, seconds=seconds, timeout=30)
    spent = seconds_of(server.process) - spent
    if load.errors:
        sys.exit(f"{server.name}: there were errors.\n{load.said}")
    if server.made and server.made() - made < load.answered:
        sys.exit(f"{server.name}: {load.answered} pages were handed out, {server.made() - made} were made.")
    return Round(load.rate, load.p50, 1000 * spent / load.answered)


@contextmanager
def _broadsheet(folder: Path, size: int, *, is_dealt: bool) -> Iterator[Server]:
    """Serve a paper of a size by one worker of `broadsheet serve`, without the pages that it would keep."""
    environment = os.environ | {"BROADSHEET_DATA": str(folder), "PYTHONPATH": _python_path()}
    if not (folder / "paths").exists():
        folder.mkdir(parents=True)
        begun = time.monotonic()
        fill = [
            sys.executable, __file__, "--fill", str(size), "--folder", str(folder), *(["--scale"] if is_dealt else [])
        ]  # fmt: skip
        subprocess.run(fill, env=environment, check=True)
        print(f"{size:,} articles made in {time.monotonic() - begun:.0f} s", flush=True)
    name = f"Broadsheet, {size:,} articles" if is_dealt else "Broadsheet"
    door = behind_granian("cold_door:application", environment, workers=1, threads=THREADS)
    with door as (port, process):
        yield Server(name, port, process, _script(folder), lambda: int(_read(port, "/asked")))


@contextmanager
def _stock(folder: Path, stories: Path) -> Iterator[Server]:
    """Serve the same stories as a stock Wagtail site, with one process and as many threads as render in a worker."""
    environment = os.environ | {"STOCK_FOLDER": str(folder), "PYTHONPATH": _python_path()}
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
    with running(granian, port, environment) as process:
        yield Server("stock Wagtail", port, process, _script(folder))


def _fill(size: int, folder: Path, *, is_dealt: bool) -> None:
    """Make a paper with picks and a Popular list, and write down its addresses and, for others, its stories."""
    import django  # noqa: PLC0415  # those who measure need none

    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from paper_maker import WORKED_OUT, make_paper  # noqa: PLC0415

    from broadsheet.newsroom.models import Article  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # Of two sizes, neither has neighbours that the other could not have.
    paths = make_paper(size, worked_out=0 if is_dealt else WORKED_OUT)
    newest = list(Article.objects.order_by("-published_at").values_list("pk", flat=True)[:300])
    chance = random.Random(3)
    picked, read = chance.sample(newest, PICKED), chance.sample(newest, READ)
    _choose(picked, read)
    if not is_dealt:
        _export(folder / "stories.jsonl", picked, read)
    (folder / "paths").write_text("".join(f"{each}\n" for each in paths), encoding="utf-8")


def _choose(picked: list[int], read: list[int]) -> None:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from broadsheet.newsroom import popularity  # noqa: PLC0415
    from broadsheet.newsroom.models import Edition, Pick  # noqa: PLC0415
    from broadsheet.rails.popular import PopularStanding  # noqa: PLC0415

    # Nobody ranks again while pages are measured, nor looks after the picks.
    later = timezone.now() + timedelta(days=1)
    edition = Edition.objects.get(is_main=True)
    for place, article in enumerate(picked):
        Pick.objects.create(edition=edition, article_id=article, position=place, ends_at=later)
    places = [PopularStanding(article, 50 - place, 9, 90) for place, article in enumerate(read)]
    popularity.save({(edition.locale_id, None): places}, later)


def _export(file: Path, picked: list[int], read: list[int]) -> None:
    """Write the stories down, each a line of JSON, the oldest first."""
    from broadsheet.newsroom.models import Article  # noqa: PLC0415

    found = Article.objects.select_related("section").prefetch_related("topics", "bylines__author")
    with file.open("w", encoding="utf-8") as stories:
        for each in found.order_by("published_at"):
            story = {
                "slug": each.slug,
                "headline": each.headline,
                "standfirst": each.standfirst,
                "teaser": each.teaser,
                "at": each.published_at.isoformat(),
                "section": each.section.name,
                "authors": [byline.author.name for byline in each.bylines.all()],
                "topics": [topic.name for topic in each.topics.all()],
                "paragraphs": [block["value"] for block in each.body.raw_data],
                "pick": picked.index(each.pk) + 1 if each.pk in picked else 0,
                "reads": READ - read.index(each.pk) if each.pk in read else 0,
            }
            stories.write(json.dumps(story) + "\n")


def _script(folder: Path) -> Path:
    """Write what wrk does: ask for addresses that are drawn from all of the archive."""
    paths = (folder / "paths").read_text("utf-8").splitlines()
    drawn = random.Random(5).sample(paths, min(ADDRESSES, len(paths)))
    (folder / "drawn").write_text("".join(f"{each}\n" for each in drawn), encoding="utf-8")
    script = folder / "cold.lua"
    script.write_text(LUA.format(file=folder / "drawn"))
    return script


def _python_path() -> str:
    return os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])


def _read(port: int, path: str) -> str:
    return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).read().decode()


def _length(server: Server) -> int:
    """Return the length of a page before it is compressed, in bytes; the median of some."""
    paths = (server.script.parent / "drawn").read_text("utf-8").splitlines()[:50]
    return int(statistics.median(len(_read(server.port, each).encode()) for each in paths))


if __name__ == "__main__":
    main()
