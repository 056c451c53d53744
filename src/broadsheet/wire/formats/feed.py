"""Read RSS and Atom files in all their states; nothing is fetched."""

import calendar
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser

from ...newsroom.stories import Block, Picture, Story
from ...prose import tags
from ...prose.dates import DatePrecision
from ...prose.markup import plain
from ..format_protocol import Confidence
from ..items import Dropped, Item, Unreadable, UnreadableFile, UnreadableItem
from ..sources import SourceFile, one_by_one, whole
from ..text.decode import decode, opening
from ..text.feed_bylines import bylines_of
from ..text.feed_texts import base_of, line_of, markup_of, name_of, summary_of, topics_of
from ..text.html_blocks import Body, paragraphs, read_body
from ..text.making import finished
from ..text.moments import EARLIEST_YEAR, LATEST_YEAR

# A document type that defines entities is an attack or a mistake; no feed needs one.
_ENTITIES = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_ENTITIES_WIDE = re.compile(b"<\0!\0E\0N\0T\0I\0T\0Y\0|\0<\0!\0E\0N\0T\0I\0T\0Y", re.IGNORECASE)


_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel|cdf)\b", re.IGNORECASE)


class FeedFile:
    """Reads feeds."""

    name = "feed"
    description = "RSS and Atom files"
    is_one_page = False

    def recognise(self, head: bytes, filename: str) -> Confidence:
        text = opening(head)
        if _FEED.search(text) and not text.lower().startswith(("<!doctype html", "<html")):
            return Confidence.LIKELY
        # An XML of no known kind: where it has not even a tag of HTML, the parser of feeds may make something of it.
        return Confidence.POSSIBLE if text.startswith("<?xml") else Confidence.NONE

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
    seen: set[str] = set()
    for number, entry in enumerate(found.entries, start=1):
        where = f"{name}#{number}"
        try:
            story = finished(_story(entry, found, repair), where=where)
        except UnreadableItem as error:
            yield Unreadable(where, str(error))
            continue
        if isinstance(story, Story):
            key = story.source_id or story.headline
            if key in seen:
                yield Dropped(where, f"“{story.headline[:60]}” is the same item again")
                continue
            seen.add(key)
        yield story


def _story(entry: Any, found: Any, repair: str) -> Story:
    feed, version = found.feed, found.get("version", "")
    published, basis, complaint = _published(entry)
    updated = _moment(_stated(entry, "updated_parsed"))
    body, standfirst = _texts(entry, feed)
    return Story(
        headline=line_of(entry, "title", version),
        body=(*_pictures(entry, version), *body.blocks),
        source_id=entry.get("id") or entry.get("link", ""),
        standfirst=standfirst,
        language=_language(entry, feed),
        published_at=published,
        date_precision=DatePrecision.SECOND if published else DatePrecision.UNKNOWN,
        date_basis=basis,
        updated_at=updated if published and updated and updated > published else None,
        topics=topics_of(entry, version),
        authors=tuple(name_of(each, version) for each in bylines_of(entry)),
        source=line_of(entry.get("source") or {}, "title", version) or line_of(feed, "title", version),
        url=entry.get("link", ""),
        repairs=tuple(each for each in (repair, complaint, *body.losses) if each),
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


def _published(entry: Any) -> tuple[datetime | None, str, str]:
    for field in ("published", "updated", "created"):
        stated = _stated(entry, field)
        if stated:
            found = _moment(_stated(entry, f"{field}_parsed"))
            if found:
                return found, f"feed {field}", ""
            return (
                None,
                "the feed states no usable date",
                f"'{str(stated)[:40]}' cannot be a date of publication",
            )
    return None, "the feed states no date", ""


def _stated(entry: Any, field: str) -> Any:
    """Return what the entry itself has: feedparser would answer for "updated" with "published", and warn."""
    return dict.get(entry, field)


def _moment(parsed: Any) -> datetime | None:
    if not parsed or not EARLIEST_YEAR <= parsed[0] <= LATEST_YEAR:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _language(entry: Any, feed: Any) -> str:
    detail = entry.get("title_detail") or {}
    stated = detail.get("language") or feed.get("language") or ""
    return stated if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else ""
