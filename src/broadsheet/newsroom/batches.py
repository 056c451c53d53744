"""Take rows in batches: a statement holds so many, and so does memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of at most `size`, in their order."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
