"""Open the paper in the language that the address names, and say what its pages depend on."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from ..newsroom import queries
from ..newsroom.edition_candidates import new_year
from ..newsroom.menus import Furniture, furniture_of, subsections
from ..newsroom.models import Article, Edition, Section
from ..newsroom.paper.site_settings import SiteSettings, site_settings_from
from ..press.shared_values import LoadedValue, SharedValue
from ..press.tags import depend, earliest, gone_from, keep_until, share
from . import names
from .branding import style_address
from .methods import safe_methods_only
from .security_headers import POLICIES, REFERRERS, HeaderSet
from .voice import speaking


@dataclass(frozen=True, slots=True)
class EditionContext:
    """The edition that a reader has opened, its sisters, and the moment."""

    edition: Edition
    editions: list[Edition]
    sections: list[Section]
    now: datetime
    furniture: Furniture = field(default_factory=Furniture)
    # What was printed already of what stands around every page, for as long as nothing of it changes.
    printed: dict[Hashable, SafeString] = field(default_factory=dict)
    # The settings of the whole paper, and the address of their style sheet, "" if they need none.
    settings: SiteSettings = field(default_factory=SiteSettings)
    style: str = ""
    # The sections of all editions.
    sections_by_locale: dict[int, list[Section]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.edition.language

    def subsections_of(self, section: Section) -> list[Section]:
        """Return the sub-sections of a section; those of its parent for one that is a sub-section itself."""
        return subsections(section.parent or section, self.sections)


View = Callable[Concatenate[HttpRequest, EditionContext, ...], HttpResponse]


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The editions, the main one first, the sections of each by its locale, and the settings of the whole paper."""

    editions: list[Edition]
    sections: dict[int, list[Section]]
    furniture: dict[int, Furniture]
    printed: dict[Hashable, SafeString] = field(default_factory=dict)
    settings: SiteSettings = field(default_factory=SiteSettings)
    style: str = ""

    def open(self, language: str | None, *, now: datetime) -> EditionContext | None:
        """Return the paper in `language`, or the main edition; None where there is no such edition."""
        found = (each for each in self.editions if (each.language == language if language else each.is_main))
        edition = next(found, None)
        if edition is None:
            return None
        return EditionContext(
            edition,
            self.editions,
            self.sections.get(edition.locale_id, []),
            now,
            self.furniture.get(edition.locale_id, Furniture()),
            self.printed,
            self.settings,
            self.style,
            self.sections,
        )


def site_context_of(request: HttpRequest) -> SharedValue[SiteContext]:
    """Return what the pages of all editions share."""
    return share(request, "site", _read_site)


def open_edition(request: HttpRequest, language: str | None, *, now: datetime) -> EditionContext | None:
    """Return the paper in `language`, or the main edition; None where there is no such edition."""
    return site_context_of(request).at(now.timestamp()).open(language, now=now)


def _read_site() -> LoadedValue[SiteContext]:
    editions = queries.editions()
    sections = queries.sections_by_locale()
    tags = {"editions", *(f"chrome:{each.language}" for each in editions)}
    furniture = furniture_of(editions, sections)
    site_settings = site_settings_from(getattr(editions[0], "paper_settings", None) if editions else None)
    if editions:
        names.remember(editions[0].name)
    site = SiteContext(
        editions, sections, furniture, settings=site_settings, style=style_address(site_settings)
    )
    return LoadedValue(site, frozenset(tags))


def readers_page(view: View) -> Callable[..., HttpResponse]:
    """Make a view of a function that wants the paper: right language, safe methods, headers."""

    @safe_methods_only  # type: ignore[arg-type]  # `request` has a name here that no caller uses
    @wraps(view)
    def shown(request: HttpRequest, language: str | None = None, **named: Any) -> HttpResponse:
        paper = open_edition(request, language, now=timezone.now())
        if paper is None:
            raise Http404(f"There is no edition in {language!r}.")
        if language and paper.edition.is_main:
            match = request.resolver_match
            path = reverse(f"site:{match.url_name if match else 'front'}", kwargs=named)
            asked = request.META["QUERY_STRING"]
            return redirect(f"{path}?{asked}" if asked else path, permanent=True)
        with speaking(paper.edition):
            response = view(request, paper, **named)
        return with_headers(response, paper.language)

    return shown


def with_headers(response: HttpResponse, language: str) -> HttpResponse:
    """Say the language, and forbid the browser whatever is not ours."""
    response.headers["Content-Language"] = language
    response.headers["Content-Security-Policy"] = POLICIES[HeaderSet.PAGE]
    response.headers.setdefault("Referrer-Policy", REFERRERS[HeaderSet.PAGE])
    return response


def keep(
    request: HttpRequest,
    paper: EditionContext,
    *tags: str,
    until: datetime | None = None,
    gone: datetime | None = None,
) -> None:
    """Let the press keep the page until one of its tags changes, `until`, or the end of the year that cards leave out.

    From `gone` on nobody may see it, not even in need.
    """
    depend(request, f"chrome:{paper.language}", *tags)
    keep_until(request, until)
    keep_until(request, new_year(paper.now, paper.edition.calendar))
    gone_from(request, gone)


def keep_list(
    request: HttpRequest, paper: EditionContext, *tags: str, articles: Iterable[Article] = ()
) -> None:
    """Let the press keep a page that lists articles of the edition: any of them may change it, and so may the clock."""
    keep(
        request,
        paper,
        f"edition:{paper.language}",
        *tags,
        *(f"article:{each.pk}" for each in articles),
        until=queries.next_transition(now=paper.now),
        gone=earliest(*(each.expire_at for each in articles)),
    )


def site_name() -> str:
    """Return the name that pages carry when there is no edition at all."""
    return str(settings.WAGTAIL_SITE_NAME)
