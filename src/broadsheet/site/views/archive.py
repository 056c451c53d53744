"""The archive: all years, then a year, a month, a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...newsroom import queries
from ..contexts import EditionContext, keep_list, readers_page
from ..dates import day as printed_day
from ..dates import figures, month_name, month_of_year
from ..frame import INDEXED, NOT_INDEXED, frame
from ..json_ld import breadcrumbs
from ..voice import ours
from .lists import listing


@readers_page
def years(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List the years that have articles."""
    keep_list(request, paper)
    path = f"{paper.edition.root}archive/"
    years = queries.archive_years(paper.edition, now=paper.now)
    has_undated = queries.undated(paper.edition, now=paper.now).exists()
    robots = INDEXED if years or has_undated else NOT_INDEXED
    way = [breadcrumbs(paper, [(path, _("Archive"))])]
    context = {
        **frame(paper, title=_("Archive"), is_titled_by_us=True, path=path, linked_data=way, robots=robots),
        "years": years,
        "has_undated": has_undated,
    }
    return render(request, "site/archive.html", context)


@readers_page
def span(
    request: HttpRequest,
    paper: EditionContext,
    *,
    year: int,
    month: int | None = None,
    day: int | None = None,
) -> HttpResponse:
    """List the articles of a year, a month or a day, with the way to narrower spans."""
    first = _first_day(year, month, day)
    rows = queries.newest(paper.edition, now=paper.now, year=year, month=month, day=day)
    root = paper.edition.root
    above = [(f"{root}archive/", ours(_("Archive")))]
    narrower: list[tuple[str, str]] = []
    if month is None:
        path, heading = f"{root}{year:04d}/", figures(year)
        months = queries.archive_months(paper.edition, year, now=paper.now)
        narrower = [(f"{root}{each:%Y}/{each:%m}/", ours(month_name(each))) for each in reversed(months)]
    elif day is None:
        path, heading = f"{root}{year:04d}/{month:02d}/", month_of_year(first)
        above.append((f"{root}{year:04d}/", ours(figures(year))))
        days = queries.archive_days(paper.edition, year, month, now=paper.now)
        narrower = [
            (f"{root}{each:%Y}/{each:%m}/{each:%d}/", ours(figures(each.day))) for each in reversed(days)
        ]
    else:
        path, heading = f"{root}{year:04d}/{month:02d}/{day:02d}/", printed_day(first, with_year=True)
        above += [
            (f"{root}{year:04d}/", ours(figures(year))),
            (f"{root}{year:04d}/{month:02d}/", ours(month_name(first))),
        ]
    return listing(
        request, paper, rows, kind=ours(_("Archive")), heading=heading, printed_heading=ours(heading), path=path, may_be_empty=False,
        narrower=narrower, above=above,
    )  # fmt: skip


@readers_page
def undated(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List the articles of unknown date."""
    rows = queries.undated(paper.edition, now=paper.now)
    root = paper.edition.root
    return listing(
        request, paper, rows, kind=ours(_("Archive")), heading=_("Date unknown"),
        printed_heading=ours(_("Date unknown")), path=f"{root}undated/",
        may_be_empty=False, above=[(f"{root}archive/", ours(_("Archive")))],
    )  # fmt: skip


def _first_day(year: int, month: int | None, day: int | None) -> date:
    """Return the first day of a span. Raises Http404 for a day that no calendar has."""
    try:
        date(year + 1, 1, 1)
        return date(year, month or 1, day or 1)
    except ValueError as error:
        raise Http404(f"No calendar has {year}-{month}-{day}.") from error
