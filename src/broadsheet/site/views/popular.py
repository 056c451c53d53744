"""What was read most in a window of time: now, in an hour, a day, a week or a month; of the edition or of a section."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ...newsroom import queries, readership
from ...newsroom.menus import family
from ...newsroom.models import Section
from ...press.tags import depend, keep_until
from ...rails.model import Reason
from ...rails.registry import Supply, rail_filled_from
from ..addresses import section_path
from ..contexts import EditionContext, readers_page
from ..frame import Feed
from ..pagination import PAGE_LENGTH, ListPage
from ..rail_parts import LATEST
from ..voice import ours
from .lists import show_page

# What readers are told of each window of `readership.WINDOWS`.
WINDOW_NAMES = {
    "now": gettext_noop("Now"),
    "hour": gettext_noop("Last hour"),
    "day": gettext_noop("Last 24 hours"),
    "week": gettext_noop("Last 7 days"),
    "month": gettext_noop("Last 30 days"),
}
# Reads are announced only as far as they change the ranking of now; the windows move on by themselves.
LOOKED_AFTER = timedelta(minutes=5)


@readers_page
def popular(request: HttpRequest, paper: EditionContext, *, window: str) -> HttpResponse:
    """Show the most read of an edition."""
    return _shown(request, paper, window, None)


@readers_page
def popular_in_section(
    request: HttpRequest, paper: EditionContext, *, slug: str, window: str
) -> HttpResponse:
    """Show the most read of a section and its sub-sections."""
    found = queries.section_at(paper.edition, slug)
    if found is None:
        raise Http404(f"There is no section {slug!r}.")
    return _shown(request, paper, window, found)


def _shown(request: HttpRequest, paper: EditionContext, window: str, section: Section | None) -> HttpResponse:
    if window not in readership.WINDOWS:
        raise Http404(f"There is no window {window!r}.")
    edition, now = paper.edition, paper.now
    sections = family(section, paper.sections) if section else ()
    rows = readership.read_or_newest(edition, window, now=now, limit=PAGE_LENGTH, sections=sections)
    are_popular = readership.are_popular(rows, edition, window, now=now)
    title = _(rail_filled_from(Supply.READS).title if are_popular else LATEST)
    above = section_path(edition, section.slug) if section else edition.root
    path = f"{above}popular/{window}/"
    depend(request, f"popular:{paper.language}")
    keep_until(request, now + LOOKED_AFTER)
    return show_page(
        request, paper, ListPage(rows, 1, has_next=False),
        kind=edition.name, introduction=ours(_(WINDOW_NAMES[window])),
        heading=f"{title}: {section.name}" if section else title,
        printed_heading=format_html("{}: {}", ours(title), section.name) if section else ours(title),
        path=path,
        section=section,
        feed=None if section else Feed(f"{edition.name}: {title}", f"{path}feed/"),
        reason=Reason("most-read", "read most in the window"),
        above=[(above, section.name)] if section else [],
        narrower=[(f"{above}popular/{each}/", ours(_(name))) for each, name in WINDOW_NAMES.items() if each != window],
    )  # fmt: skip
