"""What is purged from a cache in front, and the protocol of such a cache."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from ..changes import PURGE

# Every page carries it: to name it is to name all of them.
ALL = "all"
# Of more tags than these nearly every page shows one.
MOST_TAGS = 2000


class Unreached(Exception):
    """A cache in front could not be purged. Purge it again."""


@dataclass(frozen=True, slots=True)
class Purge:
    """Tags to purge hard, which readers may no longer see, and tags to purge softly, which read differently now."""

    gone: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tags: Iterable[str]) -> "Purge":
        """Sort the tags of a change."""
        said = frozenset(tags)
        gone = frozenset(each.removeprefix(PURGE) for each in said if each.startswith(PURGE))
        return cls(gone, frozenset(each for each in said if not each.startswith(PURGE)) - gone)

    def __or__(self, other: "Purge") -> "Purge":
        """Unite two purges; a purge of everything names nothing else."""
        gone = _bounded(self.gone | other.gone)
        changed = frozenset[str]() if ALL in gone else _bounded((self.changed | other.changed) - gone)
        return Purge(gone, changed)

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed)

    @property
    def is_all_gone(self) -> bool:
        """Whether everything must be purged."""
        return ALL in self.gone


EVERYTHING = Purge(gone=frozenset([ALL]))


class Cache(Protocol):
    """A cache in front."""

    @property
    def name(self) -> str:
        """Which it is, for the log and for its position in the outbox; no other has it."""

    def purge(self, what: Purge) -> None:
        """Purge what is gone, and have the cache ask again for what has changed. Raises Unreached."""


def batches(tags: Collection[str], size: int) -> Iterator[Sequence[str]]:
    """Split tags into lists of at most `size`, in an order that does not change."""
    left = iter(sorted(tags))
    while batch := list(islice(left, size)):
        yield batch


def _bounded(tags: frozenset[str]) -> frozenset[str]:
    return frozenset([ALL]) if ALL in tags or len(tags) > MOST_TAGS else tags
