"""Run every benchmark, or those that are named, and write what each prints into docs/performance.md as it finishes.

    python benchmarks/run.py [name ...]
    python benchmarks/run.py "live_rails.py --alone" cold_pages.py start

Names are those of ALONE, and `start`, `import` and `reach`, which are measured here: medians of three rounds, beside a
reference of the same run where there is one, since machines are noisy. What a benchmark that fails had printed is not
written: its earlier figures stay, it is named at the end, and the exit status is 1.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import figures
from loading import PATIENCE, free_port, running

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENT = REPOSITORY / "docs" / "performance.md"
DATA = Path(os.environ.get("BROADSHEET_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
ARCHIVE = DATA / "digitalgov" / "dev.ninjs.jsonl"
BROADSHEET = [sys.executable, "-m", "broadsheet.cli"]
ALONE = (
    "near_duplicates.py", "related_quality.py", "related_scale.py", "desk_listing.py",
    "beacon.py", "beacon.py kills", "audience_attacks.py", "popular_ranking.py",
    "visit.py", "visit.py beside", "visit.py memory",
    "live_rails.py --alone", "live_rails.py", "live_rails.py --postgresql", "cold_pages.py", "cold_pages.py --scale",
    "million_addresses.py", "backups.py", "backups.py --postgresql",
)  # fmt: skip
# A benchmark without its archive says so in these words, with the folder's name before them, and has no figures.
NOT_HERE = " is not here: "
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
    """Run what is named on the command line, or everything; exit with 1 where a benchmark failed."""
    names = sys.argv[1:] or [*ALONE, *HERE]
    _refuse(names)
    without_archive, failed = [], []
    for name in names:
        print(f"\n{name}", flush=True)
        try:
            if not _measure(name):
                without_archive.append(name)
        except Exception:
            # Whatever went wrong, hours of other benchmarks do not depend on it.
            traceback.print_exc()
            failed.append(name)
    if without_archive:
        print(f"\nNot measured, since their archive is not here: {', '.join(without_archive)}")
    if failed:
        sys.exit(f"\nFailed: {', '.join(failed)}")


def _refuse(names: list[str]) -> None:
    """Leave before anything is measured where a name is unknown, or the document could not take the figures."""
    known = [*ALONE, *HERE]
    if unknown := [each for each in names if each not in known]:
        listed = "\n".join(f"  {each}" for each in known)
        sys.exit(
            f"There is no benchmark '{unknown[0]}'. Name one of these, in quotes where it has blanks:\n{listed}"
        )
    try:
        figures.blocks(DOCUMENT.read_text("utf-8").split("\n"))
    except figures.MisplacedMarker as error:
        sys.exit(f"{DOCUMENT.relative_to(REPOSITORY)}, {error}")


def _measure(name: str) -> bool:
    """Show what a benchmark prints while it does, then write it into the document; say whether it had its archive."""
    printed = []
    for line in HERE[name]() if name in HERE else _lines_of(name):
        print(line, flush=True)
        printed.append(line)
    if any(NOT_HERE in line for line in printed):
        return False
    about = figures.measured(name, figures.this_machine(), now=datetime.now(UTC))
    # Read only now: somebody may have written in it meanwhile.
    document = DOCUMENT.read_text("utf-8")
    figures.write(DOCUMENT, figures.placed(document, name, "\n".join(printed), about=about))
    return True


def _lines_of(command: str) -> Iterator[str]:
    """Run a benchmark in a process of its own, and yield its lines as it prints them."""
    script, *arguments = command.split()
    # Without a buffer, but for this process only: the servers that it starts have theirs.
    called = [sys.executable, "-u", str(REPOSITORY / "benchmarks" / script), *arguments]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BROADSHEET_DATA": str(Path(folder) / "var")}
        with subprocess.Popen(
            called, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            for line in process.stdout:
                yield line.rstrip("\n")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _start() -> Iterator[str]:
    """Time the first start, with migrations and demo edition, and the later ones; then pages kept and not."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        first = _seconds_until_served(environment)[0]
        yield _line("first start until served, s", [first])
        later, kept, asked = [], [], []
        for _round in range(ROUNDS):
            seconds, page, search = _seconds_until_served(environment)
            later.append(seconds)
            kept.append(page)
            asked.append(search)
    yield _line("later start until served, s", later)
    yield _line("kept page, requests/s of one client", kept, "made anew each time (search)", asked)


def _reach() -> Iterator[str]:
    """Import the archive, check its pages, and say which articles no rail ever shows."""
    if not ARCHIVE.exists():
        yield f"{ARCHIVE}{NOT_HERE}the reach of rails is not measured"
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        _run(environment, "manage", "migrate", "-v0")
        _run(environment, "import", str(ARCHIVE))
        # The last line of it says how many pages and faults there are; a fault ends the benchmark.
        yield _run(environment, "rails", "check").splitlines()[-1]
        orphans, days = map(float, _shell(environment, REACH).split())
    yield _line("articles that no rail ever shows, %", [orphans])
    yield _line("an article to its Related cards, median days", [days])


def _import() -> Iterator[str]:
    """Time an import, beside articles saved one by one, and then the rails of what it brought."""
    if not ARCHIVE.exists():
        yield f"{ARCHIVE}{NOT_HERE}the import is not measured"
        return
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
    yield _line("import, stored, articles/s", stored, "saved one by one", one_by_one)
    yield _line("import, related worked out, articles/s", ranked)
    yield _line("rails of one page composed, ms", composed)


# Measured by this file itself.
HERE: dict[str, Callable[[], Iterator[str]]] = {"start": _start, "import": _import, "reach": _reach}


def _seconds_until_served(environment: dict[str, str]) -> tuple[float, float, float]:
    port = int(environment["BROADSHEET_PORT"])
    base = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    with running([*BROADSHEET, "serve"], port, environment, subprocess.DEVNULL):
        _wait_until_answered(f"{base}/")
        seconds = time.perf_counter() - begun
        return seconds, _rate(f"{base}/", REQUESTS), _rate(f"{base}/search/?q=bridge", REQUESTS // 10)


def _wait_until_answered(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=30).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _rate(url: str, count: int) -> float:
    begun = time.perf_counter()
    for _request in range(count):
        urllib.request.urlopen(url, timeout=30).read()
    return count / (time.perf_counter() - begun)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"BROADSHEET_DATA": str(folder / "var"), "BROADSHEET_PORT": str(free_port())}


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [*BROADSHEET, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def _shell(environment: dict[str, str], code: str) -> str:
    return _run(environment, "manage", "shell", "-v0", "-c", code.format(archive=str(ARCHIVE)))


def _line(what: str, found: list[float], than: str = "", reference: list[float] | None = None) -> str:
    text = f"{what:42} {statistics.median(found):8.1f}  ({min(found):.1f} to {max(found):.1f})"
    if reference:
        middle = statistics.median(reference)
        text += f"   {statistics.median(found) / middle:.1f} x {than} ({middle:.1f})"
    return text


if __name__ == "__main__":
    main()
