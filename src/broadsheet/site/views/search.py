"""Search in an edition."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...newsroom import search_queries
from ...newsroom.cards import Card, card, pictures_on
from ...newsroom.page_rails import EditionRails
from ...newsroom.rows import Row
from ...rails.model import Reason
from ...search.asking import Passage, Results
from ..contexts import EditionContext, keep, readers_page
from ..frame import NOT_INDEXED, frame
from ..namesakes import authors_of, direct
from ..pagination import PAGE_LENGTH, ListPage
from ..pictures import bring_renditions
from ..printed_candidates import candidates_of
from ..printed_cards import print_card
from ..search_parts import address, filters, marked
from ..searching import MOST_PAGES, Asked, answered, asked_of
from ..security_headers import with_words_in_its_address


@readers_page
def search(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Show what an edition has on a few words; without words or finds, something to read all the same."""
    asked = asked_of(request, paper)
    results = answered(asked, paper) if asked.text else Results()
    rails = EditionRails(paper.edition, paper.now, candidates_of(request, paper))
    shown = _shown(asked, results, rails, paper) if results and asked.text else {}
    instead = rails.without(()) if not shown.get("cards") else None
    if not asked.text and instead:
        # What somebody looks for is not kept: anybody can ask for any words, and would fill the store with them.
        keep(request, paper, *instead.tags, until=instead.until, gone=instead.gone)
    own = address(paper, asked.parameters(page=str(asked.page) if asked.page > 1 else ""))
    context = {
        **frame(
            paper,
            title=_("Search: %s") % asked.text if asked.text else _("Search"),
            is_titled_by_us=True,
            path=own if asked.text else f"{paper.edition.root}search/",
            robots=NOT_INDEXED,
        ),
        "asked": asked.text,
        "is_being_prepared": results is None,
        "path": f"{paper.edition.root}search/",
        "rails": instead,
        **shown,
    }
    response = render(request, "site/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return with_words_in_its_address(response) if asked.text else response


def _shown(asked: Asked, results: Results, rails: EditionRails, paper: EditionContext) -> dict[str, object]:
    """Return the context of an answer's page. Raises Http404 where there is no such page."""
    hits = {each.article: each for each in results.articles}
    rows = search_queries.found(paper.edition, list(hits), now=paper.now)
    if asked.page > 1 and not rows:
        raise Http404("The answer has no such page.")
    cards = [_found(row, hits[row.pk].passage, rails, paper) for row in rows]
    bring_renditions(pictures_on(cards))
    authors = authors_of(asked, results, paper.edition, now=paper.now)
    has_next = asked.page * PAGE_LENGTH < results.count and asked.page < MOST_PAGES
    meant = results.did_you_mean
    return {
        # Articles that were hidden since they were indexed are not counted.
        "count": max(results.count - (len(hits) - len(rows)), 0),
        "page": ListPage(rows, asked.page, has_next),
        "query": address(paper, asked.parameters()).partition("?")[2],
        # Not `remembered_card`: the passage differs with each query.
        "cards": [print_card(each, paper, level=2, style="row") for each in cards],
        "filters": filters(asked, results, authors, paper),
        "direct": direct(asked, authors, [each.pk for each in rows], paper) if asked.page == 1 else [],
        "orders": [
            (_("Best first"), address(paper, asked.parameters(order="")), asked.order == "best"),
            (_("Newest first"), address(paper, asked.parameters(order="newest")), asked.order == "newest"),
        ],
        "meant": meant,
        "meant_path": address(paper, asked.parameters(q=meant)) if meant else "",
    }


def _found(row: Row, passage: Passage, rails: EditionRails, paper: EditionContext) -> Card:
    """Return the card of a find, with the passage in place of its text."""
    found = card(row, Reason("found", "found"), edition=paper.edition, is_pick=row.pk in rails.board.picks)
    return replace(found, card_text=marked(passage) or found.card_text)
