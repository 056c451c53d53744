"""List the names that the search field suggests: those that an edition uses most, in one file for all readers."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse

from ...newsroom import queries, search_queries
from ...press.tags import earliest
from ..contexts import EditionContext, keep, readers_page
from ..suggested_names import used_names

# How long the list is cached if no article of the edition changes meanwhile.
LIFE = timedelta(seconds=30)


@readers_page
def names(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Return the names as a list in JSON, the most used first; an empty one while the index is being built."""
    used = used_names(paper.edition, now=paper.now)
    # Which names are used most changes slowly; whether readers may see one is asked of the database, and asked again as
    # soon as an article comes or goes.
    until = earliest(paper.now + LIFE, queries.next_transition(now=paper.now))
    keep(request, paper, f"edition:{paper.language}", gone=until)
    response = JsonResponse(search_queries.still_used(paper.edition, used, now=paper.now), safe=False)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
