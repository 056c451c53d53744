"""What readers see where there is no page: an apology, and something to read."""

import re
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...newsroom.cards import pictures_on
from ...newsroom.page_rails import edition_rails
from ...newsroom.pictures.tags import tags_of_pictures
from ...press.shared_values import LoadedValue, SharedValue
from ...press.tags import earliest, share
from ..contexts import SiteContext, keep, keep_list, open_edition, site_context_of, with_headers
from ..frame import NOT_INDEXED, frame
from ..names import paper_name
from ..security_headers import with_words_in_its_address
from ..voice import speaking

# The rails beside the apology need not be of this second.
LIFE = timedelta(seconds=30)
# When to try again what a database that is away could not answer.
COME_AGAIN_SECONDS = 10

_LANGUAGE = re.compile(r"/([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the language of the address; files that are missing need no front page."""
    if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8")
    return _apology(request, HTTPStatus.NOT_FOUND)


def page_gone(request: HttpRequest) -> HttpResponse:
    """Answer 410 where something was withdrawn for good (RFC 9110, 15.5.11)."""
    return _apology(request, HTTPStatus.GONE)


def _apology(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    named = _LANGUAGE.match(request.path)
    now = timezone.now()
    paper = (open_edition(request, named[1], now=now) if named else None) or open_edition(
        request, None, now=now
    )
    if paper is None:
        return HttpResponse(render_to_string("site/empty.html"), status=status)
    # One page for all addresses where nothing is: anybody can ask for any number of them.
    load = partial(_read, site_context_of(request), paper.language, status)
    page = share(request, f"missing:{status.value}:{paper.language}", load).at(now.timestamp())
    response = with_headers(HttpResponse(page.body, status=status), paper.language)
    if "q" in request.GET:
        return with_words_in_its_address(response)
    keep_list(request, paper, *page.tags)
    keep(request, paper, gone=page.gone)
    return response


@dataclass(frozen=True, slots=True)
class _Apology:
    body: bytes
    tags: frozenset[str]
    gone: datetime | None


def _read(site: SharedValue[SiteContext], language: str, status: HTTPStatus) -> LoadedValue[_Apology]:
    now = timezone.now()
    paper = site.at(now.timestamp()).open(language, now=now)
    if paper is None:
        raise LookupError(f"There is no edition in {language!r} any more.")
    with speaking(paper.edition):
        rails = edition_rails(paper.edition, now=now)
        context = {
            **frame(paper, title=_("Page not found"), is_titled_by_us=True, robots=NOT_INDEXED),
            "rails": rails,
            "status": status.value,
            "path": f"{paper.edition.root}search/",
        }
        body = render_to_string("site/missing.html", context).encode()
    # Not what is popular or new at this second, but nothing that may not be seen.
    tags = {"editions", f"chrome:{paper.language}", *(f"article:{each.article}" for each in rails.cards)}
    tags |= tags_of_pictures(pictures_on(rails.cards))
    until = earliest(rails.until, rails.gone, now + LIFE)
    return LoadedValue(_Apology(body, frozenset(tags), rails.gone), frozenset(tags), until)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking for anything that may be broken; 503 where it is the database that is away."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        is_desk = request.path.startswith(reverse("wagtailadmin_home"))
        body = render_to_string("site/503.html", {"is_desk": is_desk, "paper_name": paper_name()})
        return HttpResponse(body, status=503, headers={"Retry-After": str(COME_AGAIN_SECONDS)})
    return HttpResponseServerError(render_to_string("site/500.html", {"paper_name": paper_name()}))
