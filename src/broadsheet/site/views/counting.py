"""The page that tells readers how Popular is counted, what is kept for that, and what is not counted."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..contexts import EditionContext, keep, readers_page
from ..counting_figures import figures
from ..dates import figures as printed
from ..frame import frame
from ..json_ld import breadcrumbs


@readers_page
def how_popular_is_counted(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Say it in plain words, with the figures by which this site counts."""
    keep(request, paper)
    heading, found = _("How Popular is counted"), figures()
    path = f"{paper.edition.root}how-popular-is-counted/"
    context = {
        **frame(
            paper,
            title=heading,
            is_titled_by_us=True,
            path=path,
            linked_data=[breadcrumbs(paper, [(path, heading)])],
        ),
        **{name: printed(number) for name, number in found.items()},
        # By which number the words are chosen.
        "popular_days": found["popular_days"],
        "heading": heading,
        "honours_opt_out": settings.OPTIONS.honour_opt_out,
        "needs_consent": settings.OPTIONS.reads_need_consent,
    }
    return render(request, "site/counting.html", context)
