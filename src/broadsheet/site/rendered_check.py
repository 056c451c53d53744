"""Render article pages without keeping them, and check the HTML that a reader would get."""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..newsroom.checked_articles import CheckedArticles
from ..newsroom.checking import PageFindings, batches, sample_of
from ..newsroom.current_rails import current_rails
from ..newsroom.models import Article, Edition, PopularList
from ..newsroom.queries import editions, in_edition, sections
from ..press.shared_values import SharedValues
from ..press.tags import SHARES
from ..rails.check import crashed
from ..rails.checked import Fault
from ..rails.registry import Supply, rail_filled_from
from .addresses import section_path
from .printed_faults import Stored, faults_of
from .printed_page import PrintedPage, read_page

BATCH = 100


def check_rendered(*, now: datetime, sample: int | None = None) -> Iterator[PageFindings]:
    """Yield what is found in the HTML of each article page, or of a `sample` of so many."""
    chosen = sample_of(sample, now=now)
    renderer = _Renderer()
    for edition in editions():
        facts = StoredFacts(edition, now)
        for batch in batches(edition, now, chosen, size=BATCH):
            # What is read most moves on while pages are checked: both sides begin again together.
            renderer.begin()
            facts.rank()
            yield from _of_batch(batch, renderer, facts)


def _of_batch(batch: list[Article], renderer: "_Renderer", facts: "StoredFacts") -> Iterator[PageFindings]:
    found = _faults(batch, renderer, facts)
    doubtful = [each for each in batch if found[each.pk]]
    if doubtful:
        # Somebody may have published while pages were rendered: what is wrong is wrong twice.
        renderer.begin()
        facts.again()
        found |= _faults(doubtful, renderer, facts)
    for article in batch:
        yield PageFindings(article.get_absolute_url(), found[article.pk], is_joined=True)


def _faults(batch: list[Article], renderer: "_Renderer", facts: "StoredFacts") -> dict[int, list[Fault]]:
    printed = {article.pk: renderer.render(article.get_absolute_url()) for article in batch}
    facts.read(set(printed), [page for page, _faults in printed.values() if page is not None])
    return {
        number: found + (facts.judge(page, number) if page is not None else [])
        for number, (page, found) in printed.items()
    }


class _Renderer:
    """Has Django answer as it answers a reader without cookies; nothing of it is cached."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.begin()

    def begin(self) -> None:
        """Have what pages share made again with the next page."""
        self.shares = SharedValues()

    def render(self, path: str) -> tuple[PrintedPage | None, list[Fault]]:
        """Return the page at a path, None where there is none, and what is wrong with the answer as a whole."""
        try:
            response = self.handler.get_response(WSGIRequest(self._environment(path)))
            if response.status_code != 200:
                return None, [Fault(1, "crashed", None, None, f"{path} answers {response.status_code}")]
            return read_page(b"".join(response)), of_cookies(response.cookies)
        except Exception as error:  # whatever it is, it is a fault of this page
            return None, [crashed(error)]

    def _environment(self, path: str) -> dict[str, Any]:
        base = urlsplit(settings.BASE_URL)
        port = base.port or (443 if base.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET", "PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": "", "HTTP_HOST": base.netloc,
            "SERVER_NAME": base.hostname or "", "SERVER_PORT": str(port), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "",
            "wsgi.url_scheme": base.scheme, "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, SHARES: self.shares,
        }  # fmt: skip


def of_cookies(names: Iterable[str]) -> list[Fault]:
    """Return a fault for each cookie that a page sets."""
    return [Fault(7, "cookie", None, None, f"the page sets the cookie {name}") for name in names]


class StoredFacts:
    """What the database says of one edition, for the pages of a check."""

    def __init__(self, edition: Edition, now: datetime, *, hosts: tuple[str, ...] = ()) -> None:
        self.checked = CheckedArticles(edition, now)
        self.stored = Stored(
            language=edition.language,
            articles=self.checked.known,
            hosts=(urlsplit(settings.BASE_URL).netloc, *hosts),
            sections=frozenset(unquote(section_path(edition, each.slug)) for each in sections(edition)),
            due=0,
            rail_of_reads=rail_filled_from(Supply.READS).name,
        )

    def rank(self) -> None:
        """Read again what is read most and how many stories there are, and let what was seen since then be seen."""
        edition, self.checked.now = self.checked.edition, timezone.now()
        ranking = PopularList.objects.filter(locale=edition.locale_id, section=None).first()
        places = ranking.standings if ranking is not None and ranking.is_of_now(timezone.now()) else []
        self.stored = replace(self.stored, popular={each.article: each for each in places}, due=self._due())

    def again(self) -> None:
        """Forget what is known of articles, too: they may have changed."""
        self.checked.known.clear()
        self.rank()

    def read(self, own: set[int], pages: list[PrintedPage]) -> None:
        """Read the articles of these pages and of their cards."""
        self.checked.read(own | {card.article for page in pages for card in page.cards})

    def judge(self, page: PrintedPage, article: int) -> list[Fault]:
        """Return what is wrong with the page of an article. Both must have been read."""
        try:
            return faults_of(page, article, self.stored)
        except Exception as error:  # what no law foresaw is a fault of its page
            return [crashed(error)]

    def _due(self) -> int:
        """Return how many cards a page has: so many as there are other stories, if they are fewer than the rails hold."""
        most = sum(each.length for each in current_rails())
        stories = in_edition(self.checked.edition, self.checked.now).order_by()
        numbers = stories.annotate(number=Coalesce(F("version_of_id"), F("pk"))).values("number").distinct()
        return len(numbers[: most + 1]) - 1
