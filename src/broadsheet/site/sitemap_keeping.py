"""How sitemaps are cut, and how long they are kept."""

from datetime import datetime

from django.http import HttpRequest

from ..newsroom.pictures.tags import SITEMAPS
from .contexts import EditionContext, keep, keep_list

# Articles in a sitemap, by their numbers: the part with the newest is made again at each publication. A news sitemap may
# have no more: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
CHUNK = 1000


def chunk_of(article: int) -> int:
    """Return the number of the chunk that has an article."""
    return (article - 1) // CHUNK + 1


def keep_sitemap(
    request: HttpRequest,
    paper: EditionContext,
    *,
    until: datetime | None = None,
    gone: datetime | None = None,
) -> None:
    """Let the press keep a sitemap until an article of any edition changes, or the clock shows or hides one.

    From `gone` on nobody may see it, not even in need.
    """
    keep_list(
        request,
        paper,
        SITEMAPS,
        *(f"{kind}:{each.language}" for kind in ("edition", "chrome") for each in paper.editions),
    )
    keep(request, paper, until=until, gone=gone)
