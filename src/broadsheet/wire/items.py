"""What a format makes of a file: stories, tombstones, and the items that it could not take, with the reason."""

from dataclasses import dataclass
from typing import Literal

from ..newsroom.stories import Story, Tombstone


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that was not taken: where it stands and why, and the kind under which such items are counted."""

    where: str
    reason: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable(Dropped):
    """An item that would take too long to read; the rest of its file can be read."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the report has to say of a file beside its items: a repair, or something that there are `many` of."""

    where: str
    text: str
    kind: str
    many: int = 1


Owner = Literal["section", "topic", "author", "edition"]


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """An address at which readers knew a section, a topic or an author by name, or an edition, or the feed of one."""

    owner: Owner
    name: str
    address: str
    language: str
    is_feed: bool = False


Item = Story | Tombstone | Dropped | Note | FormerAddress


class UnreadableItem(Exception):
    """One item would take too long to read. The message says why, as the end of a sentence."""


class UnreadableFile(Exception):
    """The file as a whole cannot be read. The message says which, what is wrong, and what to do."""
