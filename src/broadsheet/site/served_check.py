"""Ask the running site for its pages, or read the folder of pressed pages, and hold them against the database.

What is served may be some seconds old. So what does not fit is asked for once more, and the database is read again.
"""

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils import timezone

from ..newsroom.checking import PageFindings, batches, sample_of
from ..newsroom.models import Article, Edition
from ..newsroom.queries import editions
from ..newsroom.visibility import visible
from ..rails.check import crashed
from ..rails.checked import Fault
from .printed_faults import faults_of
from .printed_page import read_page
from .rendered_check import StoredFacts

# Pages are stale no longer than this: a page that is being made again may be served meanwhile.
SETTLING = 3.0
PATIENCE = 20.0
LARGEST = 20_000_000
# Articles that readers may not see, whose addresses are asked for too.
MOST_UNSEEN = 200
BATCH = 50


@dataclass(frozen=True, slots=True)
class Served:
    """An answer: its status, its body, the names of the cookies that it sets."""

    status: int
    body: bytes = b""
    cookies: tuple[str, ...] = ()


class PageSource(Protocol):
    """Where served pages come from."""

    host: str

    def page(self, path: str) -> Served | None:
        """Return what stands at a path; None where nothing is kept of it, which is no fault."""


class AskedSite:
    """A site that is asked as a reader without cookies asks it."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.host = urlsplit(self.url).netloc
        if urlsplit(self.url).scheme not in ("http", "https") or not self.host:
            raise ValueError(f"The site is {url!r}. Write its address as https://paper.example.")
        self._opener = build_opener(_NoRedirects)

    def page(self, path: str) -> Served | None:
        """Return the answer of the site. Raises OSError where it gives none."""
        request = Request(f"{self.url}{quote(path)}", headers={"User-Agent": "broadsheet rails check"})  # noqa: S310 - of http alone, see above
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                cookies = answer.headers.get_all("Set-Cookie") or ()
                return Served(
                    answer.status, answer.read(LARGEST), tuple(each.partition("=")[0] for each in cookies)
                )
        except HTTPError as error:
            error.close()
            return Served(error.code)


class PressedFolder:
    """The folder in which pages are kept as files: only what is read there stands in it."""

    host = ""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"

    def page(self, path: str) -> Served | None:
        """Return the page that is kept of a path, None where there is none."""
        try:
            return Served(200, gzip.decompress((self.pages / path.strip("/") / "index.html.gz").read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return None


def check_served(source: PageSource, *, sample: int | None = None) -> Iterator[PageFindings]:
    """Yield what is found of each page that is served; of what readers may not see, only what is there all the same.

    Raises OSError where the site does not answer at all.
    """
    now = timezone.now()
    chosen = sample_of(sample, now=now)
    for edition in editions():
        for batch in batches(edition, now, chosen, size=BATCH):
            for article in batch:
                if (findings := _checked(source, edition, article)) is not None:
                    yield findings
        yield from _unseen(source, edition, now)


def _checked(source: PageSource, edition: Edition, article: Article) -> PageFindings | None:
    found = _faults(source, edition, article)
    if found:
        time.sleep(SETTLING)
        found = _faults(source, edition, article)
    return None if found is None else PageFindings(article.get_absolute_url(), found, is_joined=True)


def _faults(source: PageSource, edition: Edition, article: Article) -> list[Fault] | None:
    path = article.get_absolute_url()
    try:
        served = source.page(path)
    except URLError as error:
        raise OSError(f"{source.host} does not answer: {error.reason}") from error
    if served is None:
        return None
    # After the page: what has been withdrawn meanwhile is looked at again.
    facts = StoredFacts(edition, timezone.now(), hosts=(source.host,))
    facts.rank()
    if served.status != 200:
        is_seen = Article.objects.visible(timezone.now()).filter(pk=article.pk).exists()
        return [Fault(1, "crashed", None, None, f"{path} answers {served.status}")] if is_seen else []
    cookies = [Fault(7, "cookie", None, None, f"the page sets the cookie {each}") for each in served.cookies]
    try:
        page = read_page(served.body)
        facts.read({article.pk}, [page])
        return cookies + faults_of(page, article.pk, facts.stored)
    except Exception as error:  # whatever it is, it is a fault of this page
        return [crashed(error)]


def _unseen(source: PageSource, edition: Edition, now: datetime) -> Iterator[PageFindings]:
    """Yield the pages of articles that readers may not see and are served all the same, the latest changed first."""
    hidden = Article.objects.filter(locale_id=edition.locale_id).exclude(visible(now)).exclude(path="")
    for article in hidden.select_related("locale__edition").defer("body").order_by("-pk")[:MOST_UNSEEN]:
        served = source.page(article.get_absolute_url())
        if served is not None and served.status == 200:
            message = "readers may not see this article, and its page is served"
            found = [Fault(6, "unlawful", None, article.pk, message)]
            yield PageFindings(article.get_absolute_url(), found, is_joined=True)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_named: object) -> None:
        return None
