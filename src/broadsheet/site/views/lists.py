"""Pages that list articles: a section, a topic, an author."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...newsroom import queries
from ...newsroom.cards import card, pictures_on
from ...newsroom.menus import family
from ...newsroom.models import Author
from ...newsroom.page_rails import EditionRails
from ...newsroom.pictures.tags import tags_of_pictures
from ...newsroom.rows import Listed
from ...newsroom.same_elsewhere import author_everywhere, section_everywhere, topic_everywhere
from ...rails.model import Reason
from ..addresses import author_path, section_path, topic_path
from ..alternates import Alternate, same_author, same_section, same_topic
from ..contexts import EditionContext, keep, keep_list, readers_page
from ..frame import INDEXED, NOT_INDEXED, Feed, frame
from ..json_ld import breadcrumbs
from ..pagination import LAST_NUMBER, LAST_NUMBER_OF_SEVERAL, PAGE_LENGTH, ListPage, list_page
from ..pictures import bring_renditions
from ..printed_candidates import candidates_of
from ..structured_pages import item_list, profile
from ..voice import ours

NEWEST = Reason("newest", "newest first")


@readers_page
def section(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """Show the newest of a section; one that is still empty says so."""
    found, elsewhere = section_everywhere(paper.edition, slug, now=paper.now)
    if found is None:
        raise Http404(f"There is no section {slug!r}.")
    if elsewhere:
        _depend_on_editions(request, paper)
    sections = family(found, paper.sections)
    rows = queries.newest_of(paper.edition, sections, now=paper.now)
    above = found.parent
    return listing(
        request, paper, rows, kind=ours(_("Section")), heading=found.name,
        path=section_path(paper.edition, slug), section=found,
        feed=Feed(found.name, f"{section_path(paper.edition, slug)}feed/"),
        above=[(section_path(paper.edition, above.slug), above.name)] if above else [],
        tags=[f"translations:{found.translation_key}"], same=same_section(found, elsewhere, paper),
        last=LAST_NUMBER_OF_SEVERAL if len(sections) > 1 else LAST_NUMBER,
    )  # fmt: skip


@readers_page
def topic(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """Show everything on a topic, newest first."""
    found, elsewhere = topic_everywhere(paper.edition, slug, now=paper.now)
    if found is None:
        raise Http404(f"There is no topic {slug!r}.")
    path = topic_path(paper.edition, slug)
    if elsewhere:
        _depend_on_editions(request, paper)
    rows = queries.newest(paper.edition, now=paper.now, topic=found)
    return listing(
        request, paper, rows, kind=ours(_("Topic")), heading=found.name, path=path,
        feed=Feed(f"{paper.edition.name}: {found.name}", f"{path}feed/"), may_be_empty=False,
        tags=[f"translations:{found.translation_key}"], same=same_topic(found, elsewhere, paper),
    )  # fmt: skip


@readers_page
def author(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """Show what an author has written in this edition."""
    found, elsewhere = author_everywhere(slug, paper.editions, now=paper.now)
    if found is None:
        raise Http404(f"There is no author {slug!r}.")
    path = author_path(paper.edition, slug)
    if len(paper.editions) > 1:
        _depend_on_editions(request, paper)
    rows = queries.newest(paper.edition, now=paper.now, author=found)
    return listing(
        request, paper, rows, kind=found.role or ours(_("Author")), heading=found.name, path=path,
        feed=Feed(f"{paper.edition.name}: {found.name}", f"{path}feed/"), may_be_empty=False,
        introduction=found.biography, face=found.picture, pictures=[found.picture], author_shown=found,
        same=same_author(found, elsewhere, paper),
    )  # fmt: skip


def listing(
    request: HttpRequest,
    paper: EditionContext,
    rows: Any,
    *,
    kind: str,
    heading: str,
    path: str,
    printed_heading: str = "",
    section: Any = None,
    feed: Feed | None = None,
    may_be_empty: bool = True,
    pictures: Iterable[Any] = (),
    tags: Iterable[str] = (),
    last: int = LAST_NUMBER,
    author_shown: Author | None = None,
    **more: Any,
) -> HttpResponse:
    """Show one page of a list; `pictures` are those of its head."""
    page = list_page(request, Listed(rows), last=last)
    if not page.articles and not may_be_empty:
        raise Http404(f"Nothing is listed at {path}.")
    return show_page(
        request, paper, page, kind=kind, heading=heading, printed_heading=printed_heading, path=path, section=section,
        feed=feed, pictures=pictures, tags=tags, author_shown=author_shown, **more,
    )  # fmt: skip


def show_page(
    request: HttpRequest,
    paper: EditionContext,
    page: ListPage,
    *,
    kind: str,
    heading: str,
    path: str,
    printed_heading: str = "",
    section: Any = None,
    feed: Feed | None = None,
    pictures: Iterable[Any] = (),
    tags: Iterable[str] = (),
    author_shown: Author | None = None,
    reason: Reason = NEWEST,
    same: tuple[Alternate, ...] = (),
    **more: Any,
) -> HttpResponse:
    """Show a page of articles that were read, with the editors' choice and the popular beside it.

    `same` is its first page in all languages.
    """
    rails = EditionRails(paper.edition, paper.now, candidates_of(request, paper))
    around = rails.without(page.articles, section=section)
    cards = [
        card(each, reason, edition=paper.edition, is_pick=each.pk in rails.board.picks)
        for each in page.articles
    ]
    shown = [*pictures, *pictures_on(cards)]
    bring_renditions(shown)
    keep_list(request, paper, *tags, *around.tags, *tags_of_pictures(shown), articles=page.articles)
    keep(request, paper, until=around.until, gone=around.gone)
    if section is not None:
        # It names the section in other languages.
        keep(request, paper, *(f"chrome:{each.language}" for each in paper.editions))
    linked_data = [
        breadcrumbs(paper, [*more.get("above", ()), (path, heading)]),
        *([item_list(cards, before=(page.number - 1) * PAGE_LENGTH)] if cards else []),
        *([profile(author_shown, paper)] if author_shown else []),
    ]
    context = {
        **frame(
            paper,
            title=heading,
            # Such a heading is printed with a mark of its own.
            is_titled_by_us=bool(printed_heading),
            path=path if page.number == 1 else f"{path}?page={page.number}",
            section=section,
            # The frame names the feed of its section.
            feeds=(feed,) if feed and section is None else (),
            # An empty list is not indexed, in no language.
            alternates=same if page.number == 1 and cards else (),
            linked_data=linked_data,
            robots=INDEXED if cards else NOT_INDEXED,
        ),
        "kind": kind,
        "heading": heading,
        "printed_heading": printed_heading or heading,
        "path": path,
        "feed": feed,
        "page": page,
        "cards": cards,
        "rails": [
            (each.name, around.rails[each.name]) for each in rails.board.rails if around.rails[each.name]
        ],
    }
    return render(request, "site/list.html", context | more)


def _depend_on_editions(request: HttpRequest, paper: EditionContext) -> None:
    """Have a page made again when any edition has something else to read, or another language."""
    keep(
        request,
        paper,
        *(f"{kind}:{each.language}" for kind in ("edition", "chrome") for each in paper.editions),
    )
