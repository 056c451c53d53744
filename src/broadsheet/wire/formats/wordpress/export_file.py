"""Read WordPress exports: each item a story in the state that it had, or named with the reason why it is none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from ....prose.markup import plain
from ...format_protocol import Confidence
from ...items import Dropped, FormerAddress, Item, Note, Owner, Unreadable, UnreadableFile, UnreadableItem
from ...sources import SourceFile, one_by_one
from ...text.decode import opening
from ...text.making import finished
from .elements import ExportItem, ExportTerm, elements
from .faults import Faults
from .former_places import (
    addresses_of_author,
    addresses_of_category,
    addresses_of_feeds,
    addresses_of_tag,
)
from .naming import Used
from .restrictions import left_out, standing
from .stories import story_of
from .survey import ExportedSite, survey
from .times import published

_EXPORT = re.compile(
    r"""xmlns:wp\d?\s*=\s*["']https?://(?:www\.)?wordpress\.org/export/|"""
    r"<wp:(?:wxr_version|post_id|post_type|post_name|post_date|status|author|category|tag|term)>"
)


@dataclass(frozen=True, slots=True)
class WordPress:
    """Reads WordPress exports. `post_types` are read as stories beside posts."""

    post_types: frozenset[str] = frozenset()
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    name = "wordpress"
    description = "WordPress exports (WXR), also Squarespace's: posts in the state that each had"
    is_one_page = False

    def recognise(self, head: bytes, filename: str) -> Confidence:
        text = opening(head)
        is_xml = text.startswith("<") and not text.lower().startswith(("<!doctype html", "<html"))
        return Confidence.LIKELY if is_xml and _EXPORT.search(text) else Confidence.NONE

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        return one_by_one(sources, partial(_read, self))


def _read(form: WordPress, source: SourceFile) -> Iterator[Item]:
    """Yield the items of an export, then what the report has to say of the whole."""
    site, used, faults = survey(source), Used(), Faults(source.name)
    now, comments, items = form.clock(), 0, 0
    for each in elements(source, faults):
        if isinstance(each, Unreadable):
            items += 1
            yield each
        elif isinstance(each, ExportItem):
            items += 1
            comments += each.comments
            yield _item(form, each, site, used, f"{source.name}#{each.number}", now)
    if not items:
        raise UnreadableFile(f"{source.name}: is an export without an item. Export it again, with its posts.")
    if comments:
        yield Note(source.name, f"left out: comments of readers: {comments}", "comments", comments)
    yield from faults.notes()
    yield from _former_addresses(site, used)


def _item(
    form: WordPress, item: ExportItem, site: ExportedSite, used: Used, where: str, now: datetime
) -> Item:
    """Return an item as a story, or why it is none."""
    title = " ".join(plain(item.first("title")).split())[:60]
    reason = left_out(item, form.post_types)
    if reason is not None:
        return Dropped(where, f"“{title}” is {reason.reason}", reason.kind)
    dated = published(item)
    try:
        story = story_of(item, site, used, standing=standing(item, dated, now=now), dated=dated)
        made = finished(story, where=where)
        return replace(made, kind="nothing to read") if isinstance(made, Dropped) else made
    except UnreadableItem as error:
        return Unreadable(where, str(error))


def _former_addresses(site: ExportedSite, used: Used) -> Iterator[FormerAddress]:
    """Yield the addresses of the site's feeds, and of the categories, tags and authors that its stories name."""
    if not site.base:
        return
    base, language = site.base, site.language
    yield from addresses_of_feeds(base, language)
    for slug, (kind, name) in used.categories.items():
        term = site.categories.get(slug) or ExportTerm("category", slug, name)
        yield from _owned(kind, name, addresses_of_category(term, site.categories, base), language)
    for slug, name in used.tags.items():
        yield from _owned("topic", name, addresses_of_tag(slug, base), language)
    for slug, (name, number) in used.authors.items():
        yield from _owned("author", name, addresses_of_author(slug, number, base), language)


def _owned(
    kind: Owner, name: str, addresses: Iterator[tuple[str, bool]], language: str
) -> Iterator[FormerAddress]:
    for address, is_feed in addresses:
        yield FormerAddress(kind, name, address, language, is_feed=is_feed)
