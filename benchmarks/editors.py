"""Edit a paper while it is read: publish, pick, retitle, withdraw, and have every change looked for on every page."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402  # the models need the settings
from loading import read  # noqa: E402
from looking import LONGEST_LOOK, LOOK_SECONDS, Looker, Sought  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from broadsheet.newsroom import popularity  # noqa: E402
from broadsheet.newsroom.models import Article, Edition, Neighbour, Pick  # noqa: E402
from broadsheet.rails.popular import PopularStanding  # noqa: E402
from broadsheet.site.views.sitemaps import CHUNK  # noqa: E402

POPULAR_SECONDS, EDITING_SECONDS = 2, 5
# An embargoed story is dated this long before its embargo's end, and so stands among the newest of the front then.
RECENT_SECONDS = 10
# On each port: whoever waits for one page does not see another.
LOOKERS = 4


class Editors:
    """Editors who work while readers read; while they are `looking`, they see how soon pages show what they did."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._lookers = {port: [Looker(port) for _number in range(LOOKERS)] for port in ports}
        self._turns = itertools.cycle(range(LOOKERS))
        self._chance = random.Random(3)
        self._early: list[str] = []
        self._numbers = list(Article.objects.order_by("-published_at").values_list("pk", flat=True))
        # Those are not among the addresses that are asked for under load.
        self._doomed = self._numbers[:1000:20]
        self._stop = threading.Event()
        self._deed = threading.Lock()
        # Looking takes a processor that servers should have while their rate is measured.
        self._is_looking = False

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

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Also retitle, withdraw, end embargoes and begin expiries, and have everything looked for."""
        self._is_looking = True
        try:
            yield
        finally:
            self._is_looking = False
            with self._deed:
                self._wait_until_seen()

    def report(self) -> tuple[dict[str, list[float]], list[str]]:
        """Return the seconds that changes took to be seen, and what was seen too early or never; forget both."""
        delays: dict[str, list[float]] = {}
        wrong = list(self._early)
        self._early.clear()
        for looker in self._all_lookers:
            for change, delay in looker.seen:
                delays.setdefault(change, []).append(delay)
            wrong += looker.never
            looker.seen.clear()
            looker.never.clear()
        return delays, wrong

    @property
    def _all_lookers(self) -> list[Looker]:
        return [each for lookers in self._lookers.values() for each in lookers]

    def _popular(self) -> None:
        locale = Locale.objects.get(language_code="en").pk
        while not self._stop.wait(POPULAR_SECONDS):
            chosen = self._chance.sample(self._numbers[:300], 30)
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
            elif self._is_looking:
                self._do(next(all_else))
            self._stop.wait(min(max(0.0, left), 0.5))

    def _do(self, deed: Callable[[], None]) -> None:
        with self._deed:
            deed()
            self._wait_until_seen()

    def _publish(self) -> None:
        number = str(time.time_ns())
        article = self._story(f"Published {number}", timezone.now())
        done = time.time()
        self._see("publish: own page", done, [_path(article)], number, True)
        self._see("publish: front, feed, section", done, _lists(article), number, True)
        sitemap = f"/sitemap-{(article.pk - 1) // CHUNK + 1}.xml"
        self._see("publish: sitemap", done, [sitemap], number, True)
        self._see_beside("publish: rails of others", done, article, number)
        self._numbers.insert(0, article.pk)

    def _retitle(self) -> None:
        article, number = self._one_of(0, 500), f"retitled-{time.time_ns()}"
        shown = self._shown_on(article)
        article.headline = f"{number} {article.headline}"[:250]
        article.save()
        done = time.time()
        self._see("retitle: own page", done, [_path(article)], number, True)
        # With another headline it may be less related than it was, and stand there no more.
        self._see("retitle: rails of others", done, shown, number, True, unless=_path(article))

    def _pick(self) -> None:
        article, ends = self._one_of(20, 900), timezone.now() + timedelta(days=1)
        Pick.objects.all().delete()
        edition = Edition.objects.get(is_main=True)
        self._picked = Pick.objects.create(edition=edition, article=article, position=0, ends_at=ends)
        self._see_pick("pick: rails of others", True)

    def _unpick(self) -> None:
        Pick.objects.all().delete()
        self._see_pick("unpick: rails of others", False)

    def _see_pick(self, change: str, is_there: bool) -> None:
        done, picked = time.time(), self._picked.article
        chosen = self._chance.sample([each for each in self._numbers[:900] if each != picked.pk], 6)
        pages = Article.objects.filter(pk__in=chosen).values_list("path", flat=True)
        self._see(
            change, done, [f"/{each}/" for each in pages], f"{_path(picked)}#r=editors-choice", is_there
        )

    def _withdraw(self) -> None:
        article = Article.objects.get(pk=self._doomed.pop())
        shown = self._shown_on(article)
        article.unpublish()
        self._see_gone("withdraw", time.time(), article, shown)

    def _expire(self) -> None:
        article = Article.objects.get(pk=self._doomed.pop())
        shown, ends = self._shown_on(article), float(int(time.time()) + 3)
        article.expire_at = datetime.fromtimestamp(ends, UTC)
        article.save()
        time.sleep(max(0.0, ends - time.time()))
        self._see_gone("expiry begins", ends, article, shown)

    def _see_gone(self, change: str, since: float, article: Article, shown: list[str]) -> None:
        self._numbers.remove(article.pk)
        self._see(f"{change}: own page", since, [_path(article)], "<article", None)
        self._see(f"{change}: rails of others", since, shown, _path(article), False)

    def _embargo(self) -> None:
        number, ends = str(time.time_ns()), float(int(time.time()) + 3)
        published = datetime.fromtimestamp(ends - RECENT_SECONDS, UTC)
        article = self._story(
            f"Embargoed {number}", published, embargoed_until=datetime.fromtimestamp(ends, UTC)
        )
        while time.time() < ends:
            for port, path in itertools.product(self._ports, [_path(article), *_lists(article)]):
                if number in read(port, path) and time.time() < ends:
                    self._early.append(f"too early: {path} on {port}")
        self._see("embargo ends: own page", ends, [_path(article)], number, True)
        self._see("embargo ends: front, feed, section", ends, _lists(article), number, True)

    def _story(
        self, headline: str, published_at: datetime, embargoed_until: datetime | None = None
    ) -> Article:
        """Save a story that shares words with an article and those published about then, and is a version of none."""
        like = self._one_of(0, 500)
        place = self._numbers.index(like.pk)
        around = Article.objects.filter(pk__in=self._numbers[max(0, place - 3) : place + 4])
        slug = headline.lower().replace(" ", "-")
        text = [("paragraph", str(self._chance.choice(list(each.body)).value)) for each in around]
        article = Article(
            locale=like.locale, section=like.section, headline=f"{headline}: {like.headline[:60]}", slug=slug,
            live=True, published_at=published_at, embargoed_until=embargoed_until, body=text, standfirst=like.standfirst,
        )  # fmt: skip
        article.save()
        return article

    def _one_of(self, first: int, last: int) -> Article:
        return Article.objects.get(pk=self._chance.choice(self._numbers[first:last]))

    def _shown_on(self, article: Article) -> list[str]:
        """Return the pages of others that show an article in Related."""
        beside = Neighbour.objects.filter(neighbour=article, article__live=True, position__lt=5)
        paths = [f"/{each}/" for each in beside.values_list("article__path", flat=True)[:6]]
        return [each for each in paths if _path(article) in read(self._ports[0], each)]

    def _see(
        self, change: str, done: float, paths: list[str], text: str, is_there: bool | None, unless: str = ""
    ) -> None:
        """Have every page on every port looked at until it shows a text, or shows it no more."""
        if self._is_looking:
            for lookers, path in itertools.product(self._lookers.values(), paths):
                lookers[next(self._turns)].look_for([Sought(change, done, path, text, is_there, unless)])

    def _see_beside(self, change: str, done: float, article: Article, text: str) -> None:
        """See an article in the rails of those that it stands beside, as soon as it is known which they are."""
        beside = Neighbour.objects.filter(neighbour=article, position__lt=3)
        until = time.time() + LONGEST_LOOK
        while self._is_looking and time.time() < until:
            if paths := [f"/{each}/" for each in beside.values_list("article__path", flat=True)[:10]]:
                self._see(change, done, paths, text, True)
                return
            time.sleep(LOOK_SECONDS)

    def _wait_until_seen(self) -> None:
        for each in self._all_lookers:
            each.wait()


def _path(article: Article) -> str:
    return f"/{article.path}/"


def _lists(article: Article) -> list[str]:
    return ["/", "/feed/", f"/section/{article.section.slug}/"]
