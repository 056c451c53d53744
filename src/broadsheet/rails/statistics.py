"""Count in how many stories of an archive each term stands, in a table that does not grow with the archive."""

import zlib
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..prose.terms import TermKind
from .vectors import KIND_SHIFT, Ids, Vector, Weights

# Terms that fall into one bucket are counted together. At a million stories a bucket holds some dozens of
# terms that are hardly ever used; they then pass for a little less rare than they are.
BUCKET_BITS = 20
BUCKETS = 1 << BUCKET_BITS
# What a term of each kind counts beside a word; tuned on half of digital.gov's links (docs/performance.md).
KIND_WEIGHTS = np.array([1.0, 1.0, 0.7, 0.45, 1.2, 2.4, 0.0, 0.0], np.float32)
# Rarities are worked out again when the archive has grown by so much of itself.
NEW_TABLE = 0.001
_TIMES = np.log1p(np.arange(256)).astype(np.float32)


class Statistics:
    """What an archive of one language is like: the frequencies that make a term telling."""

    def __init__(self) -> None:
        self.documents = 0
        # Another object whenever a count changes: what was weighed by the former one must be weighed again.
        self.state = object()
        self._tabled = -1
        self._rarities: Weights = np.zeros(1, np.float32)
        self._buckets: NDArray[np.int32] = np.zeros(len(TermKind) << BUCKET_BITS, np.int32)

    def add(self, vectors: Iterable[Vector]) -> None:
        """Count the terms of stories."""
        vectors = list(vectors)
        if vectors:
            self.count(np.concatenate([each.ids for each in vectors]), len(vectors))

    def count(self, ids: Ids, documents: int) -> None:
        """Count the terms of this many stories that came, or, where `documents` is below zero, that left."""
        self.documents += documents
        self.state = object()
        np.add.at(self._buckets, _bucket(ids), 1 if documents > 0 else -1)

    def frequencies(self, ids: Ids) -> NDArray[np.int32]:
        """Return in how many stories each term stands; a term never seen stands in the one that asks."""
        found: NDArray[np.int32] = np.maximum(self._buckets.take(_bucket(ids)), 1)
        return found

    def rarity(self, ids: Ids) -> Weights:
        """Return each term's inverse document frequency as in BM25 (Robertson, Zaragoza 2009), never below zero."""
        return self._rarity(self.frequencies(ids))

    def weights(self, vector: Vector) -> tuple[Weights, Weights]:
        """Return what each term of a story weighs, and its share in the length of the story's vector, squared.

        A term that no other story has can be shared with none, so it makes no story less like the others. The
        vectors of several stories may be asked for as one.
        """
        frequencies = self.frequencies(vector.ids)
        # With small numbers, `take` is twice as fast as an index.
        weights = KIND_WEIGHTS.take(vector.ids >> KIND_SHIFT) * _TIMES.take(vector.counts)
        weights *= self._rarity(frequencies)
        return weights, weights * weights * (frequencies > 1)

    def _rarity(self, frequencies: NDArray[np.int32]) -> Weights:
        """Look the rarities up: a logarithm for each term of a hundred stories would take half the time of ranking."""
        if abs(self.documents - self._tabled) > NEW_TABLE * self._tabled:
            steps = np.arange(max(self.documents, 1) + 1, dtype=np.float32)
            self._rarities = np.log1p(
                (np.maximum(self.documents - steps, 0) + np.float32(0.5)) / (steps + np.float32(0.5))
            )
            self._tabled = self.documents
        rarity: Weights = self._rarities.take(frequencies, mode="clip")
        return rarity

    def to_bytes(self) -> list[bytes]:
        """Return the table kind by kind, compressed."""
        return [
            zlib.compress(self._buckets[start:end].astype("<i4").tobytes(), 1)
            for start, end in pairwise(range(0, len(self._buckets) + 1, BUCKETS))
        ]

    @classmethod
    def from_bytes(cls, documents: int, stored: Iterable[bytes]) -> "Statistics":
        """Read what `to_bytes` wrote."""
        read = cls()
        read.documents = documents
        read._buckets = np.concatenate([np.frombuffer(zlib.decompress(each), "<i4") for each in stored])
        return read


def _bucket(ids: Ids) -> NDArray[np.integer]:
    return (ids >> KIND_SHIFT) << BUCKET_BITS | (ids & np.uint32(BUCKETS - 1))
