"""Hold a story's terms as numbers, small enough to store beside it and fast to compare with a hundred others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..prose.terms import TermKind

Ids = NDArray[np.uint32]
Weights = NDArray[np.float32]

# A term's number: its kind in the upper three bits, a checksum of its letters below.
KIND_SHIFT = 29
_CHECKSUM = (1 << KIND_SHIFT) - 1
MOST_COUNTED = 255
# A longer text is compared by the terms that it says most often; the rest of an hour's transcript tells little.
MOST_TERMS = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """The terms of one story: `ids` ascending, `counts` how often each stands in it, 255 at most."""

    ids: Ids
    counts: NDArray[np.uint8]

    def to_bytes(self) -> bytes:
        """Return five bytes a term: all numbers, little-endian, then all counts."""
        return self.ids.astype("<u4").tobytes() + self.counts.tobytes()

    @classmethod
    def from_bytes(cls, stored: Any) -> "Vector":
        """Read what `to_bytes` wrote: bytes, or the memoryview of a database."""
        split = len(stored) // 5 * 4
        return cls(np.frombuffer(stored, "<u4", split // 4), np.frombuffer(stored, np.uint8, offset=split))

    def of_kind(self, kind: TermKind) -> slice:
        """Return where the terms of one kind stand."""
        first, last = np.searchsorted(self.ids, [kind << KIND_SHIFT, (kind + 1) << KIND_SHIFT])
        return slice(int(first), int(last))


def term_id(kind: TermKind, term: str) -> int:
    """Return the number of a term, the same in every process; two of half a thousand million may share one."""
    return kind << KIND_SHIFT | crc32(term.encode("utf-8", "surrogatepass")) & _CHECKSUM


def vector(counts: Mapping[TermKind, Mapping[str, int]], topics: Iterable[str] = ()) -> Vector:
    """Return the vector of a story's terms and topics."""
    numbered: dict[int, int] = {}
    for kind, terms in counts.items():
        mark = kind << KIND_SHIFT
        for term, count in terms.items():
            numbered[mark | crc32(term.encode("utf-8", "surrogatepass")) & _CHECKSUM] = count
    numbered |= dict.fromkeys((term_id(TermKind.TOPIC, topic) for topic in topics), 1)
    if len(numbered) > MOST_TERMS:
        most = sorted(numbered.items(), key=lambda item: (-item[1], item[0]))
        numbered = dict(most[:MOST_TERMS])
    ids = np.fromiter(numbered.keys(), np.uint32, len(numbered))
    values = np.minimum(np.fromiter(numbered.values(), np.int64, len(numbered)), MOST_COUNTED)
    order = np.argsort(ids)
    return Vector(ids[order], values[order].astype(np.uint8))
