"""Search in an edition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ...newsroom import queries
from ...newsroom.cards import card, pictures_on
from ...newsroom.page_rails import EditionRails
from ...prose.typography import single_spaced, without_controls
from ...rails.model import Reason
from ..contexts import EditionContext, keep, readers_page
from ..frame import frame
from ..pagination import ListPage, list_page
from ..pictures import bring_renditions
from ..printed_candidates import candidates_of

LONGEST_QUERY = 200


@readers_page
def search(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Show what an edition has on a few words; without words or finds, something to read all the same."""
    asked = single_spaced(without_controls(request.GET.get("q", "")))[:LONGEST_QUERY]
    page = ListPage([], 1, False)
    if asked:
        page = list_page(request, queries.search(paper.edition, asked, now=paper.now))
    rails = EditionRails(paper.edition, paper.now, candidates_of(request, paper))
    cards = [
        card(each, Reason("found", "found"), is_pick=each.pk in rails.board.picks) for each in page.articles
    ]
    bring_renditions(pictures_on(cards))
    instead = rails.without(()) if not cards else None
    if not asked and instead:
        # What somebody looks for is not kept: anybody can ask for any words, and would fill the store with them.
        keep(request, paper, *instead.tags, until=instead.until, gone=instead.gone)
    context = {
        **frame(paper, title=_("Search: %s") % asked if asked else _("Search")),
        "asked": asked,
        "path": f"{paper.edition.root}search/",
        "query": urlencode({"q": asked}),
        "page": page,
        "cards": cards,
        "rails": instead,
    }
    response = render(request, "site/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    if asked:
        response.headers["Cache-Control"] = "no-store"
    return response
