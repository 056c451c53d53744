"""Read an export a first time: who writes, which categories there are, where pictures are; small tables only."""

import html
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ...items import Unreadable
from ...sources import SourceFile
from .elements import ChannelFields, ExportAuthor, ExportItem, ExportTerm, elements
from .faults import Faults
from .media_library import MediaLibrary, number_of

_DEEPEST = 12
# The category of posts that are in none, in the languages of many sites; its number is 1 nearly everywhere.
UNCATEGORIZED = frozenset(
    [
        "uncategorized",
        "uncategorised",
        "non-classe",
        "sin-categoria",
        "sem-categoria",
        "senza-categoria",
        "allgemein-de",
        "unkategorisiert",
        "geen-categorie",
        "bez-kategorii",
        "без-рубрики",
        "без-категории",
        "kategorilenmemis",
        "okategoriserade",
        "ukategoriseret",
    ]
)


@dataclass(slots=True)
class ExportedSite:
    """What the posts of an export have in common."""

    base: str = ""
    scope: str = ""
    language: str = ""
    library: MediaLibrary = field(default_factory=MediaLibrary)
    authors: dict[str, ExportAuthor] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    categories: dict[str, ExportTerm] = field(default_factory=dict)
    category_numbers: dict[str, str] = field(default_factory=dict)
    # Hashes of the guids that stand at more than one item: they identify nothing.
    repeated_guids: set[int] = field(default_factory=set)

    def top(self, slug: str, name: str) -> str:
        """Return the name of the category at the top above another; its own where it is at the top."""
        for _step in range(_DEEPEST):
            term = self.categories.get(slug)
            parent = self.categories.get(term.parent) if term else None
            if parent is None or parent.slug == slug:
                break
            slug, name = parent.slug, parent.name
        return name

    def author_name(self, login: str, stated: str = "") -> str:
        """Return the name that readers know of a login, a guest author's or a member's."""
        key = login.strip().lower()
        bare = key.removeprefix("cap-")
        guest = self.guests.get(key) or self.guests.get(bare)
        known = self.authors.get(key) or self.authors.get(bare)
        return guest or (known.name if known else "") or stated or login


def survey(source: SourceFile) -> ExportedSite:
    """Return the tables of an export. Raises UnreadableFile as `elements` does."""
    site = ExportedSite()
    seen: set[int] = set()
    for each in elements(source, Faults(source.name)):
        match each:
            case ExportAuthor(login=login):
                site.authors.setdefault(login.lower(), each)
                site.authors.setdefault(_slug(login), each)
            case ExportTerm(taxonomy="category", slug=slug, name=name):
                term = ExportTerm("category", slug, html.unescape(name), each.parent, each.number)
                site.categories.setdefault(slug, term)
                site.category_numbers.setdefault(each.number, slug)
            case ExportItem():
                _take(each, site, seen)
            case ChannelFields(texts=texts):
                _describe(site, texts)
            case ExportTerm() | Unreadable():
                pass
    return site


def _take(item: ExportItem, site: ExportedSite, seen: set[int]) -> None:
    kind, number = item.first("wp:post_type").lower(), number_of(item.first("wp:post_id"))
    if kind == "attachment":
        address = item.first("wp:attachment_url") or item.first("guid")
        caption = " ".join(html.unescape(item.first("excerpt:encoded")).split())[:500]
        alt = " ".join(html.unescape(item.meta("_wp_attachment_image_alt")).split())[:300]
        parent = number_of(item.first("wp:post_parent"))
        site.library.add_attachment(number, parent, address=address[:2000], alt=alt, caption=caption)
    elif kind == "wp_block" and item.first("wp:status").lower() == "publish":
        site.library.add_reused(number, item.first("content:encoded"))
    elif kind == "guest-author":
        name = html.unescape(item.meta("cap-display_name") or item.first("title"))
        for login in (item.meta("cap-user_login"), item.first("wp:post_name").removeprefix("cap-")):
            if login:
                site.guests[login.lower()] = name
    elif guid := hash(item.first("guid")):
        (site.repeated_guids if guid in seen else seen).add(guid)


def _describe(site: ExportedSite, texts: dict[str, str]) -> None:
    """Keep where the site is, as it says first of its pages, else of its network."""
    for name in ("wp:base_blog_url", "link", "wp:base_site_url"):
        address = texts.get(name, "")
        try:
            host = urlsplit(address).hostname if address.startswith(("http://", "https://")) else ""
        except ValueError:
            host = ""
        if host:
            site.base = site.library.base = address.split("?")[0].split("#")[0].rstrip("/") + "/"
            site.scope = host.removeprefix("www.")
            break
    site.language = texts.get("language", "")


def _slug(login: str) -> str:
    """Return the part of an author's address that WordPress makes of a login."""
    return "-".join(login.lower().replace("@", "").replace(".", "-").split())
