"""Prepare the variants of a joined page: headers, and a body in a content coding."""

import re
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from . import codings
from .cached_pages import HEADER_OVERHEAD, CachedPage, JoinedPage, Variant
from .pieces import gzip_parts, whole

# Browsers ask each time, which an ETag makes cheap. Caches in front ask once a second or as seldom as the newsroom wants,
# may hand out what they have while they ask (RFC 5861), and for a day where nobody answers them.
_WHILE_REVALIDATING, _IF_ERROR = 10, 86_400
_CACHE_CONTROL = f"public, max-age=0, s-maxage={{seconds}}, stale-while-revalidate={_WHILE_REVALIDATING}, stale-if-error={_IF_ERROR}"
# RFC 9111 has given the header up; RFC 7234, 5.5 has its codes.
IS_STALE = '110 broadsheet "Response is Stale"'
REVALIDATION_FAILED = '111 broadsheet "Revalidation Failed"'
# Seconds that a page must stand before it is recompressed in a smaller coding, which costs more.
SETTLED = 10.0
# Pieces are joined in gzip as they are; in any other coding all of the page is compressed.
_AT_ONCE = ("gzip", "zstd")
# The headers that all pages in a coding have.
_SAME = {
    coding: (
        *((("Content-Encoding", coding),) if coding != "identity" else ()),
        ("Vary", "Accept-Encoding"),
        ("Age", "0"),
    )
    for coding in codings.PREFERRED
}
# On every page: purging this tag purges all pages.
_ALL = "all"
# What stands between two tags, by the header that names them: Varnish and Fastly read one, Cloudflare the other.
SURROGATE_KEY, CACHE_TAG = "Surrogate-Key", "Cache-Tag"
_BETWEEN_TAGS = {SURROGATE_KEY: " ", CACHE_TAG: ","}
# RFC 9110, 8.8.3 and 5.6.1.2: one member of a list of entity tags, or an empty one.
_ETAG = re.compile(r'[ \t]*(?:(?:W/)?("[!\x23-\x7e\x80-\xff]*"))?[ \t]*(?:,|$)')


def cache_control(seconds: int) -> str:
    """Return the header that lets shared caches keep a page for this long without asking."""
    return _CACHE_CONTROL.format(seconds=seconds)


def longest_age(seconds: int) -> int:
    """Return for how many seconds a cache may go on to hand out a page that it may keep for `seconds` without asking."""
    return seconds + _WHILE_REVALIDATING + _IF_ERROR


# What may not hold for longer: a page that is stale or about to change, and the word that nothing is there.
BRIEFLY = cache_control(1)


def answer_for(page: CachedPage, joined: JoinedPage, accepts: str, tag_headers: tuple[str, ...]) -> Variant:
    """Return the variant for a client that accepts these codings, as `codings.accepted` writes them."""
    found = joined.answers.get(accepts)
    if found is None:
        fit = accepts.split(",")
        at_once = next((each for each in _AT_ONCE if each in fit), fit[0])
        found = _in_coding(page, joined, at_once, tag_headers)
        if at_once != "identity":
            # Few ask for pages as large as these, and unpacking one takes less than keeping it.
            joined.answers[accepts] = found
    return found


def recompress(page: CachedPage, joined: JoinedPage, tag_headers: tuple[str, ...]) -> bool:
    """Make the variants in smaller codings for clients that prefer them; return True if any was made."""
    has_recompressed = False
    for accepts in list(joined.answers):
        best = accepts.partition(",")[0]
        if best not in joined.codings and best in ("br", "zstd"):
            has_recompressed = True
        if best in ("br", "zstd"):
            joined.answers[accepts] = _in_coding(page, joined, best, tag_headers)
    return has_recompressed


def not_modified(joined: JoinedPage, etag: str, answer: Variant) -> list[tuple[str, str]]:
    """Return the headers of a 304 that confirms a client's own copy (RFC 9110, 15.4.5)."""
    kept = ("Vary", "Cache-Control", "Age", *_BETWEEN_TAGS)
    return [("ETag", etag), *(each for each in answer.headers if each[0] in kept)]


def known_etag(header: str, joined: JoinedPage, accepts: str) -> str:
    """Return the ETag among those that a client has which is this page's in a coding that it takes, or nothing."""
    if header.strip() == "*":
        return etag_of(joined, "identity")
    for tag in entity_tags(header):
        digest, _dash, coding = tag.strip('"').partition("-")
        if digest == joined.digest and (not coding or coding in accepts.split(",")):
            return tag
    return ""


def entity_tags(header: str) -> Iterable[str]:
    """List the opaque tags of an If-None-Match, in quotes; a header that is no list of tags has none."""
    tags, place = [], 0
    while place < len(header):
        found = _ETAG.match(header, place)
        if found is None:
            return []
        place = found.end()
        if found[1]:
            tags.append(found[1])
    return tags


def brief(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return headers that have shared caches ask again at once."""
    return [(name, BRIEFLY if name == "Cache-Control" else value) for name, value in headers]


def aged(headers: list[tuple[str, str]], *, seconds: float, warning: str) -> list[tuple[str, str]]:
    """Return headers that say since when nobody could tell whether the page still holds."""
    rest = [each for each in headers if each[0] != "Age"]
    return [*rest, ("Age", str(ceil(max(seconds, 0)))), ("Warning", warning)]


def etag_of(joined: JoinedPage, coding: str) -> str:
    """Return the strong ETag of a page in a coding: other bytes, another tag (RFC 9110, 8.8.3.3)."""
    return f'"{joined.digest}"' if coding == "identity" else f'"{joined.digest}-{coding}"'


@lru_cache(maxsize=1000)
def _same_headers(headers: tuple[tuple[str, str], ...], coding: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that many pages have in a coding: one tuple for all of them."""
    return (*headers, *_SAME[coding])


def _in_coding(page: CachedPage, joined: JoinedPage, coding: str, tag_headers: tuple[str, ...]) -> Variant:
    found = joined.codings.get(coding)
    if found is not None:
        return found
    pieces = joined.assembled.pieces
    # In gzip the pieces lie there already, and are joined while they are written.
    body = gzip_parts(pieces) if coding == "gzip" else [codings.compressed(whole(pieces), coding)]
    length = sum(map(len, body))
    tags = " ".join([_ALL, *(each.spelled for each in joined.assembled.tags)]) if tag_headers else ""
    own = [
        ("Content-Length", str(length)),
        ("ETag", etag_of(joined, coding)),
        *((each, tags.replace(" ", _BETWEEN_TAGS[each])) for each in tag_headers),
    ]
    headers = [*_same_headers(page.headers, coding), *own]
    size = HEADER_OVERHEAD + sum(len(value) for _name, value in own) + (length if coding != "gzip" else 0)
    made = Variant(headers, body, size)
    if coding != "identity":
        joined.codings[coding] = made
    return made
