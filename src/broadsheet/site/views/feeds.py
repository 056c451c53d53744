"""Feeds of an edition, a section, a topic, an author, of the editors' choice and of what is read most, in each format."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from ...newsroom import queries, readership
from ...newsroom.chosen import chosen
from ...newsroom.menus import family
from ...newsroom.models import Article
from ...press.tags import depend, keep_until
from ...prose.typography import without_controls
from ...rails.registry import Supply, rail_filled_from
from ..addresses import absolute, author_path, section_path, topic_path
from ..contexts import EditionContext, keep, keep_list, readers_page
from ..feeds.channel import Channel
from ..feeds.formats import FORMATS, addresses
from ..feeds.items import items_of, listed, text_columns
from ..icons import CHANNEL
from ..rail_parts import LATEST
from .popular import LOOKED_AFTER


@readers_page
def edition_feed(request: HttpRequest, paper: EditionContext, *, kind: str = "rss") -> HttpResponse:
    """The newest of an edition."""
    rows = queries.newest(paper.edition, now=paper.now)
    return _feed(request, paper, rows, kind, title=paper.edition.name, path=paper.edition.root)


@readers_page
def section_feed(
    request: HttpRequest, paper: EditionContext, *, slug: str, kind: str = "rss"
) -> HttpResponse:
    """The newest of a section and its sub-sections."""
    found = _present(queries.section_at(paper.edition, slug))
    rows = queries.newest_of(paper.edition, family(found, paper.sections), now=paper.now)
    path = section_path(paper.edition, slug)
    return _feed(request, paper, rows, kind, title=_titled(paper, found.name), path=path)


@readers_page
def topic_feed(request: HttpRequest, paper: EditionContext, *, slug: str, kind: str = "rss") -> HttpResponse:
    """The newest on a topic."""
    found = _present(queries.topic_at(paper.edition, slug))
    rows = queries.newest(paper.edition, now=paper.now, topic=found)
    path = topic_path(paper.edition, slug)
    return _feed(request, paper, rows, kind, title=_titled(paper, found.name), path=path)


@readers_page
def author_feed(request: HttpRequest, paper: EditionContext, *, slug: str, kind: str = "rss") -> HttpResponse:
    """The newest of an author."""
    found = _present(queries.author_at(slug))
    rows = queries.newest(paper.edition, now=paper.now, author=found)
    path = author_path(paper.edition, slug)
    return _feed(request, paper, rows, kind, title=_titled(paper, found.name), path=path)


@readers_page
def choice_feed(request: HttpRequest, paper: EditionContext, *, kind: str = "rss") -> HttpResponse:
    """What the editors have chosen, in their order, each story once."""
    found = chosen(paper.edition, now=paper.now)
    keep(request, paper, f"picks:{paper.language}", until=found.until)
    rows = queries.in_edition(paper.edition, paper.now).filter(pk__in=found.numbers).order_by()
    read = {each.pk: each for each in listed(rows, paper.edition)}
    stories: dict[int, Article] = {}
    for each in found.numbers:
        if each in read:
            stories.setdefault(read[each].story, read[each])
    articles = list(stories.values())
    title = _titled(paper, _(rail_filled_from(Supply.PICKS).title))
    root = paper.edition.root
    return _written(request, paper, articles, kind, title=title, page=root, path=f"{root}editors-choice/")


@readers_page
def popular_feed(
    request: HttpRequest, paper: EditionContext, *, window: str, kind: str = "rss"
) -> HttpResponse:
    """What was read most: now, in an hour, a day, a week or a month."""
    if window not in readership.WINDOWS:
        raise Http404("There is no such feed.")
    edition = paper.edition
    rows = readership.most_read(
        edition, window, now=paper.now, limit=edition.feed_length, also=text_columns(edition)
    )
    prefetch_related_objects(rows, "bylines__author")
    depend(request, f"popular:{paper.language}")
    keep_until(request, paper.now + LOOKED_AFTER)
    are_popular = readership.are_popular(rows, edition, window, now=paper.now)
    title = rail_filled_from(Supply.READS).title if are_popular else LATEST
    path = f"{edition.root}popular/{window}/"
    return _written(request, paper, rows, kind, title=_titled(paper, _(title)), page=path, path=path)


def _present(found: Any) -> Any:
    if found is None:
        raise Http404("There is no such feed.")
    return found


def _titled(paper: EditionContext, subject: str) -> str:
    return f"{paper.edition.name}: {subject}"


def _feed(
    request: HttpRequest, paper: EditionContext, rows: Any, kind: str, *, title: str, path: str
) -> HttpResponse:
    return _written(request, paper, listed(rows, paper.edition), kind, title=title, page=path, path=path)


def _written(
    request: HttpRequest,
    paper: EditionContext,
    articles: Sequence[Article],
    kind: str,
    *,
    title: str,
    page: str,
    path: str,
) -> HttpResponse:
    """Write articles as a feed at `path`, which belongs to `page`."""
    edition, form = paper.edition, FORMATS[kind]
    made = items_of(articles, edition, now=paper.now)
    keep_list(request, paper, *made.tags, articles=articles)
    channel = Channel(
        title=without_controls(title),
        page=absolute(page),
        description=without_controls(edition.tagline or title),
        language=paper.language,
        addresses={name: absolute(each) for name, each in addresses(f"{path}feed/").items()},
        icon=absolute(reverse("site:icon", kwargs={"size": CHANNEL})),
        items=made.items,
        hub=settings.OPTIONS.websub_hub,
    )
    response = HttpResponse(form.write(channel), content_type=form.served_as)
    if channel.hub:
        # In JSON nothing else is looked for: https://www.w3.org/TR/websub/#discovery
        own = iri_to_uri(channel.addresses[kind])
        response.headers["Link"] = f'<{iri_to_uri(channel.hub)}>; rel="hub", <{own}>; rel="self"'
    return response
