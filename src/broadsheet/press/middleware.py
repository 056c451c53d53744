"""Hand out kept pages before Django does any work, and keep what views allow to be kept."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from .store import Page, PageStore
from .tags import dependence_of, keep_until
from .tail import Tail

# Of a query only these say which page is meant; trackers' parameters make no new pages.
MEANT = ("page", "q")
# Longer ones are no page's: an address counts in the room that a page takes.
LONGEST_MEANING = 200
KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "Content-Security-Policy",
    "Link",
    "X-Frame-Options",
    "X-Robots-Tag",
)
# How long browsers and caches in front may hand a page out without asking: an ETag makes asking cheap.
MAX_AGE = 0
SHARED_MAX_AGE = 1
# What no change announces, such as reads that grow too old to count, reaches a page by then.
LONGEST_LIFE = timedelta(minutes=10)

Handler = Callable[[HttpRequest], HttpResponse]


@cache
def store() -> PageStore:
    """Return the pages of this process."""
    return PageStore(room=settings.OPTIONS.press_memory_mb * 1_000_000)


@cache
def tail() -> Tail:
    """Return the thread that keeps the pages of this process true."""
    return Tail(store(), pause=settings.OPTIONS.press_poll_ms / 1000)


class PressMiddleware:
    """Answers GET and HEAD of readers from the store; everything else passes through."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self._as_it_is(request)
        key = _key(request)
        if key is None:
            return self.get_response(request)
        now = timezone.now()
        page = store().find(key, now=now)
        if page is None:
            # Read before the page is made: what changes meanwhile has a higher number.
            tail().start()
            heard = store().heard
            keep_until(request, now + LONGEST_LIFE)
            response = self.get_response(request)
            page = _page(request, response)
            if page is None:
                return response
            store().keep(key, page, made_from=heard)
        return _answer(request, page)

    def _as_it_is(self, request: HttpRequest) -> HttpResponse:
        """Give an editor the page of this moment, previews among them, which nobody on the way may keep."""
        response = self.get_response(request)
        if dependence_of(request) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _key(request: HttpRequest) -> str | None:
    """Return the name of the page that is asked for, None for what cannot be a page's."""
    # As the views read it: of a parameter that stands twice, the last counts.
    meant = {name: request.GET[name] for name in MEANT if name in request.GET}
    if any(len(value) > LONGEST_MEANING for value in meant.values()):
        return None
    return "\0".join((request.scheme or "", request.get_host(), request.path, repr(meant)))


def _page(request: HttpRequest, response: HttpResponse) -> Page | None:
    """Make a page of a response that may be kept: a view has said what it depends on, and it sets no cookie."""
    dependence = dependence_of(request)
    if (
        dependence is None
        or not dependence.tags
        or response.status_code != 200
        or response.streaming
        or response.cookies
    ):
        return None
    headers = tuple((name, response.headers[name]) for name in KEPT_HEADERS if name in response.headers)
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    return Page(response.content, headers, etag, frozenset(dependence.tags), dependence.until)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    is_known = page.etag in known or "*" in known
    response = (
        HttpResponseNotModified()
        if is_known
        else HttpResponse(b"" if request.method == "HEAD" else page.body)
    )
    for name, value in page.headers:
        response.headers[name] = value
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(page.body))
    response.headers["ETag"] = page.etag
    # The compression further out says so too, but not of an answer that has nothing to compress.
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = (
        f"public, max-age={MAX_AGE}, s-maxage={SHARED_MAX_AGE}, must-revalidate"
    )
    response.headers["Surrogate-Key"] = " ".join(sorted(page.tags))
    return response
