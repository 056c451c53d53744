"""The one short path that pages report a read to: always 204, never a cookie, never a reason.

`take` works on a WSGI environment (PEP 3333) and needs nothing of Django's way of answering, which would cost ten
times what counting costs; `beacon` is the same behind Django's addresses.
"""

import threading
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .counting import Counter
from .counting.networks import forwarded, is_one_of, trusted
from .counting.sources import source_of

# The article's number stands behind it, and in the query, as `from`, the host that the reader came from.
PATH = "/_b"
LONGEST_QUERY = 128
# A read counts after this many seconds with the page in view; `read.js` counts them.
SECONDS_OF_A_READ = 5
MOST_DIGITS = 18
HEADERS = [("Cache-Control", "no-store")]


_making = threading.Lock()
_counters: list[Counter] = []


def counter() -> Counter:
    """Return what counts for this process: one, whichever of its threads asks first."""
    if not _counters:
        with _making:
            if not _counters:
                folder = settings.DATA / "audience"
                _counters.append(Counter(folder))
    return _counters[0]


@csrf_exempt
def beacon(request: HttpRequest, article: str) -> HttpResponse:
    """Take an article's number from the address of a POST without a body."""
    status = take(request.META)
    return HttpResponse(status=status, headers=dict(HEADERS if status == 204 else [("Allow", "POST")]))


def take(environ: Mapping[str, Any]) -> int:
    """Count what a request reports, where it is an honest read; return the HTTP status of the answer."""
    if environ["REQUEST_METHOD"] != "POST":
        return 405
    article, query = environ["PATH_INFO"].removeprefix(f"{PATH}/"), environ.get("QUERY_STRING", "")
    is_a_number = article.isascii() and article.isdecimal() and len(article) <= MOST_DIGITS
    if not is_a_number or len(query) > LONGEST_QUERY or not _is_welcome(environ):
        return 204
    address = environ.get("REMOTE_ADDR", "")
    if _options().trusted_proxies:
        by = environ.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded(address, by, trusted(_options().trusted_proxies))
    if _options().own_networks and is_one_of(address, trusted(_options().own_networks)):
        return 204
    counter().read(
        int(article),
        address=address,
        agent=environ.get("HTTP_USER_AGENT", ""),
        now=time.time(),
        source=source_of(_came_from(query), own_host=environ.get("HTTP_HOST", "")),
    )
    return 204


@cache
def _options() -> Any:
    # Django's settings look every name up again.
    return settings.OPTIONS


@cache
def _public_host() -> str:
    return str(settings.BASE_URL).partition("://")[2]


def _came_from(query: str) -> str:
    return parse_qs(query).get("from", [""])[-1].strip()


def _is_welcome(environ: Mapping[str, Any]) -> bool:
    """Return True if a request comes from a page of ours that a person looks at, who has not asked to be left alone."""
    origin = environ.get("HTTP_ORIGIN")
    if origin is not None and origin.partition("://")[2] not in (environ.get("HTTP_HOST"), _public_host()):
        return False
    if "HTTP_SEC_PURPOSE" in environ:
        return False
    if _options().honour_opt_out:
        return environ.get("HTTP_SEC_GPC") != "1" and environ.get("HTTP_DNT") != "1"
    return True
