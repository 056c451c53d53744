"""Render article pages without keeping them, and check the HTML that a reader would get."""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
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
    printed = [(article, renderer.render(article.get_absolute_url())) for article in batch]
    pages = [page for _article, (page, _faults) in printed if page is not None]
    facts.read({article.pk for article in batch}, pages)
    for article, (page, found) in printed:
        found = found + (faults_of(page, article.pk, facts.stored) if page is not None else [])
        yield PageFindings(article.get_absolute_url(), found, is_joined=True)


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
            return read_page(b"".join(response)), of_cookies(response)
        except Exception as error:  # whatever it is, it is a fault of this page
            return None, [crashed(error)]

    def _environment(self, path: str) -> dict[str, Any]:
        base = urlsplit(settings.BASE_URL)
        port = base.port or (443 if base.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": "", "HTTP_HOST": base.netloc,
            "SERVER_NAME": base.hostname or "", "SERVER_PORT": str(port), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "",
            "wsgi.url_scheme": base.scheme, "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, SHARES: self.shares,
        }  # fmt: skip


def of_cookies(response: HttpResponseBase) -> list[Fault]:
    """Return a fault for each cookie that a page sets."""
    return [Fault(7, "cookie", None, None, f"the page sets the cookie {name}") for name in response.cookies]


class StoredFacts:
    """What the database says of one edition, for the pages of a check."""

    def __init__(self, edition: Edition, now: datetime, *, hosts: tuple[str, ...] = ()) -> None:
        self.checked = CheckedArticles(edition, now)
        stories = in_edition(edition, now).order_by().annotate(number=Coalesce(F("version_of_id"), F("pk")))
        eligible = stories.values("number").distinct().count() - 1
        self.stored = Stored(
            language=edition.language,
            articles=self.checked.known,
            hosts=(urlsplit(settings.BASE_URL).netloc, *hosts),
            sections=frozenset(unquote(section_path(edition, each.slug)) for each in sections(edition)),
            due=min(eligible, sum(each.length for each in current_rails())),
            rail_of_reads=rail_filled_from(Supply.READS).name,
        )

    def rank(self) -> None:
        """Read again what is read most, and let what has been seen since then be seen."""
        edition, self.checked.now = self.checked.edition, timezone.now()
        ranking = PopularList.objects.filter(locale=edition.locale_id, section=None).first()
        places = ranking.standings if ranking is not None and ranking.is_of_now(timezone.now()) else []
        self.stored = replace(self.stored, popular={each.article: each for each in places})

    def read(self, own: set[int], pages: list[PrintedPage]) -> None:
        """Read the articles of these pages and of their cards."""
        self.checked.read(own | {card.article for page in pages for card in page.cards})
