"""Files that are read and written as memory, so that what was counted outlives the process that counted it."""

import mmap
import os
from pathlib import Path
from typing import Any, Literal

# Bytes, whole numbers of four bytes, and doubles, as `array` has them.
Kind = Literal["B", "I", "d"]


class Mapped:
    """A file as an array of numbers, all zero where nothing was written.

    A store of one aligned number is whole or not at all, whoever is killed meanwhile. Only the machine's own end
    can lose what the system has not yet written back.
    """

    def __init__(self, path: Path, kind: Kind, count: int = 0) -> None:
        """Open a file, and let it grow to `count` numbers where it has fewer."""
        self.path = path
        self._kind = kind
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._size = 0
        self.values: memoryview[Any] = memoryview(b"").cast(kind)
        self._map: mmap.mmap | None = None
        self.grow(count)

    def __len__(self) -> int:
        return len(self.values)

    def grow(self, count: int = 0) -> None:
        """Make room for `count` numbers, and see the room that another process has made."""
        wanted = count * memoryview(b"").cast(self._kind).itemsize
        size = os.fstat(self._file).st_size
        if size < wanted:
            _allocate(self._file, size, wanted)
            size = wanted
        if size != self._size:
            # The former map goes when the last thread that reads from it has let go.
            self._map = mmap.mmap(self._file, size)
            self.values, self._size = memoryview(self._map).cast(self._kind), size

    def close(self) -> None:
        """Let go of the file."""
        self.values.release()
        if self._map is not None:
            self._map.close()
        os.close(self._file)


def _allocate(file: int, size: int, wanted: int) -> None:
    """Let a file grow, with its room on the disk: a store into a hole kills the process where the disk is full."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, size, wanted - size)
    else:
        os.ftruncate(file, wanted)  # macOS has no such call
