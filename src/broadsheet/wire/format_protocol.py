"""Say what a format is: something that recognises its files and reads stories from them."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Protocol

from .items import Item
from .sources import SourceFile


class Confidence(IntEnum):
    """How sure a format is that a file is its own. The surest reads it; among equals the first in the registry."""

    NONE = 0
    # The file can be read so, but so can nearly every file.
    LAST_RESORT = 1
    POSSIBLE = 2
    LIKELY = 3


class Format(Protocol):
    """One kind of file that stories come in.

    `name` is what `--format` takes, `description` what the help and the docs say of its files.
    Where a file `is_one_page`, a date given at import belongs to its first story alone.
    """

    name: str
    description: str
    is_one_page: bool

    def recognise(self, head: bytes, filename: str) -> Confidence:
        """Return how sure it is of a file that begins with `head`. Raises nothing."""

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        """Yield the items of the sources, opening and reading no more than the next item needs.

        Whatever cannot be taken is yielded as Dropped, with its place and reason. Raises UnreadableFile and nothing
        else; what was yielded before stays good.
        """
