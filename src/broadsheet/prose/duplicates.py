"""Recognise re-runs, updates, retitled and cut copies of one text by a short signature.

One-permutation MinHash (Li, Owen, Zhang 2012) over runs of four words, its empty bins filled by
rotation (Shrivastava, Li 2014), and beside it the numbers of the text: weather reports, markets and
result tables share their words, not their numbers.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

from .terms import words

SHINGLE_WORDS = 4
BINS = 48
ROWS_IN_BAND = 3
NUMBERS_KEPT = 12
# Values are cut to 24 bits: short to store, and equal by chance once in sixteen million.
_VALUE_BITS = 24
_EMPTY = -1

# Two texts of one length are one story above this resemblance ...
SAME = 0.8
# ... and a text is a cut copy of a longer one when it stands in it nearly whole.
CONTAINED = 0.82
LEAST_RESEMBLANCE = 0.25
LONGER_BY = 1.15
# Below this many shingles the part in common may be a line that stands under everything ("See all topics").
FEW_SHINGLES = 24
SAME_WHEN_SHORT = 0.9
# The numbers of the smaller set that must stand in the other; texts with fewer numbers must agree in words.
FEW_NUMBERS = 3
NUMBERS_SHARED = 0.6
SAME_WITH_OTHER_NUMBERS = 0.93

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def shingle_hashes(text: str, *, language: str = "") -> set[int]:
    """Return 64-bit hashes of the runs of four words in `text`, the same in every process."""
    found = words(text, language=language)
    if not found:
        return set()
    runs = range(max(1, len(found) - SHINGLE_WORDS + 1))
    return {_hash(" ".join(found[start : start + SHINGLE_WORDS])) for start in runs}


def signature(headline: str, body: str, *, language: str = "") -> tuple[int, ...]:
    """Return the count of shingles, 48 MinHash values and up to 12 hashes of numbers; () for no text."""
    hashes = shingle_hashes(headline, language=language) | shingle_hashes(body, language=language)
    if not hashes:
        return ()
    bins = [_EMPTY] * BINS
    for value in hashes:
        which, rest = value % BINS, value >> (64 - _VALUE_BITS)
        if bins[which] == _EMPTY or rest < bins[which]:
            bins[which] = rest
    numbers = {_hash(number) >> (64 - _VALUE_BITS) for number in _NUMBER.findall(f"{headline}\n{body}")}
    return (len(hashes), *_filled(bins), *sorted(numbers)[:NUMBERS_KEPT])


def bands(signature: Sequence[int]) -> list[int]:
    """Return 63-bit keys: two texts that resemble each other by half share one nine times out of ten."""
    values = signature[1 : 1 + BINS]
    return [
        _hash(f"{start}:{values[start : start + ROWS_IN_BAND]!r}") >> 1
        for start in range(0, len(values), ROWS_IN_BAND)
    ]


def resemblance(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the estimated share of runs of words that two texts have in common, of all that they have."""
    if not a or not b:
        return 0.0
    same = sum(one == other for one, other in zip(a[1 : 1 + BINS], b[1 : 1 + BINS], strict=True))
    return same / BINS


def containment(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the estimated share of the shorter text that stands in the longer one."""
    if not a or not b:
        return 0.0
    alike = resemblance(a, b)
    return min(1.0, alike / (1 + alike) * (a[0] + b[0]) / min(a[0], b[0]))


def same_story(a: Sequence[int], b: Sequence[int]) -> bool:
    """Say whether two signatures are of one text: a re-run, an update, retitled or cut."""
    alike = resemblance(a, b)
    if alike < LEAST_RESEMBLANCE:
        return False
    shorter, longer = sorted((a[0], b[0]))
    if shorter < FEW_SHINGLES:
        is_copy = alike >= SAME_WHEN_SHORT
    else:
        is_cut = longer >= LONGER_BY * shorter and containment(a, b) >= CONTAINED
        is_copy = is_cut or alike >= SAME
    return is_copy and _numbers_agree(a[1 + BINS :], b[1 + BINS :], alike)


def _numbers_agree(a: Sequence[int], b: Sequence[int], alike: float) -> bool:
    fewer, more = sorted((set(a), set(b)), key=len)
    # Only the smallest hashes are kept, so beyond the last one nothing is known.
    if len(more) == NUMBERS_KEPT:
        fewer = {number for number in fewer if number <= max(more)}
    shared = len(fewer & more)
    if len(fewer) >= FEW_NUMBERS:
        return shared >= NUMBERS_SHARED * len(fewer)
    return shared == len(fewer) or alike >= SAME_WITH_OTHER_NUMBERS


def _filled(bins: list[int]) -> list[int]:
    """Give each empty bin the value of the next full one, marked by its distance."""
    filled = []
    for index in range(BINS):
        distance = next(step for step in range(BINS) if bins[(index + step) % BINS] != _EMPTY)
        borrowed = bins[(index + distance) % BINS]
        filled.append((borrowed + distance * 0x9E3779) % (1 << _VALUE_BITS) if distance else borrowed)
    return filled


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
