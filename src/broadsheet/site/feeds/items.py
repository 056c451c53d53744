"""Make the items of a feed of articles, with as much of each as its edition gives away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from ...newsroom import queries
from ...newsroom.addresses import article_path
from ...newsroom.models import Article, Edition, FeedText
from ...newsroom.moments import has_day, paper_time
from ...newsroom.pictures.tags import tags_of_pictures
from ...newsroom.rich_text import linked_from, links_to
from ...prose.typography import without_controls
from ..addresses import absolute
from ..body_markup import body_markup, pictures_in
from ..pictures import bring_renditions, shared_file
from .channel import FeedItem, FeedPicture

# All that an item says.
COLUMNS = (
    "path", "headline", "standfirst", "card_text", "published_at", "first_published_at", "date_precision", "updated_at",
    "expire_at", "section__name", "source_id", "translation_key", "picture_id", "picture_alt",
    "version_of_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Items:
    """Items, and the tags of what is in them beside the articles themselves."""

    items: tuple[FeedItem, ...]
    tags: frozenset[str]


def listed(rows: Any, edition: Edition) -> list[Article]:
    """Read as many of `rows`, articles in their order, as the edition's feeds have, with what an item needs."""
    # A deferred column stays deferred, whatever `only` names.
    bare = rows[: edition.feed_length].prefetch_related(None).select_related(None).defer(None)
    wanted = bare.select_related("section").only(*COLUMNS, *text_columns(edition))
    return list(wanted.prefetch_related("bylines__author"))


def text_columns(edition: Edition) -> tuple[str, ...]:
    """Return the columns of the text, where the edition's feeds have it."""
    return ("body",) if edition.feed_text == FeedText.FULL else ()


def items_of(articles: Sequence[Article], edition: Edition, *, now: datetime) -> Items:
    """Make the items.

    Queries: one for identifiers, one for pictures and one for their renditions, one for articles that are linked to; each
    only where there are any.
    """
    is_full = edition.feed_text == FeedText.FULL
    bodies = {each.pk: each.body.raw_data for each in articles} if is_full else {}
    pictures = _pictures(articles, bodies.values())
    linked = linked_from(bodies.values(), now=now)
    with links_to(linked.seen):
        made = tuple(
            _item(each, guid, edition, bodies.get(each.pk, ()), pictures)
            for each, guid in zip(articles, identifiers(articles), strict=True)
        )
    tags = tags_of_pictures(pictures.values()) | {f"article:{each}" for each in linked.numbers}
    return Items(made, frozenset(tags))


def identifiers(articles: Sequence[Article]) -> list[str]:
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


def _pictures(articles: Iterable[Article], bodies: Iterable[Any]) -> dict[int, Any]:
    """Read all pictures of the items by number, with their renditions."""
    numbers = {each.picture_id for each in articles if each.picture_id is not None}
    numbers.update(number for body in bodies for number in pictures_in(body))
    found = queries.pictures(numbers)
    bring_renditions(found.values())
    return found


def _item(article: Article, guid: str, edition: Edition, body: Any, pictures: dict[int, Any]) -> FeedItem:
    image = pictures.get(article.picture_id) if article.picture_id is not None else None
    return FeedItem(
        guid=guid,
        address=absolute(article_path(edition.root, article.path)),
        title=without_controls(article.headline),
        summary=without_controls(article.description),
        content=body_markup(body, pictures),
        published=_day_of(article),
        updated=article.updated_at,
        since=article.first_published_at,
        section=without_controls(article.section.name) if article.section else "",
        authors=tuple(without_controls(each.author.name) for each in article.bylines.all()),
        picture=_picture(image, without_controls(article.picture_alt)),
    )


def _picture(image: Any, alt: str) -> FeedPicture | None:
    file = shared_file(image)
    if file is None:
        return None
    return FeedPicture(absolute(file.url), file.kind, file.length, file.width, file.height, alt)


def _day_of(article: Article) -> datetime | None:
    """Return the date by the paper's clocks, so that its day is the paper's; none where no day is known."""
    if article.published_at is None or not has_day(article.date_precision):
        return None
    return paper_time(article.published_at)
