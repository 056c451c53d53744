"""Measure Broadsheet on this machine: near-duplicates, Related, start, import, rails, pages. Prints a table; figures are medians.

Each figure stands beside a reference of the same run, since machines are noisy:
    python benchmarks/run.py
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from loading import free_port

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("BROADSHEET_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
ARCHIVE = DATA / "digitalgov" / "dev.ninjs.jsonl"
BROADSHEET = [sys.executable, "-m", "broadsheet.project"]
ALONE = (
    "near_duplicates.py", "related_quality.py", "related_scale.py",
    "beacon.py", "beacon.py kills", "audience_attacks.py", "popular_ranking.py",
    "live_rails.py --alone", "live_rails.py", "live_rails.py --postgresql", "cold_pages.py", "cold_pages.py --scale",
)  # fmt: skip
ROUNDS = 3
REQUESTS = 400

ONE_BY_ONE = """
import time
from pathlib import Path
from broadsheet.newsroom.models import Article
from broadsheet.wire.filing import Filing
from broadsheet.wire.formats.reading import read_stories
from broadsheet.wire.storing import Store
from itertools import islice
store = Store(Filing())
begun = time.perf_counter()
for number, story in enumerate(islice(read_stories(Path({archive!r})), 150)):
    article = store._article(story, '', None)
    article.pk = None
    article.path = ''
    article.save()
print(150 / (time.perf_counter() - begun))
"""
STORED = """
from pathlib import Path
from broadsheet.wire.importer import import_files
report = import_files([Path({archive!r})], has_worker=True)
print(report.added / report.stored_seconds)
"""
RAILS = """
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
REACH = """
import statistics
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.page_rails import page_rails
from broadsheet.rails.model import Rail
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
    """Run every benchmark and print its line."""
    for each in ALONE:
        name, *arguments = each.split()
        subprocess.run([sys.executable, str(REPOSITORY / "benchmarks" / name), *arguments], check=True)
    with tempfile.TemporaryDirectory() as folder:
        _start(Path(folder))
    if not ARCHIVE.exists():
        print(f"{ARCHIVE} is not here: the import is not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        _reach(_environment(Path(folder)))
    one_by_one, stored, ranked, composed = [], [], [], []
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            environment = _environment(Path(folder))
            _run(environment, "manage", "migrate", "-v0")
            one_by_one.append(float(_shell(environment, ONE_BY_ONE)))
        with tempfile.TemporaryDirectory() as folder:
            environment = _environment(Path(folder))
            _run(environment, "manage", "migrate", "-v0")
            stored.append(float(_shell(environment, STORED)))
            rate, milliseconds = map(float, _shell(environment, RAILS).split())
            ranked.append(rate)
            composed.append(milliseconds)
    _line("import, stored, articles/s", stored, "saved one by one", one_by_one)
    _line("import, related worked out, articles/s", ranked)
    _line("rails of one page composed, ms", composed)


def _reach(environment: dict[str, str]) -> None:
    """Import the archive, check its pages, and say which articles no rail ever shows."""
    _run(environment, "manage", "migrate", "-v0")
    _run(environment, "import", str(ARCHIVE))
    # The last line of it says how many pages and faults there are; a fault ends the benchmark.
    print(_run(environment, "rails", "check").splitlines()[-1])
    orphans, days = map(float, _shell(environment, REACH).split())
    _line("articles that no rail ever shows, %", [orphans])
    _line("an article to its Related cards, median days", [days])


def _start(folder: Path) -> None:
    """Time the first start, with migrations and demo edition, and the later ones; then pages kept and not."""
    environment = _environment(folder)
    first = _seconds_until_served(environment)[0]
    _line("first start until served, s", [first])
    later, kept, asked = [], [], []
    for _round in range(ROUNDS):
        seconds, page, search = _seconds_until_served(environment)
        later.append(seconds)
        kept.append(page)
        asked.append(search)
    _line("later start until served, s", later)
    _line("kept page, requests/s of one client", kept, "made anew each time (search)", asked)


def _seconds_until_served(environment: dict[str, str]) -> tuple[float, float, float]:
    base = f"http://127.0.0.1:{environment['BROADSHEET_PORT']}"
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*BROADSHEET, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"{base}/", timeout=30).close()
                break
            except OSError:
                time.sleep(0.05)
        seconds = time.perf_counter() - begun
        return seconds, _rate(f"{base}/", REQUESTS), _rate(f"{base}/search/?q=bridge", REQUESTS // 10)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _rate(url: str, count: int) -> float:
    begun = time.perf_counter()
    for _request in range(count):
        urllib.request.urlopen(url, timeout=30).read()
    return count / (time.perf_counter() - begun)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"BROADSHEET_DATA": str(folder / "var"), "BROADSHEET_PORT": str(free_port())}


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([*BROADSHEET, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def _shell(environment: dict[str, str], code: str) -> str:
    return _run(environment, "manage", "shell", "-v0", "-c", code.format(archive=str(ARCHIVE)))


def _line(what: str, figures: list[float], than: str = "", reference: list[float] | None = None) -> None:
    text = f"{what:42} {statistics.median(figures):8.1f}  ({min(figures):.1f} to {max(figures):.1f})"
    if reference:
        middle = statistics.median(reference)
        text += f"   {statistics.median(figures) / middle:.1f} x {than} ({middle:.1f})"
    print(text, flush=True)


if __name__ == "__main__":
    main()
