"""List the names that the search field suggests: those that an edition uses most, in one file for all readers."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from ...newsroom import search_queries
from ...search.index import IndexBrokenError
from ..contexts import EditionContext, keep, readers_page
from ..searching import FOLDER, index_in

MOST_NAMES = 500
# How long the list is cached. The index takes in a change after it was announced: a list from in between must not stay.
LIFE = timedelta(seconds=0.5)


@readers_page
def names(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Return the names as a list in JSON, the most used first; an empty one while the index is being built."""
    try:
        index = index_in(settings.DATA / FOLDER).reader()
        used = index.names(edition=paper.edition.locale_id, now=paper.now, limit=MOST_NAMES)
    except IndexBrokenError:
        used = []
    keep(request, paper, f"edition:{paper.language}", until=paper.now + LIFE)
    response = JsonResponse(search_queries.still_used(paper.edition, used, now=paper.now), safe=False)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
