"""Remember for half a day, and for the half day after it, who has read what: as salted numbers, never as names.

A reader of an article is a keyed hash (BLAKE2, RFC 7693) of address, browser string and article. The article is
inside it, so that two reads of one person have nothing in common. The key is random, lives in one file and is
destroyed with it, a day after it was made at the latest; without it the numbers say nothing.
"""

import os
import secrets
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from .table import MOST_COUNTED, ReaderTable

HALF_DAY = 43_200
SMALLEST = 1 << 20
# A table that is full is followed by one twice as large, up to this.
LARGEST_STEP = 1 << 24
SALT = 32
# Where a count is full, one of so many more is counted in its stead, and stands for all of them.
SAMPLED = 64
_64_BITS = (1 << 64) - 1
# 2**64 over the golden ratio, odd (Knuth, The Art of Computer Programming 3, 6.4).
_SPREAD = 0x9E3779B97F4A7C15


class Generation:
    """What is known of one half day; of several processes only one may call it at a time."""

    def __init__(self, folder: Path, number: int, *, room: int = SMALLEST) -> None:
        """Open a half day's folder, or make it with room for about this many entries."""
        self.number = number
        self.folder = folder / f"half-day-{number}"
        if not (self.folder / "salt").exists():
            _make(self.folder)
        self._keyed = blake2b(key=(self.folder / "salt").read_bytes(), digest_size=8)
        self._tables = [ReaderTable(path) for path in _tables_of(self.folder)]
        if not self._tables:
            self._tables = [ReaderTable(self.folder / "table-0", _power(room))]
        self._stories = self.key(b"stories")

    def key(self, of: bytes) -> int:
        """Return the number that stands for these bytes in this half day."""
        keyed = self._keyed.copy()
        keyed.update(of)
        return int.from_bytes(keyed.digest(), "little")

    def count(self, key: int) -> int:
        """Return how often a key was counted."""
        for table in self._tables:
            if found := table.count(key):
                return found
        return 0

    def add(self, key: int) -> None:
        """Count a key once more."""
        newest = self._tables[-1]
        # One that is full takes no new key, but goes on counting those it has.
        for table in self._tables if newest.is_full else self._tables[:-1]:
            if table.count(key):
                table.add(key)
                return
        if newest.is_full or not newest.add(key):
            self._grow(newest)
            self._tables[-1].add(key)

    def count_many(self, key: int) -> int:
        """Return how often a key was counted by `add_many`: exactly up to 4,095, roughly up to a quarter of a million."""
        found = self.count(key)
        return found if found < MOST_COUNTED else found + SAMPLED * self.count(pair(key, SAMPLED))

    def add_many(self, key: int) -> None:
        """Count a key once more that may be counted more often than an entry can hold."""
        if self.count(key) < MOST_COUNTED:
            self.add(key)
        elif self.reads % SAMPLED == 0:
            self.add(pair(key, SAMPLED))

    def story(self, article: int) -> int:
        """Return the key under which an article's addresses are counted."""
        return pair(self._stories, article)

    @property
    def reads(self) -> int:
        """How many reads were counted."""
        return self._tables[0].reads

    def add_read(self) -> None:
        """Count a read."""
        self._tables[0].reads += 1

    @property
    def used(self) -> int:
        """How many entries there are."""
        return sum(each.used for each in self._tables)

    def look(self) -> None:
        """See the tables that other processes have made."""
        while self._tables[-1].has_successor:
            self._tables.append(ReaderTable(self.folder / f"table-{len(self._tables)}"))

    def _grow(self, full: ReaderTable) -> None:
        room = min(2 * full.room, max(full.room, LARGEST_STEP))
        self._tables.append(ReaderTable(self.folder / f"table-{len(self._tables)}", room))
        full.has_successor = True

    def close(self) -> None:
        for each in self._tables:
            each.close()


def pair(network: int, article: int) -> int:
    """Return the key of a network and an article, from the network's secret key."""
    mixed = (network ^ (article * _SPREAD)) * _SPREAD & _64_BITS
    return (mixed ^ (mixed >> 29)) * _SPREAD & _64_BITS


def destroy_before(folder: Path, number: int) -> None:
    """Destroy the half days before a number, their salts first."""
    for each in _half_days(folder):
        if int(each.name.rpartition("-")[2]) < number:
            for path in [each / "salt", *_tables_of(each)]:
                path.unlink(missing_ok=True)
            each.rmdir()


def _half_days(folder: Path) -> Iterator[Path]:
    return (each for each in folder.glob("half-day-*") if each.name.rpartition("-")[2].isdigit())


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / "salt.new"
    made.touch(mode=0o600)
    made.write_bytes(secrets.token_bytes(SALT))
    os.replace(made, folder / "salt")


def _tables_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("table-*"), key=lambda path: int(path.name.rpartition("-")[2]))


def _power(room: int) -> int:
    return 1 << (max(SMALLEST, room) - 1).bit_length()
