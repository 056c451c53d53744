"""Small counts by key, in a file: who was seen, and how often."""

from pathlib import Path

from .files import Mapped

# An entry: 20 bits of the key, which tell it from the others of its bucket, and a count of 12 bits.
COUNT_BITS = 12
MARK_SHIFT = 64 - 20
MOST_COUNTED = (1 << COUNT_BITS) - 1
BUCKET = 8
PROBES = 4
# Numbers before the first bucket: how many entries there are, whether another table goes on, and how many reads
# were counted in all (0 in a table of a version that did not count them).
HEADER = 16
_USED, _SUCCESSOR, _READS = 0, 1, 2
FULL = 0.75


class ReaderTable:
    """Counts up to 4,095 by keys of 64 bits that are spread evenly; one of a hundred thousand is taken for another."""

    def __init__(self, path: Path, entries: int = 0) -> None:
        """Open a table, or make one with room for this many entries, a power of two."""
        self._file = Mapped(path, "I", HEADER + entries if entries else 0)
        self._room = len(self._file) - HEADER
        self._mask = self._room // BUCKET - 1

    @property
    def used(self) -> int:
        """How many entries there are."""
        return int(self._file.values[_USED])

    @property
    def room(self) -> int:
        """How many entries fit."""
        return self._room

    @property
    def is_full(self) -> bool:
        return bool(self._file.values[_USED] >= FULL * self._room)

    @property
    def has_successor(self) -> bool:
        """Whether a further table holds what came when this one was full."""
        return bool(self._file.values[_SUCCESSOR] != 0)

    @has_successor.setter
    def has_successor(self, is_so: bool) -> None:
        self._file.values[_SUCCESSOR] = int(is_so)

    @property
    def reads(self) -> int:
        """How many reads were counted while this table was the first of its half day."""
        return int(self._file.values[_READS])

    @reads.setter
    def reads(self, reads: int) -> None:
        self._file.values[_READS] = reads

    def find(self, key: int) -> tuple[int, int]:
        """Return the place of a key and its count: of a key never seen its future place and 0, or -1 and 0."""
        mark = (key >> MARK_SHIFT) or 1
        values, bucket = self._file.values, key & self._mask
        for _ in range(PROBES):
            place = HEADER + bucket * BUCKET
            for entry in values[place : place + BUCKET].tolist():
                if not entry:
                    return place, 0
                if entry >> COUNT_BITS == mark:
                    return place, entry & MOST_COUNTED
                place += 1
            bucket = (bucket + 1) & self._mask
        return -1, 0

    def put(self, key: int, place: int, count: int) -> None:
        """Count a key once more, where `find` has found it and how often."""
        if count < MOST_COUNTED:
            self._file.values[place] = ((key >> MARK_SHIFT) or 1) << COUNT_BITS | (count + 1)
        if not count:
            self._file.values[_USED] += 1

    def count(self, key: int) -> int:
        """Return the count of a key, 0 where it was never seen."""
        return self.find(key)[1]

    def add(self, key: int) -> bool:
        """Count a key once more; False where there is no room for it."""
        place, count = self.find(key)
        if place < 0:
            return False
        self.put(key, place, count)
        return True

    def close(self) -> None:
        self._file.close()
