"""What a feed says, whatever its format: the channel and its items."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

# Atom wants a date where nothing is known of one (RFC 4287, 4.2.15). No paper of the web is as old as this.
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """A file of an item's picture; `length` is in bytes."""

    address: str
    kind: str
    length: int
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One article. `summary` is plain text; `content` is HTML, and empty where the edition gives teasers alone.

    `since` is when it came in here: no date of the story, but one that even an undated story has.
    """

    guid: str
    address: str
    title: str
    summary: str
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    since: datetime | None = None
    section: str = ""
    authors: tuple[str, ...] = ()
    picture: FeedPicture | None = None

    @property
    def changed(self) -> datetime:
        """When it was last changed as far as anybody knows."""
        return self.updated or self.published or self.since or UNKNOWN


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its title, the page that it belongs to, its own address in each format, and its items."""

    title: str
    page: str
    description: str
    language: str
    addresses: Mapping[str, str]
    icon: str
    items: tuple[FeedItem, ...]
    # The WebSub hub that tells its subscribers of changes, "" for none: https://www.w3.org/TR/websub/
    hub: str = ""

    @property
    def changed(self) -> datetime | None:
        """The newest date in it; None where nothing is dated."""
        return max(
            (date for each in self.items for date in (each.updated, each.published) if date), default=None
        )
