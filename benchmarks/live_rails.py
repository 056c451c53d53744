"""Serve a paper that changes all the time, beside nginx with its pages as files and a bare dictionary of them behind our
web server: rate, waiting, freshness, memory.

python benchmarks/live_rails.py [--articles 2000] [--rounds 8] [--seconds 10] [--postgresql] [--alone]
Needs nginx and wrk (Debian: apt-get install nginx-light wrk). Everything runs on this machine, interleaved.
"""

import argparse
import gzip
import http.client
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from loading import family, free_port, memory_of, running, wrk
from recorded import dictionary, record
from recorded_wsgi import Recorded
from web_servers import nginx_as_printed, nginx_over_files

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
CONNECTIONS = 32
NGINX, BARE, OURS, PRESSED = (
    "nginx, static file",
    "a bare dictionary",
    "broadsheet serve",
    "nginx with pressed pages",
)
POPULAR_SECONDS, EDITING_SECONDS = 2, 5
# As many changes of every kind fall into the turn of each server.
LOAD_SECONDS = POPULAR_SECONDS * EDITING_SECONDS
WARMING_SECONDS = 2
# How often somebody looks whether a change is to be seen, and for how long.
LOOK_SECONDS = 0.04
LOOKING_SECONDS = 80
# An embargoed story is dated so long before its embargo's end, and so stands among the newest of the front then.
RECENT_SECONDS = 10
LONGEST_LOOK = 10.0
# On each port; who waits for one page does not see another.
LOOKERS = 4
LUA = """
local paths = {{{paths}}}
local requests, n = {{}}, 0
init = function(arguments)
  math.randomseed(os.time())
  wrk.headers["Accept-Encoding"] = "gzip"
  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
  n = math.random(#requests)
end
request = function() n = n % #requests + 1; return requests[n] end
"""


def main() -> None:
    """Print the figures of all rounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=LOAD_SECONDS)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--alone", action="store_true", help="`broadsheet serve` and nothing beside it")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if chosen.postgresql:
            from postgresql_server import postgresql  # noqa: PLC0415

            os.environ["BROADSHEET_DATABASE_URL"] = stack.enter_context(postgresql(folder))
        _measure(chosen, folder, stack)


def _measure(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    os.environ |= {
        "BROADSHEET_DATA": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    (folder / "var").mkdir()
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from paper_maker import make_paper  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    paths = make_paper(chosen.articles)
    if not chosen.alone:
        # What is written anew all the time, and never needed again after a start, belongs in memory.
        memory = Path("/dev/shm")
        place = stack.enter_context(tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder))
        os.environ["BROADSHEET_PRESS_FOLDER"] = place
    served = stack.enter_context(_serve(folder))
    second = served if chosen.alone else stack.enter_context(_serve_again())
    answers = record(served, {each: {"Accept-Encoding": "gzip"} for each in paths})
    files = _files(folder, answers)
    static = stack.enter_context(nginx_over_files(folder, files)).port
    cached = stack.enter_context(
        nginx_over_files(folder, files, more="open_file_cache max=10000; open_file_cache_valid 1s;")
    ).port
    bare = stack.enter_context(dictionary(folder, answers)).port
    pressed = served if chosen.alone else stack.enter_context(nginx_as_printed(folder, served)).port
    script = folder / "zipf.lua"
    script.write_text(
        LUA.format(
            paths=",".join(map(json.dumps, _zipf([each for place, each in enumerate(paths) if place % 20])))
        )
    )
    for path in paths if not chosen.alone else ():
        _read(pressed, path)
    newsroom = Newsroom(sorted({served, second, pressed}))
    stack.enter_context(newsroom.at_work())
    _wrk(served, script, 4)
    _wrk(pressed, script, 4)
    print(
        f"memory at {len(paths):,} warm pages: {_memory(folder):.0f} MB (PSS of all of `broadsheet serve`)",
        flush=True,
    )
    figures: dict[str, list[tuple[float, float, int]]] = {}
    servers = {
        NGINX: static,
        "nginx, with open_file_cache": cached,
        BARE: bare,
        OURS: served,
        PRESSED: pressed,
    }
    if chosen.alone:
        del servers[PRESSED]
    for turn in range(chosen.rounds):
        # Whatever one leaves behind for the next, no server is always the next.
        for name in random.Random(turn).sample(list(servers), len(servers)):
            # Files that nobody has read for a while are not kept: each server is one that is being read when its turn comes.
            _wrk(servers[name], script, WARMING_SECONDS)
            figures.setdefault(name, []).append(_wrk(servers[name], script, chosen.seconds))
    medians = {
        name: tuple(statistics.median(each[place] for each in found) for place in (0, 1))
        for name, found in figures.items()
    }
    for name in servers:
        rate, p99 = medians[name]
        print(
            f"{name:28} {rate:9,.0f} requests/s ({rate / medians[NGINX][0]:.2f} of nginx, {rate / medians[BARE][0]:.2f} of the dictionary)   "
            f"p99 {p99:6.2f} ms ({p99 / medians[NGINX][1]:.2f})   errors {sum(each[2] for each in figures[name])}",
            flush=True,
        )
    for name in (OURS, *([] if chosen.alone else [PRESSED])):
        with newsroom.looking():
            _wrk(servers[name], script, LOOKING_SECONDS)
        print(f"changes, seen while wrk asks {name}:")
        newsroom.report()


class Newsroom:
    """Editors who work while readers read: publish, pick, retitle, withdraw, and see how soon every page shows it."""

    def __init__(self, ports: list[int]) -> None:
        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        self.ports = ports
        self._lookers = {port: [Looker(port) for _number in range(LOOKERS)] for port in ports}
        self._turns = itertools.cycle(range(LOOKERS))
        self.chance = random.Random(3)
        self.early: list[str] = []
        self.numbers = list(Article.objects.order_by("-published_at").values_list("pk", flat=True))
        self.doomed = self.numbers[:1000:20]
        self._stop = threading.Event()
        self._deed = threading.Lock()
        # Looking for what changed takes a processor that servers should have while their rate is measured.
        self.is_looking = False

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Change Popular every two seconds, picks every five and publish a story every five, until the block is left."""
        workers = [threading.Thread(target=self._popular), threading.Thread(target=self._edit)]
        for each in (*workers, *self._all_lookers):
            each.start()
        try:
            yield
        finally:
            self._stop.set()
            for each in workers:
                each.join()

    @property
    def _all_lookers(self) -> list["Looker"]:
        return [each for lookers in self._lookers.values() for each in lookers]

    def report(self) -> None:
        delays: dict[str, list[float]] = {}
        for what, delay in (each for looker in self._all_lookers for each in looker.seen):
            delays.setdefault(what, []).append(delay)
        together = [each for found in delays.values() for each in found]
        for deed, found in [*sorted(delays.items()), ("all together", together)]:
            ordered = sorted(found)
            p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
            print(
                f"  {deed:42} p50 {statistics.median(ordered) * 1000:5.0f} ms   p99 {p99 * 1000:5.0f} ms   n {len(ordered)}"
            )
        for each in self.early:
            print(f"  TOO EARLY: {each}")
        for each in (never for looker in self._all_lookers for never in looker.never):
            print(f"  NEVER SEEN: {each}")
        self.early.clear()
        for looker in self._all_lookers:
            looker.seen.clear()
            looker.never.clear()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Also retitle, withdraw, end embargoes and begin expiries, and have everything looked for, until the block is left."""
        self.is_looking = True
        try:
            yield
        finally:
            self.is_looking = False
            with self._deed:
                self._wait_until_seen()

    def _popular(self) -> None:
        from django.utils import timezone  # noqa: PLC0415
        from wagtail.models import Locale  # noqa: PLC0415

        from broadsheet.newsroom import popularity  # noqa: PLC0415
        from broadsheet.rails.popular import PopularStanding  # noqa: PLC0415

        locale = Locale.objects.get(language_code="en").pk
        while not self._stop.wait(POPULAR_SECONDS):
            chosen = self.chance.sample(self.numbers[:300], 30)
            places = [PopularStanding(article, 50 - place, 9, 90) for place, article in enumerate(chosen)]
            popularity.save({(locale, None): places}, timezone.now())

    def _edit(self) -> None:
        """Publish a story and change picks, each every five seconds; between them all else, while it is looked for."""
        all_else = itertools.cycle([self._retitle, self._withdraw, self._embargo, self._expire])
        regular = [itertools.repeat(self._publish), itertools.cycle([self._pick, self._unpick])]
        begun = time.monotonic()
        due = [begun, begun + EDITING_SECONDS / 2]
        while not self._stop.is_set():
            place = due.index(min(due))
            left = due[place] - time.monotonic()
            if left <= 0:
                due[place] += EDITING_SECONDS
                self._do(next(regular[place]))
            elif self.is_looking:
                self._do(next(all_else))
            self._stop.wait(min(max(0.0, left), 0.5))

    def _do(self, deed: Callable[[], None]) -> None:
        with self._deed:
            deed()
            self._wait_until_seen()

    def _publish(self) -> None:
        from django.utils import timezone  # noqa: PLC0415

        from broadsheet.newsroom.models import Article  # noqa: PLC0415
        from broadsheet.site.views.sitemaps import CHUNK  # noqa: PLC0415

        like = Article.objects.get(pk=self.chance.choice(self.numbers[:500]))
        number = time.time_ns()
        article = Article(
            locale=like.locale, section=like.section, headline=f"Published {number}: {like.headline[:60]}",
            slug=f"new-{number}", live=True, published_at=timezone.now(), body=self._text(like),
            standfirst=like.standfirst,
        )  # fmt: skip
        article.save()
        done = time.time()
        self._see("publish: own page", done, [f"/{article.path}/"], str(number), True)
        self._see(
            "publish: front, feed, section",
            done,
            ["/", "/feed/", f"/section/{like.section.slug}/"],
            str(number),
            True,
        )
        part = (article.pk - 1) // CHUNK + 1
        self._see("publish: sitemap", done, [f"/sitemap-{part}.xml"], str(number), True)
        self._see_beside("publish: rails of others", done, article, str(number))
        self.numbers.insert(0, article.pk)

    def _text(self, like) -> list[tuple[str, str]]:
        """Return a text that shares words with an article and those published about then, and is a version of none."""
        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        place = self.numbers.index(like.pk)
        around = Article.objects.filter(pk__in=self.numbers[max(0, place - 3) : place + 4])
        return [("paragraph", str(self.chance.choice(list(each.body)).value)) for each in around]

    def _retitle(self) -> None:
        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        article = Article.objects.get(pk=self.chance.choice(self.numbers[:500]))
        number = f"retitled-{time.time_ns()}"
        shown = self._shown_on(article)
        article.headline = f"{number} {article.headline}"[:250]
        article.save()
        done = time.time()
        self._see("retitle: own page", done, [f"/{article.path}/"], number, True)
        # With another headline it may be less related than it was, and stand there no more.
        self._see("retitle: rails of others", done, shown, number, True, unless=f"/{article.path}/")

    def _pick(self) -> None:
        from datetime import timedelta  # noqa: PLC0415

        from django.utils import timezone  # noqa: PLC0415

        from broadsheet.newsroom.models import Article, Edition, Pick  # noqa: PLC0415

        article = Article.objects.get(pk=self.chance.choice(self.numbers[20:900]))
        Pick.objects.all().delete()
        self.picked = Pick.objects.create(
            edition=Edition.objects.get(is_main=True),
            article=article,
            position=0,
            ends_at=timezone.now() + timedelta(days=1),
        )
        done = time.time()
        self.picked_path = f"/{article.path}/"
        self._see(
            "pick: rails of others", done, self._some(article), f"{self.picked_path}#r=editors-choice", True
        )

    def _unpick(self) -> None:
        article = self.picked.article
        self.picked.delete()
        done = time.time()
        self._see(
            "unpick: rails of others",
            done,
            self._some(article),
            f"{self.picked_path}#r=editors-choice",
            False,
        )

    def _withdraw(self) -> None:
        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        # These are not among the addresses that the load asks for, where a 404 would count as an error.
        article = Article.objects.get(pk=self.doomed.pop())
        shown = self._shown_on(article)
        article.unpublish()
        done = time.time()
        self.numbers.remove(article.pk)
        self._see("withdraw: own page", done, [f"/{article.path}/"], "<article", None)
        self._see("withdraw: rails of others", done, shown, f"/{article.path}/", False)

    def _embargo(self) -> None:
        from datetime import UTC, datetime  # noqa: PLC0415

        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        like = Article.objects.get(pk=self.chance.choice(self.numbers[:500]))
        number, ends = time.time_ns(), float(int(time.time()) + 3)
        moment = datetime.fromtimestamp(ends, UTC)
        article = Article(
            locale=like.locale, section=like.section, headline=f"Embargoed {number}", slug=f"embargoed-{number}",
            live=True, published_at=datetime.fromtimestamp(ends - RECENT_SECONDS, UTC), embargoed_until=moment,
            body=self._text(like),
        )  # fmt: skip
        article.save()
        own, lists = f"/{article.path}/", ["/", "/feed/", f"/section/{like.section.slug}/"]
        while time.time() < ends:
            for port in self.ports:
                for path in (own, *lists):
                    page = _read(port, path)
                    if str(number) in page and time.time() < ends:
                        self.early.append(f"{path} on {port}")
        self._see("embargo ends: own page", ends, [own], str(number), True)
        self._see("embargo ends: front, feed, section", ends, lists, str(number), True)

    def _expire(self) -> None:
        from datetime import UTC, datetime  # noqa: PLC0415

        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        article = Article.objects.get(pk=self.doomed.pop())
        shown = self._shown_on(article)
        ends = float(int(time.time()) + 3)
        article.expire_at = datetime.fromtimestamp(ends, UTC)
        article.save()
        time.sleep(max(0.0, ends - time.time()))
        self._see("expiry begins: own page", ends, [f"/{article.path}/"], "<article", None)
        self._see("expiry begins: rails of others", ends, shown, f"/{article.path}/", False)
        self.numbers.remove(article.pk)

    def _shown_on(self, article) -> list[str]:
        """Return the pages of others that show an article in Related."""
        from broadsheet.newsroom.models import Neighbour  # noqa: PLC0415

        beside = Neighbour.objects.filter(neighbour=article, article__live=True, position__lt=5)
        paths = [f"/{each}/" for each in beside.values_list("article__path", flat=True)[:6]]
        return [each for each in paths if f"/{article.path}/" in _read(self.ports[0], each)]

    def _some(self, article) -> list[str]:
        from broadsheet.newsroom.models import Article  # noqa: PLC0415

        chosen = self.chance.sample([each for each in self.numbers[:900] if each != article.pk], 6)
        return [f"/{each}/" for each in Article.objects.filter(pk__in=chosen).values_list("path", flat=True)]

    def _see(
        self, what: str, done: float, paths: list[str], text: str, is_there: bool | None, unless: str = ""
    ) -> None:
        """Have every page on every port looked at until it shows a text, or shows it no more; None for a page that is gone.

        A page without the text `unless` has nothing to show.
        """
        if self.is_looking:
            for lookers in self._lookers.values():
                for path in paths:
                    looker = next(self._turns)
                    lookers[looker].look_for([Sought(what, done, path, text, is_there, unless)])

    def _see_beside(self, what: str, done: float, article, text: str) -> None:
        """See an article in the rails of those that it stands beside, as soon as it is known which they are."""
        from broadsheet.newsroom.models import Neighbour  # noqa: PLC0415

        beside = Neighbour.objects.filter(neighbour=article, position__lt=3)
        until = time.time() + LONGEST_LOOK
        while self.is_looking and time.time() < until:
            if paths := [f"/{each}/" for each in beside.values_list("article__path", flat=True)[:10]]:
                self._see(what, done, paths, text, True)
                return
            time.sleep(LOOK_SECONDS)

    def _wait_until_seen(self) -> None:
        for each in self._all_lookers:
            each.wait()


@dataclass(frozen=True, slots=True)
class Sought:
    """What must be seen on a page, and since when."""

    what: str
    done: float
    path: str
    text: str
    is_there: bool | None
    unless: str

    def is_seen(self, page: str) -> bool:
        is_right = (self.text in page) is self.is_there if self.is_there is not None else page == ""
        return is_right or bool(self.unless and page and self.unless not in page)


class Looker(threading.Thread):
    """Looks at the pages on a port, again and again as long as something is to be seen there."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[str, float]] = []
        self.never: list[str] = []
        self._port = port
        self._sought: list[Sought] = []
        self._changed = threading.Condition()
        self._connection = Connection(port)

    def look_for(self, sought: list[Sought]) -> None:
        with self._changed:
            self._sought += sought
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until all is seen, or was looked for in vain for long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._sought)

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._sought))
                sought = list(self._sought)
            for each in sought:
                page, now = self._connection.read(each.path), time.time()
                if each.is_seen(page):
                    self.seen.append((each.what, now - each.done))
                elif now - each.done < LONGEST_LOOK:
                    continue
                else:
                    self.never.append(f"{each.what}: {each.path} on {self._port}")
                with self._changed:
                    self._sought.remove(each)
                    self._changed.notify_all()
            time.sleep(LOOK_SECONDS)


class Connection:
    """Reads pages over one connection, so that looking costs little."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def read(self, path: str) -> str:
        """Return a page, or nothing where there is none."""
        try:
            return self._ask(path)
        except (OSError, http.client.HTTPException):
            # The other side had ended it: the next request opens another.
            self._connection.close()
            return self._ask(path)

    def _ask(self, path: str) -> str:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        return page if answer.status == 200 else ""


_connections: dict[int, Connection] = {}


def _read(port: int, path: str) -> str:
    return _connections.setdefault(port, Connection(port)).read(path)


@contextmanager
def _serve(folder: Path) -> Iterator[int]:
    port = free_port()
    own = [sys.executable, "-m", "broadsheet.cli", "serve", "--empty", "--port", str(port)]
    log = (folder / "serve.log").open("w")
    with _running(own, port, os.environ | {"BROADSHEET_ALLOWED_HOSTS": "*"}, log):
        yield port


@contextmanager
def _serve_again() -> Iterator[int]:
    """Run another web process over the same database."""
    port = free_port()
    own = [sys.executable, "-m", "broadsheet.cli", "web", "--port", str(port)]
    with _running(own, port, os.environ | {"BROADSHEET_ALLOWED_HOSTS": "*"}, subprocess.DEVNULL):
        yield port


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


@contextmanager
def _running(command: list[str], port: int, environment, log) -> Iterator[None]:
    with running(command, port, environment, log):
        _read(port, "/")
        yield


def _wrk(port: int, script: Path, seconds: int) -> tuple[float, float, int]:
    """Return requests a second, the 99th percentile in milliseconds, and errors."""
    load = wrk(port, script, connections=CONNECTIONS, threads=2, seconds=seconds)
    return load.rate, load.p99, load.errors


def _zipf(paths: list[str], count: int = 20_000) -> list[str]:
    weights = [1 / (place + 1) for place in range(len(paths))]
    return random.Random(5).choices(paths, weights, k=count)


def _memory(folder: Path) -> float:
    """Return the proportional set size of `serve` and all that it has started, in megabytes."""
    [root] = [int(each) for each in (folder / "var" / "serve.pid").read_text().split()]
    return memory_of(family(root)) / (1 << 20)


if __name__ == "__main__":
    main()
