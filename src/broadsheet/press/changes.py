"""A change as the outbox tells of it."""

from dataclasses import dataclass

# Before a tag: readers may not see any more what it names.
PURGE = "gone:"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A change as it was read from the outbox."""

    number: int
    tags: frozenset[str]

    def numbers(self, kind: str) -> set[int]:
        """Return the numbers in the tags of a kind: 42 of "article:42"."""
        return {int(tag.partition(":")[2]) for tag in self.tags if tag.startswith(f"{kind}:")}
