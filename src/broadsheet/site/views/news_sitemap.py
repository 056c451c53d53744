"""The news sitemap: what was released in the last 48 hours.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ...newsroom import sitemap_queries
from ...newsroom.models import DatePrecision
from ...newsroom.moments import first_seen, paper_time
from ...newsroom.sitemap_queries import NewsEntry
from ...press.tags import earliest
from ..addresses import absolute
from ..contexts import EditionContext, readers_page
from ..sitemap_keeping import CHUNK, keep_sitemap
from ..sitemap_xml import Entry, News, moment, news_language, sitemap, sitemap_index

# A file may have as many stories.
MOST = CHUNK


@readers_page
def news(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List the stories of the last 48 hours; where they are too many for one file, list the files."""
    found = sitemap_queries.news(now=paper.now, limit=MOST + 1)
    if len(found) > MOST:
        keep_sitemap(request, paper, until=_end(found))
        return sitemap_index(Entry(absolute(each)) for each in news_parts(paper.now))
    return _listed(request, paper, found)


@readers_page
def part(request: HttpRequest, paper: EditionContext, *, number: int) -> HttpResponse:
    """List the stories of the last 48 hours whose numbers fall into a chunk."""
    found = sitemap_queries.news(now=paper.now, limit=MOST, chunk=(number, MOST))
    if not found:
        keep_sitemap(request, paper)
        raise Http404(f"The news sitemap has no part {number}.")
    return _listed(request, paper, found)


def news_parts(now: datetime) -> list[str]:
    """List the paths of the files in which the news stand: one, or for many stories one for each chunk of numbers."""
    chunks = sitemap_queries.news_chunks(MOST, now=now)
    if sum(chunks.values()) <= MOST:
        return [reverse("site:news-sitemap")] if chunks else []
    return [reverse("site:news-sitemap-part", args=[each]) for each in sorted(chunks)]


def _listed(request: HttpRequest, paper: EditionContext, found: list[NewsEntry]) -> HttpResponse:
    gone = earliest(*(expiry for *_rest, expiry in found))
    keep_sitemap(request, paper, until=_end(found), gone=gone)
    editions = {each.locale_id: each for each in paper.editions}
    return sitemap(
        Entry(
            absolute(f"{editions[locale].root}{path}/"),
            news=News(
                paper=editions[locale].name,
                language=news_language(editions[locale].language),
                released=_date(published, embargo, precision),
                headline=headline,
            ),
        )
        for locale, path, headline, published, embargo, precision, _expiry in found
        if locale in editions
    )


def _end(found: Iterable[NewsEntry]) -> datetime | None:
    """Return the moment at which the first of the stories is no news any more."""
    released = (first_seen(published, embargo) for _l, _p, _h, published, embargo, *_rest in found)
    return min((each + sitemap_queries.NEWS for each in released), default=None)


def _date(published: datetime, embargo: datetime | None, precision: str) -> str:
    """Return when readers could first see a story: a date of which the hour is unknown has none, unless an embargo ended."""
    released = first_seen(published, embargo)
    exact = DatePrecision.SECOND if released != published else precision
    return moment(paper_time(released), exact)
