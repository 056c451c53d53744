"""An article for other systems, as IPTC ninjs."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from ...newsroom import queries
from ...newsroom.pictures.tags import tags_of_pictures
from ...newsroom.rich_text import linked_from, links_to
from ...newsroom.surroundings import stored
from ...newsroom.visibility import turns
from ...press.tags import earliest
from ..addresses import absolute
from ..body_markup import pictures_in
from ..contexts import EditionContext, keep, readers_page
from ..feeds.items import identifiers
from ..ninjs import ninjs
from ..pictures import bring_renditions
from .article import article_at, path_of


@readers_page
def article_ninjs(
    request: HttpRequest, paper: EditionContext, *, slug: str, year: int = 0, month: int = 0, day: int = 0
) -> HttpResponse:
    """Write the article that stands at the same address without ".json"."""
    found = article_at(paper, path_of(slug, year, month, day))
    body = found.body.raw_data
    linked = linked_from([body], now=paper.now)
    lead = {found.picture_id} if found.picture_id is not None else set()
    pictures = queries.pictures(lead | set(pictures_in(body)))
    bring_renditions(pictures.values())
    [guid] = identifiers([found])
    keep(
        request,
        paper,
        *(f"article:{each}" for each in (*linked.numbers, found.pk)),
        *tags_of_pictures(pictures.values()),
        until=earliest(*turns(found, paper.now)),
        gone=found.expire_at,
    )
    with links_to(linked.seen):
        said = ninjs(found, stored(found), paper, guid=guid, pictures=pictures)
    response = HttpResponse(
        json.dumps(said, ensure_ascii=False), content_type="application/json; charset=utf-8"
    )
    # Search engines are to show readers the page.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = f'<{iri_to_uri(absolute(found.get_absolute_url()))}>; rel="canonical"'
    return response
