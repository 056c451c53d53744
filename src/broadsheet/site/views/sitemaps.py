"""The sitemap: an index, and lists of at most 1,000 addresses. https://www.sitemaps.org/protocol.html"""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ...newsroom import queries
from ...newsroom.models import DatePrecision
from ...newsroom.moments import stated
from ..addresses import absolute, page_path, section_path
from ..contexts import EditionContext, keep_list, readers_page

# The part with the newest is made again at each publication.
CHUNK = 1000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@readers_page
def index(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List the chunks that have an article, after one for fronts, sections and pages."""
    _keep(request, paper)
    chunks = [0, *queries.chunks(CHUNK, now=paper.now)]
    addresses = ((absolute(reverse("site:sitemap-chunk", args=[number])), "") for number in chunks)
    return _written("sitemapindex", "sitemap", addresses)


@readers_page
def chunk(request: HttpRequest, paper: EditionContext, *, number: int) -> HttpResponse:
    """List the articles whose numbers fall into a chunk, of all editions; chunk 0 has the fronts."""
    _keep(request, paper)
    listed = _articles(number, paper) if number else _fronts(paper)
    if not listed:
        raise Http404(f"The sitemap has no part {number}.")
    return _written("urlset", "url", listed)


def _articles(number: int, paper: EditionContext) -> list[tuple[str, str]]:
    roots = {each.locale_id: absolute(each.root) for each in paper.editions}
    return [
        (f"{roots[locale]}{path}/", _changed(published, precision, updated))
        for locale, path, published, precision, updated in queries.chunk(number, CHUNK, now=paper.now)
        if locale in roots
    ]


def _changed(published: datetime | None, precision: str, updated: datetime | None) -> str:
    if updated is not None:
        return updated.isoformat()
    if published is None:
        return ""
    # A thousand at each publication: what is known to the second needs no zone to be true.
    return published.isoformat() if precision == DatePrecision.SECOND else stated(published, precision)


def _fronts(paper: EditionContext) -> list[tuple[str, str]]:
    paths = [
        path
        for edition in paper.editions
        for path in (
            edition.root,
            *(section_path(edition, each.slug) for each in queries.sections(edition)),
            *(page_path(edition, each.slug) for each in queries.pages(edition)),
        )
    ]
    return [(absolute(path), "") for path in paths]


def _keep(request: HttpRequest, paper: EditionContext) -> None:
    keep_list(
        request,
        paper,
        *(f"{kind}:{each.language}" for kind in ("edition", "chrome") for each in paper.editions),
    )


def _written(root: str, item: str, addresses: Iterable[tuple[str, str]]) -> HttpResponse:
    parts = [f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{NAMESPACE}">']
    for address, changed in addresses:
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        # Thousands at each publication, for which an XML generator takes five times as long.
        parts.append(f"<{item}><loc>{escape(address)}</loc>{lastmod}</{item}>")
    parts.append(f"</{root}>")
    return HttpResponse("".join(parts), content_type="application/xml; charset=utf-8")
