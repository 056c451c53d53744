"""What stands around every page: masthead, navigation, footer, and what the head says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.models import Section
from .addresses import absolute, section_path
from .alternates import Alternate, open_graph_locale
from .contexts import EditionContext
from .feeds.formats import FORMATS, addresses
from .switch import Elsewhere, section_elsewhere, ways
from .voice import direction_of, words_mark

# What search engines may do with a page: show its pictures large, or leave it out.
# https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
INDEXED = "max-image-preview:large"
NOT_INDEXED = "noindex"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the head of a page names; `path` is its address as RSS."""

    title: str
    path: str

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Its type and address in each format."""
        found = addresses(self.path)
        return [(each.kind, found[name]) for name, each in FORMATS.items()]


def frame(
    paper: EditionContext,
    *,
    title: str = "",
    shared_title: str = "",
    description: str = "",
    path: str = "",
    section: Section | None = None,
    is_article: bool = False,
    elsewhere: Elsewhere | None = None,
    today: datetime | None = None,
    feeds: tuple[Feed, ...] = (),
    alternates: tuple[Alternate, ...] = (),
    linked_data: Sequence[SafeString] = (),
    robots: str = INDEXED,
    is_titled_by_us: bool = False,
) -> dict[str, Any]:
    """Return the context that base.html needs; `path` is the page's one true address,
    `shared_title` what it is called where it is shared, if that is not its title. `alternates` are the page in all its
    languages, `linked_data` what is said of it as JSON-LD, and `robots` what search engines may do with it.

    `elsewhere` is where other editions have the same. Of a section it is the page itself or that of one of its articles.
    A title `is_titled_by_us` if words of ours are in it, which may be in another language than the edition.
    With `today` it is the front, which has the name of the paper as its headline, and the day. The language must be
    active.
    """
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
        "today": today,
        "masthead": _masthead(paper, section, elsewhere, is_article=is_article, today=today),
        "footer": _printed(paper, "footer", edition.pk),
        "assets": _printed(paper, "assets", edition.language),
        "language": edition.language,
        "direction": direction_of(edition.language),
        "page_title": title,
        "title_mark": words_mark() if title and is_titled_by_us else "",
        "shared_title": shared_title or title,
        "description": description or edition.tagline,
        "canonical": absolute(path) if path else "",
        "share": paper.settings.share,
        "locale": open_graph_locale(edition.language),
        "alternates": alternates,
        "linked_data": linked_data,
        "robots": robots,
        "feeds": [Feed(edition.name, f"{edition.root}feed/"), *own, *feeds],
    }


def _masthead(
    paper: EditionContext,
    section: Section | None,
    elsewhere: Elsewhere | None,
    *,
    is_article: bool,
    today: datetime | None,
) -> SafeString:
    beside = paper.subsections_of(section) if section is not None else []
    if elsewhere is not None and not elsewhere.addresses:
        elsewhere = None
    its_own = elsewhere
    if section is not None and not is_article:
        elsewhere = section_elsewhere(paper, section)
    own = {
        "section": section,
        "subsections": beside,
        "is_article": is_article,
        "today": today,
        "switch": ways(paper, elsewhere, is_front=today is not None),
    }
    if today is not None or its_own is not None:
        return _print(paper, "masthead", own)
    return _printed(paper, "masthead", paper.edition.pk, section and section.pk, is_article, **own)


def _printed(paper: EditionContext, name: str, *which: object, **own: Any) -> SafeString:
    """Return a part of the frame, printed once for all pages on which it is the same; `which` says what it varies by."""
    found = paper.printed.get((name, *which))
    if found is None:
        found = paper.printed[name, *which] = _print(paper, name, own)
    return found


def _print(paper: EditionContext, name: str, own: dict[str, Any]) -> SafeString:
    edition = paper.edition
    context = {"paper": paper, "edition": edition, "language": edition.language}
    return mark_safe(
        get_template(f"site/parts/{name}.html").render(context | own)
    )  # a template has escaped it
