"""List the addresses at which readers knew a WordPress site: of posts, categories, tags, authors and feeds."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from ...items import FormerAddress
from .elements import ExportItem, ExportTerm

# Where WordPress serves the site's own feed.
_SITE_FEEDS = (
    "feed/",
    "feed/rss2/",
    "feed/atom/",
    "feed/rdf/",
    "feed/rss/",
    "?feed=rss2",
    "?feed=rss",
    "?feed=atom",
    "?feed=rdf",
    "wp-rss2.php",
    "wp-rss.php",
    "wp-atom.php",
)
_DEEPEST = 12


def addresses_of_post(item: ExportItem, base: str) -> tuple[str, ...]:
    """Return the addresses of a post: its permalink, those by its number, its guid, those of its former slugs."""
    link, number = item.first("link"), item.first("wp:post_id")
    found = [link]
    if base and number.isascii() and number.isdecimal():
        found.append(f"{base}?p={number}")
    guid = item.first("guid")
    if guid and _host(guid) == _host(base or link):
        found.append(guid)
    slug = item.first("wp:post_name")
    trunk, cut, last = link.rstrip("/").rpartition("/")
    if cut and slug and last.lower() in (slug.lower(), quote(slug).lower()):
        ending = "/" if link.endswith("/") else ""
        found += [
            f"{trunk}/{each.strip()}{ending}" for each in item.metas.get("_wp_old_slug", ()) if each.strip()
        ]
    kept = (each for each in found if _host(each))
    # The front page is no post's address.
    return tuple(
        dict.fromkeys(each for each in kept if urlsplit(each).path.strip("/") or urlsplit(each).query)
    )


def addresses_of_category(
    term: ExportTerm, categories: dict[str, ExportTerm], base: str
) -> Iterator[tuple[str, bool]]:
    """Yield the addresses of a category, and whether each is a feed's."""
    slugs, above = [term.slug], term
    while (parent := categories.get(above.parent)) and len(slugs) < _DEEPEST:
        slugs.insert(0, parent.slug)
        above = parent
    yield from _page(f"{base}category/{'/'.join(slugs)}/")
    if term.number.isascii() and term.number.isdecimal():
        yield f"{base}?cat={term.number}", False


def addresses_of_tag(slug: str, base: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses of a tag, and whether each is a feed's."""
    yield from _page(f"{base}tag/{slug}/")
    yield f"{base}?tag={slug}", False


def addresses_of_author(slug: str, number: str, base: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses of an author, and whether each is a feed's."""
    yield from _page(f"{base}author/{slug}/")
    if number.isascii() and number.isdecimal():
        yield f"{base}?author={number}", False


def addresses_of_feeds(base: str, language: str) -> Iterator[FormerAddress]:
    """Yield the addresses of the site's own feeds."""
    for each in _SITE_FEEDS:
        yield FormerAddress("edition", "", f"{base}{each}", language, is_feed=True)


def _page(address: str) -> Iterator[tuple[str, bool]]:
    yield address, False
    yield f"{address}feed/", True


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower().removeprefix("www.") if parts.scheme in ("http", "https") else ""
