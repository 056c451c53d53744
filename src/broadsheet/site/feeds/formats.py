"""The formats of feeds. A new one is a line here; every feed then has it, and every page names it."""

from collections.abc import Callable
from dataclasses import dataclass

from . import atom, json_feed, rss
from .channel import Channel


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """One way to write a channel: what stands after the feed's address, and the type by which pages and servers name it."""

    name: str
    suffix: str
    kind: str
    served_as: str
    write: Callable[[Channel], str]


# Browsers show XML of no closer type, where they would otherwise ask where to save it.
_SHOWN = "application/xml; charset=utf-8"
FORMATS = {
    each.name: each
    for each in (
        FeedFormat("rss", "", "application/rss+xml", _SHOWN, rss.written),
        FeedFormat("atom", "atom/", "application/atom+xml", _SHOWN, atom.written),
        FeedFormat(
            "json",
            "json/",
            "application/feed+json",
            "application/feed+json; charset=utf-8",
            json_feed.written,
        ),
    )
}


def addresses(path: str) -> dict[str, str]:
    """Return the address of a feed in each format; `path` is the one that ends in /feed/."""
    return {name: f"{path}{each.suffix}" for name, each in FORMATS.items()}
