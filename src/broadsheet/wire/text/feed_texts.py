"""Tell what in a feed's item is plain text and what is markup, and decode each once."""

import html as entities
from typing import Any

from ...prose.markup import plain
from ...prose.stated_text import escaped_perhaps
from .addresses import absolute


def is_atom(feed_version: str) -> bool:
    """Return True for a kind of feed that says of each text whether it is markup."""
    return feed_version.startswith("atom")


def line_of(context: Any, field: str, feed_version: str) -> str:
    """Return the words of an item's or feed's title, or of another text of one line."""
    value = str(context.get(field) or "")
    if not is_atom(feed_version):
        return escaped_perhaps(value)
    kind = (context.get(f"{field}_detail") or {}).get("type", "text/plain")
    return plain(value) if "html" in kind else value


def name_of(value: str, feed_version: str) -> str:
    """Return a name, which in Atom is plain text."""
    return value if is_atom(feed_version) else escaped_perhaps(value)


def topics_of(entry: Any, feed_version: str) -> tuple[str, ...]:
    """Return the names of an item's categories; in Atom the label is for people."""
    tags = entry.get("tags") or ()
    return tuple(
        name_of(name, feed_version) for each in tags if (name := each.get("label") or each.get("term"))
    )


def markup_of(part: Any) -> str:
    """Return a content or summary as markup: plain text is escaped."""
    value = str(part.get("value") or "")
    return value if "html" in part.get("type", "html") else entities.escape(value, quote=False)


def summary_of(entry: Any) -> str:
    """Return an item's summary as markup."""
    detail = entry.get("summary_detail")
    if not detail and entry.get("content"):
        # It would only be the content again, of whatever type that is.
        return ""
    return markup_of(detail or {"value": entry.get("summary", "")})


def base_of(part: Any, entry: Any, feed: Any) -> str:
    """Return what the relative addresses of a text are relative to: its xml:base, the item's link, the feed's."""
    base = ""
    for stated in (feed.get("link"), entry.get("link"), part.get("base")):
        base = absolute(stated, base) if stated else base
    return base if base.startswith(("http://", "https://")) else ""
