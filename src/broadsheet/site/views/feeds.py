"""RSS 2.0 feeds of an edition, a section, a topic, an author, and of what is read most. https://www.rssboard.org/rss-specification"""

from datetime import datetime
from html import escape
from typing import Any
from uuid import uuid5

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.translation import gettext as _

from ...newsroom import queries, readership
from ...newsroom.menus import family
from ...newsroom.models import Article
from ...newsroom.moments import has_day, paper_time
from ...press.tags import depend
from ...prose.typography import without_controls
from ...rails.registry import Supply, rail_filled_from
from ..addresses import absolute, author_path, section_path, topic_path
from ..contexts import EditionContext, keep_list, readers_page
from ..icons import CHANNEL
from ..rail_parts import LATEST

LENGTH = 30
# All that an item says.
COLUMNS = (
    "path", "headline", "standfirst", "card_text", "published_at", "date_precision", "updated_at", "expire_at", "section__name",
    "source_id", "translation_key",
)  # fmt: skip


class NewsFeed(Rss201rev2Feed):
    """A feed that invents no date: where nothing is dated, nothing is said of when."""

    # Browsers show it, where they would otherwise ask where to save it.
    content_type = "application/xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_root_elements(self, handler: Any) -> None:
        """Write the channel's own elements; Django's would give the present moment as a date."""
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.addQuickElement("description", self.feed["description"])
        handler.addQuickElement(
            "atom:link", None, {"rel": "self", "type": "application/rss+xml", "href": self.feed["feed_url"]}
        )
        handler.startElement("image", {})
        for name in ("url", "title", "link"):
            handler.addQuickElement(name, self.feed["icon_url" if name == "url" else name])
        handler.endElement("image")
        handler.addQuickElement("language", self.feed["language"])
        dates = [date for item in self.items for date in (item["updateddate"], item["pubdate"]) if date]
        if dates:
            handler.addQuickElement("lastBuildDate", rfc2822_date(max(dates)))

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["updateddate"]:
            # RSS has no element for it; Atom's is read in RSS too (RFC 4287, 4.2.15).
            handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)


@readers_page
def edition_feed(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """The newest of an edition."""
    rows = queries.newest(paper.edition, now=paper.now)
    return _feed(request, paper, rows, title=paper.edition.name, path=paper.edition.root)


@readers_page
def section_feed(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """The newest of a section and its sub-sections."""
    found = _present(queries.section_at(paper.edition, slug))
    rows = queries.newest_of(paper.edition, family(found, paper.sections), now=paper.now)[:LENGTH]
    return _feed(request, paper, rows, title=_titled(paper, found), path=section_path(paper.edition, slug))


@readers_page
def topic_feed(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """The newest on a topic."""
    found = _present(queries.topic_at(paper.edition, slug))
    rows = queries.newest(paper.edition, now=paper.now, topic=found)
    return _feed(request, paper, rows, title=_titled(paper, found), path=topic_path(paper.edition, slug))


@readers_page
def author_feed(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """The newest of an author."""
    found = _present(queries.author_at(slug))
    rows = queries.newest(paper.edition, now=paper.now, author=found)
    return _feed(request, paper, rows, title=_titled(paper, found), path=author_path(paper.edition, slug))


@readers_page
def popular_feed(request: HttpRequest, paper: EditionContext, *, window: str) -> HttpResponse:
    """What was read most: now, in an hour, a day, a week or a month."""
    if window not in readership.WINDOWS:
        raise Http404("There is no such feed.")
    rows = readership.most_read(paper.edition, window, now=paper.now, limit=LENGTH)
    prefetch_related_objects(rows, "bylines__author")
    depend(request, f"popular:{paper.language}")
    are_popular = readership.are_popular(rows, paper.edition, window, now=paper.now)
    title = rail_filled_from(Supply.READS).title if are_popular else LATEST
    return _written(
        request, paper, rows,
        title=f"{paper.edition.name}: {_(title)}", path=f"{paper.edition.root}popular/{window}/",
    )  # fmt: skip


def _present(found: Any) -> Any:
    if found is None:
        raise Http404("There is no such feed.")
    return found


def _titled(paper: EditionContext, subject: Any) -> str:
    return f"{paper.edition.name}: {subject.name}"


def _feed(request: HttpRequest, paper: EditionContext, rows: Any, *, title: str, path: str) -> HttpResponse:
    # A deferred column stays deferred, whatever `only` names.
    bare = (
        rows.prefetch_related(None).select_related(None).select_related("section").defer(None).only(*COLUMNS)
    )
    articles = list(bare.prefetch_related("bylines__author")[:LENGTH])
    return _written(request, paper, articles, title=title, path=path)


def _written(
    request: HttpRequest, paper: EditionContext, articles: list[Article], *, title: str, path: str
) -> HttpResponse:
    keep_list(request, paper, articles=articles)
    feed = NewsFeed(
        title=without_controls(title),
        link=absolute(path),
        description=_as_html(paper.edition.tagline or title),
        language=paper.language,
        feed_url=absolute(f"{path}feed/"),
        icon_url=absolute(reverse("site:icon", kwargs={"size": CHANNEL})),
    )
    for each, guid in zip(articles, identifiers(articles), strict=True):
        _add(feed, each, guid, absolute(f"{paper.edition.root}{each.path}/"))
    return HttpResponse(feed.writeString("utf-8"), content_type=NewsFeed.content_type)


def identifiers(articles: list[Article]) -> list[str]:
    """List what feed readers know the articles by, for good: the imported identifier, else one of the article's own.

    Sources may use the same identifier; then it is that of the article which came in first, whether or not it is listed.
    """
    first = queries.first_with({each.source_id for each in articles if each.source_id})
    return [
        without_controls(each.source_id)
        if each.source_id and first[each.source_id] == each.pk
        else uuid5(each.translation_key, str(each.pk)).urn
        for each in articles
    ]


def _add(feed: NewsFeed, article: Article, guid: str, address: str) -> None:
    feed.add_item(
        title=without_controls(article.headline),
        link=address,
        description=_as_html(article.description),
        unique_id=guid,
        unique_id_is_permalink=False,
        pubdate=_day_of(article),
        updateddate=article.updated_at,
        categories=[without_controls(article.section.name)] if article.section else (),
        authors=[without_controls(byline.author.name) for byline in article.bylines.all()],
    )


def _day_of(article: Article) -> datetime | None:
    """Return the date by the paper's clocks, so that its day is the paper's; none where no day is known."""
    if article.published_at is None or not has_day(article.date_precision):
        return None
    return paper_time(article.published_at)


def _as_html(text: str) -> str:
    """Write plain text as the markup that feed readers take a description for."""
    return escape(without_controls(text), quote=False)
