"""Name the files that are read, so that each can be opened again, and read none further than is bearable."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .items import Item, Unreadable, UnreadableFile

# What is read as a whole may have this many bytes; JSON Lines may be as long as they like.
LARGEST_PAGE = 20 * 1024 * 1024
# A format shows itself in this many bytes; some exports begin with pages of comments or styles.
HEAD = 65_536


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on the disk or inside an archive; `open` begins at its first byte each time."""

    name: str
    open: Callable[[], BinaryIO]


def file_at(path: Path) -> SourceFile:
    """Return the file at a path, under its own name."""
    return SourceFile(path.name, lambda: path.open("rb"))


@contextmanager
def opened(source: SourceFile) -> Iterator[BinaryIO]:
    """Open a source; whatever the disk says against it is raised as UnreadableFile."""
    try:
        with source.open() as file:
            yield file
    except OSError as error:
        raise UnreadableFile(
            f"{source.name}: {error.strerror or error}. Check the name and who may read it."
        ) from error


def head_of(source: SourceFile) -> bytes:
    """Return the first bytes of a source, by which its format is recognised."""
    with opened(source) as file:
        return file.read(HEAD)


def whole(source: SourceFile) -> bytes:
    """Return all bytes of a source. Raises UnreadableFile where they are more than any page or feed has."""
    with opened(source) as file:
        data = file.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise UnreadableFile(
            f"{source.name}: is larger than {LARGEST_PAGE // 1024 // 1024} MB, more than any page or feed. "
            "Split it, or write it as ninjs, one object a line."
        )
    return data


def one_by_one(sources: Sequence[SourceFile], read: Callable[[SourceFile], Iterator[Item]]) -> Iterator[Item]:
    """Yield the items of sources that do not need each other.

    Where there are several, one that cannot be read is an item, and the rest goes on; a single one raises UnreadableFile.
    """
    for source in sources:
        try:
            yield from read(source)
        except UnreadableFile as error:
            if len(sources) == 1:
                raise
            yield Unreadable(source.name, str(error).removeprefix(f"{source.name}: "))
