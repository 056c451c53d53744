"""An entry of the outbox, without the database."""

from dataclasses import dataclass

# Prefix of a tag: readers may no longer see what it names.
PURGE = "gone:"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A change as it was read from the outbox."""

    number: int
    tags: frozenset[str]

    def numbers(self, kind: str) -> set[int]:
        """Return the numbers in the tags of a kind: 42 of "article:42"."""
        return {int(tag.partition(":")[2]) for tag in self.tags if tag.startswith(f"{kind}:")}
