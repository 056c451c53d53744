"""Name what a post belongs to: who wrote it, its section, its topics."""

import html
from dataclasses import dataclass, field

from ...items import Owner
from .elements import ExportItem, ExportTerm
from .survey import UNCATEGORIZED, ExportedSite

_TOPICS = frozenset({"post_tag", "tag"})
_SECTIONS = frozenset({"category"})


@dataclass(frozen=True, slots=True)
class Names:
    """Who wrote a post and where it belongs, as readers read it; other terms by taxonomy, which have no place here."""

    authors: tuple[str, ...]
    section: str
    topics: tuple[str, ...]
    strange: tuple[str, ...]


@dataclass(slots=True)
class Used:
    """Which terms and authors stories have named, with what they became, so that their addresses can be kept."""

    # By slug: what a category became, and its name.
    categories: dict[str, tuple[Owner, str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    # By slug: the name and the number.
    authors: dict[str, tuple[str, str]] = field(default_factory=dict)


def names_of(item: ExportItem, site: ExportedSite, used: Used) -> Names:
    """Return the names of a post, and note what it has used.

    A section has no section in it: the category at the top becomes the section, all below it and beside it topics. Of
    several categories the one that the plugin Yoast calls primary decides, else the first.
    """
    own = [each for each in item.terms if each.taxonomy in _SECTIONS and not _is_none(each)]
    primary = site.category_numbers.get(item.meta("_yoast_wpseo_primary_category"), "")
    own.sort(key=lambda each: each.slug != primary)
    section = site.top(own[0].slug, html.unescape(own[0].name)) if own else ""
    topics = []
    for term in own:
        name = html.unescape(term.name)
        is_section = name == section
        if not is_section:
            topics.append(name)
        used.categories.setdefault(term.slug, ("section" if is_section else "topic", name))
    if own:
        _note_top(own[0], section, site, used)
    for term in (each for each in item.terms if each.taxonomy in _TOPICS):
        name = html.unescape(term.name)
        topics.append(name)
        used.tags.setdefault(term.slug, name)
    strange = dict.fromkeys(
        each.taxonomy for each in item.terms if each.taxonomy not in _SECTIONS | _TOPICS | _BESIDES
    )
    return Names(_authors(item, site, used), section, tuple(dict.fromkeys(topics)), tuple(strange))


# Taxonomies that are no topics: the form of a post, its language, its authors.
_BESIDES = frozenset(
    {
        "author",
        "post_format",
        "language",
        "nav_menu",
        "post_translations",
        "term_translations",
        "link_category",
    }
)


def _note_top(term: ExportTerm, section: str, site: ExportedSite, used: Used) -> None:
    slug = term.slug
    for _step in range(len(site.categories)):
        known = site.categories.get(slug)
        if known is None or known.parent not in site.categories or known.parent == slug:
            break
        slug = known.parent
        if site.categories[slug].name == section:
            used.categories[slug] = ("section", section)
            break


def _is_none(term: ExportTerm) -> bool:
    return term.slug.lower() in UNCATEGORIZED or not term.name.strip()


def _authors(item: ExportItem, site: ExportedSite, used: Used) -> tuple[str, ...]:
    """Return the names under a post: those of the plugin Co-Authors Plus, else that of its creator."""
    together = [each for each in item.terms if each.taxonomy == "author"]
    stated = [(each.slug or each.name, html.unescape(each.name)) for each in together]
    if not stated and (creator := item.first("dc:creator")):
        stated = [(creator, creator)]
    names = []
    for login, name in stated:
        found = html.unescape(site.author_name(login, name))
        if "@" in found or not found.strip():
            continue
        names.append(found)
        bare = login.lower().removeprefix("cap-")
        known = site.authors.get(bare)
        used.authors.setdefault(bare, (found, known.number if known else ""))
    return tuple(dict.fromkeys(names))
