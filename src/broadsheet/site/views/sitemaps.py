"""Sitemaps: an index, and lists of fronts, articles, topics, authors, the archive. https://www.sitemaps.org/protocol.html"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ...newsroom import queries, sitemap_queries
from ...newsroom.models import DatePrecision
from ...newsroom.pictures.making import Rendition
from ...newsroom.readership import WINDOWS
from ...newsroom.sitemap_queries import ArticleEntry
from ...press.tags import earliest
from ..addresses import absolute, author_path, page_path, section_path, topic_path
from ..contexts import EditionContext, readers_page
from ..sitemap_keeping import CHUNK, keep_sitemap
from ..sitemap_xml import Entry, moment, sitemap, sitemap_index
from .news_sitemap import news_parts

# For each author the editions are asked for, one by one.
AUTHORS = 200
_DAY = timedelta(days=1)


@readers_page
def index(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List all sitemaps: of fronts, sections and pages, of news, and then each part that has something to read."""
    keep_sitemap(request, paper)
    now = paper.now
    chunks = sitemap_queries.article_chunks(CHUNK, now=now)
    changes = sitemap_queries.last_changes(chunks, CHUNK, now=now)
    changed = {reverse("site:sitemap-chunk", args=[each]): at.isoformat() for each, at in changes.items()}
    parts = [reverse("site:sitemap-chunk", args=[0]), *news_parts(now)]
    for name, numbers in (
        ("sitemap-chunk", chunks),
        ("sitemap-topics", sitemap_queries.topic_chunks(CHUNK, now=now)),
        ("sitemap-authors", sitemap_queries.author_chunks(AUTHORS, now=now)),
        ("sitemap-archive", sitemap_queries.archive_years(now=now)),
    ):
        parts += [reverse(f"site:{name}", args=[each]) for each in numbers]
    return sitemap_index(Entry(absolute(each), changed.get(each, "")) for each in parts)


@readers_page
def chunk(request: HttpRequest, paper: EditionContext, *, number: int) -> HttpResponse:
    """List the articles whose numbers fall into a chunk, of all editions, each with its lead picture; chunk 0 has the fronts."""
    if not number:
        return _listed(request, paper, _fronts(paper), number)
    found = list(sitemap_queries.articles(number, CHUNK, now=paper.now))
    has_pictures = any(picture for *_rest, picture in found)
    files = sitemap_queries.lead_files(number, CHUNK, now=paper.now) if has_pictures else {}
    gone = earliest(*(expiry for *_rest, expiry, _picture in found))
    return _listed(request, paper, _articles(found, files, paper), number, gone=gone)


@readers_page
def topics(request: HttpRequest, paper: EditionContext, *, number: int) -> HttpResponse:
    """List the topics whose numbers fall into a chunk and that have something to read."""
    editions = {each.locale_id: each for each in paper.editions}
    found = [
        topic_path(editions[locale], slug)
        for locale, slug in sitemap_queries.topics(number, CHUNK, now=paper.now)
        if locale in editions
    ]
    return _listed(request, paper, _entries(found), number)


@readers_page
def authors(request: HttpRequest, paper: EditionContext, *, number: int) -> HttpResponse:
    """List the authors whose numbers fall into a chunk, in each edition that they wrote for lately."""
    editions = {each.locale_id: each for each in paper.editions}
    found = [
        author_path(editions[locale], slug)
        for slug, locales in sitemap_queries.authors(number, AUTHORS, paper.editions, now=paper.now)
        for locale in locales
    ]
    return _listed(request, paper, _entries(found), number)


@readers_page
def archive(request: HttpRequest, paper: EditionContext, *, year: int) -> HttpResponse:
    """List the pages of a year, of its months and of its days, in each edition that has articles then."""
    return _listed(request, paper, _entries(_of_year(year, paper)), year)


def _listed(
    request: HttpRequest,
    paper: EditionContext,
    entries: list[Entry],
    number: int,
    *,
    gone: datetime | None = None,
) -> HttpResponse:
    keep_sitemap(request, paper, gone=gone)
    if not entries:
        raise Http404(f"This sitemap has no part {number}.")
    return sitemap(entries)


def _entries(paths: list[str]) -> list[Entry]:
    return [Entry(absolute(each)) for each in paths]


def _articles(found: list[ArticleEntry], files: dict[int, str], paper: EditionContext) -> list[Entry]:
    roots = {each.locale_id: absolute(each.root) for each in paper.editions}
    address_of = Rendition._meta.get_field("file").storage.url
    return [
        Entry(
            f"{roots[locale]}{path}/",
            _changed(published, precision, updated),
            absolute(address_of(files[picture])) if picture in files else "",
        )
        for locale, path, published, precision, updated, _expiry, picture in found
        if locale in roots
    ]


def _changed(published: datetime | None, precision: str, updated: datetime | None) -> str:
    if updated is not None:
        return updated.isoformat()
    return moment(published, precision) if published is not None else ""


def _fronts(paper: EditionContext) -> list[Entry]:
    """Return what is there once in an edition, as far as it has something to read: an empty list is not indexed."""
    now = paper.now
    with_undated = sitemap_queries.locales_with_undated(now=now)
    has_articles = sitemap_queries.locales_with_dated(now=now) | with_undated
    corrected = sitemap_queries.locales_with_corrections(now=now)
    sections = list(sitemap_queries.sections(now=now))
    paths: list[str] = []
    for edition in paper.editions:
        root, locale = edition.root, edition.locale_id
        if locale in has_articles:
            paths += [root, f"{root}archive/", *(f"{root}popular/{each}/" for each in WINDOWS)]
        if locale in with_undated:
            paths.append(f"{root}undated/")
        if locale in corrected:
            paths.append(f"{root}corrections/")
        paths.append(f"{root}how-popular-is-counted/")
        paths += [section_path(edition, slug) for its_own, slug in sections if its_own == locale]
        paths += [page_path(edition, each.slug) for each in queries.pages(edition)]
    return _entries(paths)


def _of_year(year: int, paper: EditionContext) -> list[str]:
    """List the paths of a year, its months and its days. A date that is not known to the month is no month's."""
    try:
        first, end = date(year, 1, 1), date(year + 1, 1, 1)
    except ValueError as error:
        raise Http404(f"No calendar has {year}.") from error
    days = [first + _DAY * place for place in range((end - first).days)]
    levels: list[tuple[Sequence[str], dict[str, tuple[datetime, datetime]]]] = [
        ((), {f"{year:04d}/": queries.span(year, None, None)}),
        (
            [DatePrecision.YEAR],
            {f"{year:04d}/{each:02d}/": queries.span(year, each, None) for each in range(1, 13)},
        ),
        (queries.NO_DAY, {f"{each:%Y/%m/%d}/": queries.span(year, each.month, each.day) for each in days}),
    ]
    roots = {each.locale_id: each.root for each in paper.editions}
    return [
        f"{roots[locale]}{path}"
        for unknown, spans in levels
        for path, locale in sitemap_queries.with_articles(spans, unknown=unknown, now=paper.now)
        if locale in roots
    ]
