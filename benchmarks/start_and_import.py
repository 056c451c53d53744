"""Time what a newcomer does first: start the site, import an archive, look at its rails.

python benchmarks/start_and_import.py [--rounds 3]
The archive is the posts of digital.gov in ../shared/data; without it only the start is timed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from commands import ONE_BY_ONE, figures_of, run
from loading import broadsheet, read
from papers import DATA
from results import Cell, show

ARCHIVE = DATA / "digitalgov" / "dev.ninjs.jsonl"
REQUESTS = 400
COLUMNS = ("", "median", "lowest", "highest")
STORED = """
from pathlib import Path
from broadsheet.wire.importer import import_files
report = import_files([Path({archive!r})], has_worker=True)
print(report.added / report.stored_seconds)
"""
RANKED = """
import time
from broadsheet.newsroom import indexing
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.page_rails import page_rails
from django.utils import timezone
ids = list(Article.objects.values_list('pk', flat=True))
begun = time.perf_counter()
indexing.refresh(ids)
print(len(ids) / (time.perf_counter() - begun))
articles = list(Article.objects.visible(timezone.now()).select_related('locale__edition', 'section')[:300])
begun = time.perf_counter()
for article in articles:
    page_rails(article, now=timezone.now())
print(1000 * (time.perf_counter() - begun) / len(articles))
"""
SHOWN = """
import statistics
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.page_rails import page_rails
from broadsheet.rails import Rail
from django.utils import timezone
now = timezone.now()
articles = list(Article.objects.visible(now).select_related('locale__edition', 'section'))
shown, days = set(), []
for article in articles:
    rails = page_rails(article, now=now)
    shown.update(card.article for card in rails.cards)
    days += [abs((card.published_at - article.published_at).days) for card in rails.rails[Rail.RELATED]
             if card.published_at and article.published_at]
print(100 * (1 - len(shown) / len(articles)), statistics.median(days))
"""


def main() -> None:
    """Time the start and, where the archive is here, the import and its rails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    start(rounds)
    if ARCHIVE.exists():
        import_archive(rounds)
    else:
        print(f"{ARCHIVE} is not here: no import is timed.")


def start(rounds: int) -> None:
    """Time the first start, with migrations and demo edition, and later ones; then pages that are kept and not."""
    with _site():
        begun = time.perf_counter()
        run("demo", "load", "--if-new")
        first = time.perf_counter() - begun + _started()[0]
        later, kept, searched = zip(*(_started() for _round in range(rounds)), strict=True)
    rows = [
        _row("first start: database, demo with pictures, until served, s", [first]),
        _row("a later start until served, s", later),
        _row("a kept page, requests/s over one connection", kept),
        _row("a search, rendered anew each time, requests/s over one connection", searched),
    ]
    show("the start", COLUMNS, rows)


def import_archive(rounds: int) -> None:
    """Time an import beside articles saved one by one, then its rails, and say what no rail shows."""
    one_by_one, stored, ranked, composed = [], [], [], []
    for _round in range(rounds):
        with _site():
            run("manage", "migrate", "-v0")
            stored += figures_of(STORED.format(archive=str(ARCHIVE)))
            rate, milliseconds = figures_of(RANKED)
            # A fault in the rails of any page ends the benchmark.
            checked = run("rails", "check").splitlines()[-1]
            orphans, days = figures_of(SHOWN)
            one_by_one += figures_of(ONE_BY_ONE)
        ranked.append(rate)
        composed.append(milliseconds)
    rows = [
        _row("stored, articles/s", stored),
        _row("150 of them saved one by one, articles/s", one_by_one),
        _row("Related worked out, articles/s", ranked),
        _row("the rails of one page composed, not kept, ms", composed),
        _row("articles that no rail ever shows, %", [orphans]),
        _row("days from an article to its Related cards, median", [days]),
    ]
    show(f"the import; rails check says: {checked}", COLUMNS, rows)


@contextmanager
def _site() -> Iterator[None]:
    """Have commands work on a site of their own, until the block is left."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BROADSHEET_DATA"] = f"{folder}/var"
        yield


def _started() -> tuple[float, float, float]:
    """Return the seconds until the site is served, and the requests a second of one connection: a kept page, a search."""
    begun = time.perf_counter()
    with broadsheet("serve") as server:
        seconds = time.perf_counter() - begun
        return (
            seconds,
            _rate(server.port, "/", REQUESTS),
            _rate(server.port, "/search/?q=bridge", REQUESTS // 10),
        )


def _rate(port: int, path: str, count: int) -> float:
    begun = time.perf_counter()
    for _request in range(count):
        read(port, path)
    return count / (time.perf_counter() - begun)


def _row(what: str, found: list[float] | tuple[float, ...]) -> list[Cell]:
    return [what, statistics.median(found), min(found), max(found)]


if __name__ == "__main__":
    main()
