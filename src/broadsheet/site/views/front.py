"""The front page of an edition."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ...newsroom import queries, sitemap_queries
from ...newsroom.moments import paper_time
from ...newsroom.page_rails import EditionRails
from ...press.shared_values import LoadedValue
from ...press.tags import keep_until, share
from ...rails.registry import Supply, rail_filled_from
from ..alternates import Alternate, fronts
from ..contexts import EditionContext, keep, keep_list, readers_page
from ..frame import INDEXED, NOT_INDEXED, Feed, frame
from ..front_page import compose_front
from ..printed_candidates import candidates_of
from ..structured_pages import website

# Of the feeds of what is read most the one that a front names: most subscribers come once a day or less.
WINDOW = "week"


@readers_page
def front(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Show the front page: lead, top stories, newest, the editors' choice, what is read, and each section."""
    context = front_context(request, paper)
    page = context["front"]
    keep_list(request, paper, *page.tags)
    keep(request, paper, until=page.until, gone=page.gone)
    keep_until(request, context["today"] + timedelta(days=1))
    return render(request, "site/front.html", context)


def front_context(request: HttpRequest, paper: EditionContext) -> dict[str, Any]:
    """Compose the front page, and return what its template needs; the language must be active."""
    # The masthead carries the day.
    today = paper_time(paper.now).replace(hour=0, minute=0, second=0, microsecond=0)
    rails = EditionRails(paper.edition, paper.now, candidates_of(request, paper))
    page = compose_front(rails, paper.sections)
    context = frame(
        paper,
        path=paper.edition.root,
        today=today,
        feeds=_feeds(paper),
        alternates=_fronts(request, paper) if page.lead else (),
        linked_data=website(paper),
        robots=INDEXED if page.lead else NOT_INDEXED,
    )
    return {**context, "front": page}


def _fronts(request: HttpRequest, paper: EditionContext) -> tuple[Alternate, ...]:
    """Return the fronts of the editions that have something to read: that of another is not indexed."""
    if len(paper.editions) == 1:
        return ()
    languages = [each.language for each in paper.editions]
    read = share(request, "read-editions", partial(_read_editions, languages)).at(paper.now.timestamp())
    # The first story of an edition makes its front one to be named.
    keep(
        request, paper, *(f"edition:{each.language}" for each in paper.editions if each.locale_id not in read)
    )
    return fronts(paper, read)


def _read_editions(languages: list[str]) -> LoadedValue[frozenset[int]]:
    now = timezone.now()
    found = sitemap_queries.locales_with_dated(now=now) | sitemap_queries.locales_with_undated(now=now)
    tags = frozenset({"editions", *(f"edition:{each}" for each in languages)})
    return LoadedValue(frozenset(found), tags, queries.next_transition(now=now))


def _feeds(paper: EditionContext) -> tuple[Feed, ...]:
    """Return the feeds that are of no other page."""
    name, root = paper.edition.name, paper.edition.root
    choice, read = (_(rail_filled_from(each).title) for each in (Supply.PICKS, Supply.READS))
    return (
        Feed(f"{name}: {choice}", f"{root}editors-choice/feed/"),
        Feed(f"{name}: {read}", f"{root}popular/{WINDOW}/feed/"),
    )
