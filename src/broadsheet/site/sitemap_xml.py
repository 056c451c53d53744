"""Write sitemaps: https://www.sitemaps.org/protocol.html, with Google's extensions for pictures and for news."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

from ..newsroom.models import DatePrecision
from ..newsroom.moments import stated
from ..prose.typography import without_controls

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
CONTENT_TYPE = "application/xml; charset=utf-8"
# The two languages that Google News wants with a country, by their scripts as Django names them.
_CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw", "zh-cn": "zh-cn", "zh-tw": "zh-tw", "zh-hk": "zh-tw"}


@dataclass(frozen=True, slots=True)
class News:
    """What a news sitemap says of a story: the paper and its language, when it was released, its headline."""

    paper: str
    language: str
    released: str
    headline: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a sitemap; `changed` is a date as ISO 8601 writes it, or "". Addresses are absolute."""

    address: str
    changed: str = ""
    picture: str = ""
    news: News | None = None


def sitemap(entries: Iterable[Entry]) -> HttpResponse:
    """Return a list of pages."""
    # Thousands at each publication, for which an XML generator takes five times as long.
    listed = [f"<url>{_location(each)}{_picture(each)}{_news(each)}</url>" for each in entries]
    spaces = f'xmlns="{SITEMAP}"'
    spaces += f' xmlns:image="{IMAGE}"' if any("<image:" in each for each in listed) else ""
    spaces += f' xmlns:news="{NEWS}"' if any("<news:" in each for each in listed) else ""
    return _written("urlset", spaces, listed)


def sitemap_index(entries: Iterable[Entry]) -> HttpResponse:
    """Return a list of sitemaps."""
    listed = [f"<sitemap>{_location(each)}</sitemap>" for each in entries]
    return _written("sitemapindex", f'xmlns="{SITEMAP}"', listed)


def moment(at: datetime, precision: str) -> str:
    """Return a date as far as it is known, as W3C's profile of ISO 8601 writes it."""
    # A thousand at each publication: what is known to the second needs no zone of the paper to be true.
    return at.isoformat() if precision == DatePrecision.SECOND else stated(at, precision)


def news_language(tag: str) -> str:
    """Return the language of an edition as news sitemaps name it: ISO 639 alone, but for Chinese."""
    return _CHINESE.get(tag, tag.partition("-")[0])


def _location(entry: Entry) -> str:
    lastmod = f"<lastmod>{entry.changed}</lastmod>" if entry.changed else ""
    return f"<loc>{_address(entry.address)}</loc>{lastmod}"


def _picture(entry: Entry) -> str:
    if not entry.picture:
        return ""
    return f"<image:image><image:loc>{_address(entry.picture)}</image:loc></image:image>"


def _news(entry: Entry) -> str:
    said = entry.news
    if said is None:
        return ""
    return (
        f"<news:news><news:publication><news:name>{_text(said.paper)}</news:name>"
        f"<news:language>{said.language}</news:language></news:publication>"
        f"<news:publication_date>{said.released}</news:publication_date>"
        f"<news:title>{_text(said.headline)}</news:title></news:news>"
    )


def _address(address: str) -> str:
    return escape(address if address.isascii() else iri_to_uri(address))


def _text(text: str) -> str:
    return escape(without_controls(text))


def _written(root: str, spaces: str, listed: Iterable[str]) -> HttpResponse:
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {spaces}>{"".join(listed)}</{root}>'
    return HttpResponse(body, content_type=CONTENT_TYPE)
