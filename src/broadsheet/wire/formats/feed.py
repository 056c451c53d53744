"""Read RSS and Atom files in all their states; nothing is fetched."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import feedparser

from ...newsroom.identity import comparable_address, host_of
from ...newsroom.stories import Block, Picture, Story, Tombstone
from ...prose import tags
from ...prose.markup import plain
from ...prose.stated_dates import StatedDate
from ..clock import now
from ..format_protocol import Confidence
from ..items import Dropped, Item, Unreadable, UnreadableFile, UnreadableItem
from ..restrictions import Meaning, restriction_of
from ..sources import SourceFile, one_by_one, whole
from ..text.decode import decode, opening
from ..text.deleted_entries import deleted_entries
from ..text.feed_bylines import bylines_of
from ..text.feed_texts import base_of, line_of, markup_of, name_of, summary_of, topics_of
from ..text.html_blocks import Body, paragraphs, read_body
from ..text.item_attributes import attributes_of_items
from ..text.making import finished
from ..text.moments import date_of, in_its_time
from ..text.roots import PIECES, root_of

# A document type that defines entities is an attack or a mistake; no feed needs one.
_ENTITIES = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_ENTITIES_WIDE = re.compile(b"<\0!\0E\0N\0T\0I\0T\0Y\0|\0<\0!\0E\0N\0T\0I\0T\0Y", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel|cdf)\b", re.IGNORECASE)
# What the reader of feeds takes for dates, whatever their names would say of other fields.
OWN_FIELDS = frozenset({"published", "updated", "created"})
ROOTS = frozenset({"rss", "feed", "rdf", "channel", "cdf"})


class FeedFile:
    """Reads feeds."""

    name = "feed"
    description = "RSS and Atom files"
    is_one_page = False

    def recognise(self, head: bytes, filename: str) -> Confidence:
        text = opening(head)
        root = root_of(text)
        # Before a feed may stand what its program complained of. An XML of another kind is none.
        is_behind_junk = (not root or root in PIECES) and bool(_FEED.search(text))
        return Confidence.LIKELY if root in ROOTS or is_behind_junk else Confidence.NONE

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        return one_by_one(sources, _read)


def _read(source: SourceFile) -> Iterator[Item]:
    """Yield the stories of a feed; an item that stands there twice is taken once."""
    name, data = source.name, whole(source)
    if _ENTITIES.search(data) or _ENTITIES_WIDE.search(data):
        raise UnreadableFile(
            f"{name}: defines entities of its own, which a feed has no use for. Remove its DOCTYPE."
        )
    crowding = tags.crowding(decode(data)[0])
    if crowding:
        raise UnreadableFile(f"{name}: {crowding}. Ask for the feed again, or leave it out.")
    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, RecursionError, OverflowError) as error:
        # It reads nearly everything, and stumbles over what no feed has: "&#111…1;" with 99,997 digits.
        raise UnreadableFile(f"{name}: cannot be read as a feed: {str(error)[:200]}") from error
    if not found.get("version") and not found.entries:
        reason = str(found.get("bozo_exception") or "there is no channel and no item in it")
        raise UnreadableFile(
            f"{name}: is not a feed: {reason[:200]}. Name its format with --format if it is something else."
        )
    repair = (
        f"the feed is not well-formed ({str(found.get('bozo_exception'))[:120]})" if found.get("bozo") else ""
    )
    taken = now()
    scope, repeated = _scope(found.feed), _repeated(found.entries)
    for deleted in deleted_entries(data):
        moment = date_of(deleted.when).moment
        version = moment.isoformat() if moment else ""
        yield Tombstone(deleted.identifier, deleted.comment, scope=scope, version=version)
    seen: set[tuple[str, str]] = set()
    attributes = attributes_of_items(data)
    for number, entry in enumerate(found.entries, start=1):
        where = f"{name}#{number}"
        # Of an item's own attributes the reader of feeds says nothing.
        own = attributes[number - 1] if len(attributes) == len(found.entries) else {}
        try:
            item = _identified(_item(entry, own, found, repair, where=where), scope, repeated)
        except UnreadableItem as error:
            yield Unreadable(where, str(error))
            continue
        if isinstance(item, Story):
            key = (item.source_id or comparable_address(item.url), item.headline)
            if key in seen:
                yield Dropped(where, f"“{item.headline[:60]}” is the same item again")
                continue
            seen.add(key)
            item = in_its_time(item, now=taken)
        yield item


def _scope(feed: Any) -> str:
    """Return the host of the feed's own address, or of the site that it names."""
    own = [each.get("href", "") for each in feed.get("links", ()) if each.get("rel") == "self"]
    return next(filter(None, map(host_of, (*own, feed.get("link", "")))), "")


def _repeated(entries: Sequence[Any]) -> set[str]:
    """List the identifiers that stand on several stories, which makes them none."""
    told: dict[str, set[tuple[str, str]]] = {}
    for each in entries:
        link, title = comparable_address(each.get("link", "")), plain(each.get("title", ""))
        told.setdefault(each.get("id", ""), set()).add((link, title))
    return {each for each, stories in told.items() if len(stories) > 1}


def _identified(item: Item, scope: str, repeated: set[str]) -> Item:
    if not isinstance(item, Story | Tombstone):
        return item
    return replace(item, scope=scope, source_id="" if item.source_id in repeated else item.source_id)


def _item(entry: Any, own: dict[str, str], found: Any, repair: str, *, where: str) -> Item:
    restriction = restriction_of((*_restricting_fields(entry), *own.items()))
    if restriction.meaning is Meaning.NO_STORY:
        return Dropped(where, restriction.because)
    story = _story(entry, found, repair)
    if restriction.meaning is Meaning.CANCELLED:
        return Tombstone(story.source_id, story.headline)
    return finished(restriction.applied(story), where=where)


def _restricting_fields(entry: Any) -> Iterator[tuple[str, object]]:
    """Yield an entry's elements by their names with and without the prefix, as `wp_status` and `status`.

    Blogger says by a category what an entry is: a post, a comment, the settings of the site.
    """
    for name, value in dict.items(entry):
        if name not in OWN_FIELDS:
            yield name, value
            yield name.partition("_")[2], value
    for each in entry.get("tags", ()):
        if str(each.get("scheme")).endswith("#kind"):
            yield "post_type", str(each.get("term")).rpartition("#")[2]


def _story(entry: Any, found: Any, repair: str) -> Story:
    feed, version = found.feed, found.get("version", "")
    published, basis = _published(entry)
    updated = date_of(_stated(entry, "updated")).moment
    body, standfirst = _texts(entry, feed)
    return Story(
        headline=line_of(entry, "title", version),
        body=(*_pictures(entry, version), *body.blocks),
        source_id=entry.get("id", ""),
        standfirst=standfirst,
        language=_language(entry, feed),
        published_at=published.moment,
        date_precision=published.precision,
        date_basis=basis,
        updated_at=updated if published.moment and updated and updated > published.moment else None,
        topics=topics_of(entry, version),
        authors=tuple(name_of(each, version) for each in bylines_of(entry)),
        source=line_of(entry.get("source") or {}, "title", version) or line_of(feed, "title", version),
        url=entry.get("link", ""),
        repairs=tuple(each for each in (repair, published.note, *body.losses) if each),
    )


def _texts(entry: Any, feed: Any) -> tuple[Body, str]:
    """Return the body and the standfirst: the full content where there is one, else the summary as the body."""
    summary = summary_of(entry)
    part: Any = max(entry.get("content", ()), key=lambda each: len(markup_of(each)), default={})
    full = markup_of(part)
    told = " ".join(plain(summary).split())
    if full and plain(full) != plain(summary):
        body = read_body(full, base=base_of(part, entry, feed))
        return body, told if len(told) < len(plain(full)) else ""
    body = read_body(full or summary, base=base_of(entry.get("summary_detail") or {}, entry, feed))
    return body if body.blocks else replace(body, blocks=paragraphs(plain(summary))), ""


def _pictures(entry: Any, version: str) -> tuple[Block, ...]:
    media = [*entry.get("media_content", ()), *entry.get("enclosures", ())]
    for each in media:
        url = each.get("url") or each.get("href") or ""
        is_picture = each.get("medium") == "image" or str(each.get("type", "")).startswith("image/")
        if is_picture and url.startswith(("http://", "https://")):
            return (Picture(url, caption=name_of(entry.get("media_description", ""), version)),)
    return ()


def _published(entry: Any) -> tuple[StatedDate, str]:
    """Return the first date that the entry states, read from its text: feedparser's own takes 30 February for 1 March."""
    stated = [
        (field, date_of(_stated(entry, field)))
        for field in ("published", "updated", "created")
        if _stated(entry, field)
    ]
    if not stated:
        return StatedDate(), "the feed states no date"
    # A date that cannot be read says nothing against another one beside it.
    field, found = next((each for each in stated if each[1].moment), ("", stated[0][1]))
    return found, f"feed {field}" if field else "the feed states no usable date"


def _stated(entry: Any, field: str) -> Any:
    """Return what the entry itself has: feedparser would answer for "updated" with "published", and warn."""
    return dict.get(entry, field)


def _language(entry: Any, feed: Any) -> str:
    detail = entry.get("title_detail") or {}
    found = detail.get("language") or entry.get("language") or feed.get("language") or ""
    stated = str(found).strip().replace("_", "-")
    return stated if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else ""
