"""Answer at addresses where something stood once: 301 to where it is, 410 where it is gone, 404 where it is hidden."""

from collections.abc import Callable
from unicodedata import is_normalized, normalize
from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import Resolver404, resolve
from django.utils import timezone

from ..newsroom.address_forms import decoded, meaning, normal_path, written
from ..newsroom.addresses import TAG
from ..newsroom.whereabouts import Fate, Whereabouts, by_query, whereabouts
from ..press.tags import QUERY_IS_NO_ADDRESS, depend, keep_redirect, keep_until
from .addresses import parameters
from .methods import SAFE
from .views.missing import page_gone

Handler = Callable[[HttpRequest], HttpResponse]
# Nothing of the newsroom's ever stood there.
ASIDE = ("/desk/", "/static/", "/media/", "/_b/", "/-/")


class OldAddresses:
    """Asks the registry where there is no page, and before any page if the query is none that our pages know."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or request.path.startswith(ASIDE) or "\0" in request.path:
            return self.get_response(request)
        now = timezone.now()
        asked = "" if QUERY_IS_NO_ADDRESS in request.META else unknown_query(*_as_wsgi_has_it(request))
        found = by_query(request.path, asked, now=now) if asked else None
        if found is not None and not _leads_nowhere(request, found):
            return _answer(request, found)
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        if not is_normalized("NFC", request.path):
            # Some systems write é as two letters, as macOS in the names of files: our addresses have one.
            keep_redirect(request)
            return HttpResponsePermanentRedirect(f"{_composed(request.path)}{_kept_query(request)}")
        depend(request, TAG)
        found = whereabouts(request.path, now=now)
        # What is hidden is answered as what was never there.
        if found is None or found.fate == Fate.HIDDEN or _leads_nowhere(request, found):
            return response
        return _answer(request, found)


def unknown_query(path: str, query: str) -> str:
    """Return what of a query is neither a tracker's nor known to the page at a path as WSGI gives it."""
    return meaning(query, parameters(path)) if query else ""


def _as_wsgi_has_it(request: HttpRequest) -> tuple[str, str]:
    return request.META.get("PATH_INFO", ""), request.META.get("QUERY_STRING", "")


def _leads_nowhere(request: HttpRequest, found: Whereabouts) -> bool:
    """Return True for the address that was asked for, whose slash is added elsewhere, and for one that is no page's.

    One that was percent-encoded twice, as some programs do with letters beyond ASCII, is another and leads there.
    """
    if found.fate != Fate.MOVED:
        return False
    asked = f"/{request.path.strip('/')}"
    return normal_path(found.to) == asked or (found.is_within and not _is_page(found.to))


def _answer(request: HttpRequest, found: Whereabouts) -> HttpResponse:
    depend(request, *found.tags)
    for moment in found.until:
        keep_until(request, moment)
    if found.fate == Fate.HIDDEN:
        raise Http404("Readers may not see now what stood here.")
    if found.fate == Fate.GONE:
        return page_gone(request)
    keep_redirect(request)
    kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
    return kind(f"{found.to}{_kept_query(request)}")


def _kept_query(request: HttpRequest) -> str:
    """Return the part of a query that the page at the old address would have known, such as the page of a list."""
    names = parameters(_as_wsgi_has_it(request)[0])
    kept = {each: request.GET[each] for each in names if each in request.GET}
    return f"?{urlencode(kept)}" if kept else ""


def _composed(path: str) -> str:
    # One slash in front: two would be another host.
    end = "/" if path.endswith("/") else ""
    return written(f"/{normalize('NFC', path).strip('/')}{end}")


def _is_page(path: str) -> bool:
    try:
        resolve(decoded(path))
    except Resolver404:
        return False
    return True
