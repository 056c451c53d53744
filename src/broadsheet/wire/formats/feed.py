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
from ..text.html_blocks import blocks, paragraphs
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
        found = feedparser.parse(io.BytesIO(data))
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
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(found.entries, start=1):
        where = f"{name}#{number}"
        try:
            item = _identified(_item(entry, found.feed, repair, where=where), scope, repeated)
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


def _item(entry: Any, feed: Any, repair: str, *, where: str) -> Item:
    restriction = restriction_of(_restricting_fields(entry))
    if restriction.meaning is Meaning.NO_STORY:
        return Dropped(where, restriction.because)
    story = _story(entry, feed, repair)
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


def _story(entry: Any, feed: Any, repair: str) -> Story:
    published, basis = _published(entry)
    updated = date_of(_stated(entry, "updated")).moment
    body, standfirst = _texts(entry)
    return Story(
        headline=plain(entry.get("title", "")),
        body=(*_pictures(entry), *body),
        source_id=entry.get("id", ""),
        standfirst=standfirst,
        language=_language(entry, feed),
        published_at=published.moment,
        date_precision=published.precision,
        date_basis=basis,
        updated_at=updated if published.moment and updated and updated > published.moment else None,
        topics=tuple(each["term"] for each in entry.get("tags", ()) if each.get("term")),
        authors=tuple(each["name"] for each in entry.get("authors", ()) if each.get("name")),
        source=(entry.get("source") or {}).get("title") or feed.get("title", ""),
        url=entry.get("link", ""),
        repairs=tuple(each for each in (repair, published.note) if each),
    )


def _texts(entry: Any) -> tuple[tuple[Block, ...], str]:
    """Return the body and the standfirst: the full content where there is one, else the summary as the body."""
    summary = entry.get("summary", "")
    full = max((_content(each) for each in entry.get("content", ())), key=len, default="")
    if full and plain(full) != plain(summary):
        return blocks(full), plain(summary).replace("\n", " ") if len(plain(summary)) < len(
            plain(full)
        ) else ""
    return blocks(full or summary) or paragraphs(plain(summary)), ""


def _content(part: Any) -> str:
    value = part.get("value", "")
    return value if isinstance(value, str) and "html" in part.get("type", "html") else _escaped(value)


def _escaped(value: Any) -> str:
    return str(value or "").replace("&", "&amp;").replace("<", "&lt;")


def _pictures(entry: Any) -> tuple[Block, ...]:
    media = [*entry.get("media_content", ()), *entry.get("enclosures", ())]
    for each in media:
        url = each.get("url") or each.get("href") or ""
        is_picture = each.get("medium") == "image" or str(each.get("type", "")).startswith("image/")
        if is_picture and url.startswith(("http://", "https://")):
            return (Picture(url, caption=plain(entry.get("media_description", ""))),)
    return ()


def _published(entry: Any) -> tuple[StatedDate, str]:
    """Return the first date that the entry states, read from its text: feedparser's own takes 30 February for 1 March."""
    for field in ("published", "updated", "created"):
        if _stated(entry, field):
            found = date_of(_stated(entry, field))
            return found, f"feed {field}" if found.moment else "the feed states no usable date"
    return StatedDate(), "the feed states no date"


def _stated(entry: Any, field: str) -> Any:
    """Return what the entry itself has: feedparser would answer for "updated" with "published", and warn."""
    return dict.get(entry, field)


def _language(entry: Any, feed: Any) -> str:
    detail = entry.get("title_detail") or {}
    stated = detail.get("language") or feed.get("language") or ""
    return stated if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else ""
