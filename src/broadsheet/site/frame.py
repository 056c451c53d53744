"""What stands around every page: masthead, navigation, footer, and what the head says."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ..newsroom.models import Section
from .addresses import absolute, section_path
from .paper import Paper


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the head of a page names."""

    title: str
    path: str


def frame(
    paper: Paper,
    *,
    title: str = "",
    description: str = "",
    path: str = "",
    section: Section | None = None,
    feeds: tuple[Feed, ...] = (),
) -> dict[str, Any]:
    """Return the context that base.html needs; `path` is the page's one true address."""
    edition = paper.edition
    own = (
        [Feed(f"{edition.name}: {section.name}", f"{section_path(edition, section.slug)}feed/")]
        if section
        else []
    )
    return {
        "paper": paper,
        "edition": edition,
        "sections": paper.sections,
        "section": section,
        "language": edition.language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "page_title": title,
        "description": description or edition.tagline,
        "canonical": absolute(path) if path else "",
        "feeds": [Feed(edition.name, f"{edition.root}feed/"), *own, *feeds],
    }


def rail_titles(*, beside_article: bool) -> dict[str, str]:
    """Return the headings of the rails; where there is no article, nothing can be related to it."""
    return {
        "related": _("Related articles") if beside_article else _("More news"),
        "editors-choice": _("Editor's choice"),
        "popular": _("Popular"),
    }
