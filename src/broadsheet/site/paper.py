"""Open the paper in the language that the address names, and say what its pages depend on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from ..newsroom import queries
from ..newsroom.models import Edition
from ..press.tags import depend, keep_until

# The page law "the same for all": no host but our own, and nothing runs that we did not ship.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The edition that a reader has opened, its sisters, and the moment."""

    edition: Edition
    editions: list[Edition]
    now: datetime

    @property
    def language(self) -> str:
        return self.edition.language

    @property
    def tags(self) -> set[str]:
        """What every page of the edition depends on: its lists and its chrome."""
        return {f"{kind}:{self.language}" for kind in ("edition", "picks", "popular", "chrome")}


View = Callable[Concatenate[HttpRequest, Paper, ...], HttpResponse]


def open_paper(language: str | None, *, now: datetime) -> Paper | None:
    """Return the paper in `language`, or the main edition; None where there is no such edition."""
    editions = queries.editions()
    found = (each for each in editions if (each.language == language if language else each.is_main))
    edition = next(found, None)
    return Paper(edition, editions, now) if edition else None


def readers_page(view: View) -> Callable[..., HttpResponse]:
    """Make a view of a function that wants the paper: right language, safe methods, headers."""

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, language: str | None = None, **named: Any) -> HttpResponse:
        paper = open_paper(language, now=timezone.now())
        if paper is None:
            raise Http404(f"There is no edition in {language!r}.")
        if language and paper.edition.is_main:
            match = request.resolver_match
            return redirect(
                reverse(f"site:{match.url_name if match else 'front'}", kwargs=named), permanent=True
            )
        with translation.override(paper.language):
            response = view(request, paper, **named)
        return with_headers(response, paper.language)

    return shown


def with_headers(response: HttpResponse, language: str) -> HttpResponse:
    """Say the language, and forbid the browser whatever is not ours."""
    response.headers["Content-Language"] = language
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def keep(request: HttpRequest, paper: Paper, *tags: str, until: datetime | None = None) -> None:
    """Let the press keep the page until one of its tags changes, time changes what readers may see, or `until`."""
    depend(request, *paper.tags, *tags)
    keep_until(request, until)
    keep_until(request, queries.next_transition(now=paper.now))
    # Cards leave out the year that it is.
    local = timezone.localtime(paper.now)
    keep_until(
        request, local.replace(year=local.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    )


def site_name() -> str:
    """Return the name that pages carry when there is no edition at all."""
    return str(settings.WAGTAIL_SITE_NAME)
