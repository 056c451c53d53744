"""What a format makes of a file: stories, tombstones, and the items that it could not take, with the reason."""

from dataclasses import dataclass

from ..newsroom.stories import Story, Tombstone


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that was not taken: where it stands and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable(Dropped):
    """An item that would take too long to read; the rest of its file can be read."""


Item = Story | Tombstone | Dropped


class UnreadableItem(Exception):
    """One item would take too long to read. The message says why, as the end of a sentence."""


class UnreadableFile(Exception):
    """The file as a whole cannot be read. The message says which, what is wrong, and what to do."""
