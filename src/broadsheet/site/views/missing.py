"""What readers see where there is no page: an apology, and something to read."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...newsroom.page_rails import edition_rails
from ..frame import frame
from ..paper import open_paper, with_headers

_LANGUAGE = re.compile(r"/([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the language of the address; files that are missing need no front page."""
    if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8")
    named = _LANGUAGE.match(request.path)
    now = timezone.now()
    paper = (open_paper(named[1], now=now) if named else None) or open_paper(None, now=now)
    if paper is None:
        return HttpResponseNotFound(
            "There is no edition yet. Make one at /desk/.\n", content_type="text/plain; charset=utf-8"
        )
    with translation.override(paper.language):
        context = {
            **frame(paper, title=_("Page not found")),
            "rails": edition_rails(paper.edition, now=now),
            "path": f"{paper.edition.root}search/",
        }
        response = render(request, "site/missing.html", context, status=404)
    return with_headers(response, paper.language)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking for anything that may be broken."""
    return HttpResponseServerError(render_to_string("site/500.html"))
