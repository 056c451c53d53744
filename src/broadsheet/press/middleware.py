"""Hand out kept pages before Django does any work, and keep what views allow to be kept."""

import hashlib
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from .store import Page, PageStore
from .tags import dependence_of
from .tail import Tail

# Of a query only these say which page is meant; trackers' parameters make no new pages.
MEANT = ("page", "q")
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Security-Policy", "Link", "X-Robots-Tag")
# How long browsers and caches in front may hand a page out without asking: an ETag makes asking cheap.
MAX_AGE = 0
SHARED_MAX_AGE = 1

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
        # Editors see the site as it is this moment, and previews travel through here with an editor's cookie.
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        key = _key(request)
        page = store().find(key, now=timezone.now())
        if page is None:
            # Read before the page is made: what changes meanwhile has a higher number.
            tail().start()
            heard = store().heard
            response = self.get_response(request)
            page = _page(request, response)
            if page is None:
                return response
            store().keep(key, page, made_from=heard)
        return _answer(request, page)


def _key(request: HttpRequest) -> str:
    meant = parse_qs(request.META.get("QUERY_STRING", ""))
    query = "&".join(f"{name}={meant[name][0]}" for name in MEANT if name in meant)
    return f"{request.get_host()}{request.path}?{query}"


def _page(request: HttpRequest, response: HttpResponse) -> Page | None:
    """Make a page of a response that may be kept: a view has said what it depends on, and it sets no cookie."""
    dependence = dependence_of(request)
    if dependence is None or response.status_code != 200 or response.streaming or response.cookies:
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
    response.headers["Cache-Control"] = (
        f"public, max-age={MAX_AGE}, s-maxage={SHARED_MAX_AGE}, must-revalidate"
    )
    response.headers["Surrogate-Key"] = " ".join(sorted(page.tags))
    return response
