"""Recognise re-runs, updates, retitled, cut and translated copies of one text by a short signature.

A signature is two sketches of a text. Its phrases are the pairs of neighbouring long words, each by its first
letters: they outlive another ending, another function word, a sentence more. Its facts are the pairs of
neighbouring numbers and names: weather reports, markets and result tables share their phrases, not their
facts, and two articles about one event tell its facts in another order.

Phrases are kept by one-permutation MinHash (Li, Owen, Zhang 2012) whose empty bins borrow from others
(optimal densification: Shrivastava 2017), facts by their smallest hashes (bottom-k: Broder 1997), since
they are few and each counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from zlib import crc32

from .terms import words

# A language's short words change in every retelling, and so do the ends of its long ones.
LONG_LETTERS = 5
LEAST_SHARE_OF_LONG = 0.25
BINS = 64
FACTS_KEPT = 40
# Only the first 32 bins make bands: more would find few copies more, and many strangers.
BANDS = 16
FACTS_IN_BANDS = 4
FEW_FACTS = 3
# Values are cut to 24 bits: short to store, and equal by chance once in sixteen million.
_VALUE_BITS = 24
_EMPTY = -1
_64_BITS = (1 << 64) - 1
# 2**64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4): spreads what a CRC leaves in order.
_SPREAD = 0x9E3779B97F4A7C15

# One text has nearly all of its phrases from the other, or fewer of them but its facts too ...
SHARED_TOGETHER = 1.0
LEAST_PHRASES = 0.45
LEAST_FACTS = 1 / 3
# ... and is no page that quotes it.
LEAST_RESEMBLANCE = 0.25
# A German noun has a capital as a name has, and a template may name the same offices every day: where the facts
# are not mostly the same, those with a number in them must agree on their own.
MOST_FACTS = 0.55
LEAST_FIGURES = 0.27
# Below this many phrases what is shared may be a line that stands under everything ("See all topics"), and one
# other number may be all that tells today's notice from yesterday's.
FEW_PHRASES = 12
SAME_WHEN_SHORT = 0.7
WHOLE = 0.9
LEAST_WHEN_SHORT = 0.5

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<start>[.!?…:;\"“„«»”`])"
)
_NOT_DIGIT = re.compile(r"\D+")


def phrases(headline: str, body: str, *, language: str = "") -> set[str]:
    """Return the pairs of neighbouring long words by their first letters, "harbo counc"; numbers are left out."""
    told = words(headline, language=language) + words(body, language=language)
    found = [word for word in told if not word.isdigit()]
    long = [word for word in found if len(word) >= LONG_LETTERS]
    # Chinese comes in pairs of characters, Korean in short words.
    if len(long) < LEAST_SHARE_OF_LONG * len(found):
        long = found
    stems = [word[:LONG_LETTERS] if word.isalpha() else word for word in long]
    return {f"{one} {other}" for one, other in pairwise(stems)} or set(stems)


def facts(text: str) -> set[str]:
    """Return the pairs of neighbouring numbers and names, "tolve 12000"; the word that begins a sentence is no name."""
    return {f"{one} {other}" for one, other in pairwise(_numbers_and_names(text))}


def signature(headline: str, body: str, *, language: str = "") -> tuple[int, ...]:
    """Return the counts of phrases and facts, 64 MinHash values of phrases and up to 40 hashes of facts.

    A text without words has none: ().
    """
    told = phrases(headline, body, language=language)
    if not told:
        return ()
    bins = [_EMPTY] * BINS
    for phrase in told:
        check, value = _hashed(phrase)
        which = check % BINS
        if bins[which] == _EMPTY or value < bins[which]:
            bins[which] = value
    stated = {_fact_value(fact) for fact in facts(body or headline)}
    # A copy of a short text is hardly longer than twice as long.
    if len(told) < 2 * FEW_PHRASES:
        stated |= {_fact_value(each) for each in _numbers_and_names(body or headline) if each.isdigit()}
    return (len(told), len(stated), *_filled(bins), *sorted(stated)[:FACTS_KEPT])


def bands(signature: Sequence[int]) -> list[int]:
    """Return at most 22 keys of 63 bits, each of two phrases or two facts: candidates share one.

    Texts with 40 % of their phrases in common share one 94 times in a hundred, facts aside.
    """
    if not signature:
        return []
    values, stated = _phrase_values(signature), _fact_values(signature)[:FACTS_IN_BANDS]
    keys = [_mixed((start, *values[start : start + 2])) for start in range(0, 2 * BANDS, 2)]
    if signature[1] >= FEW_FACTS:
        keys += [_mixed((BINS, one, other)) for one, other in combinations(stated, 2)]
    return keys


def resemblance(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the estimated share of phrases that two texts have in common, of all that they have."""
    if not a or not b:
        return 0.0
    # Kept signatures may be of an older release, of another length: they resemble none of this one.
    pairs = zip(_phrase_values(a), _phrase_values(b), strict=False)
    return sum(one == other for one, other in pairs) / BINS


def containment(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the estimated share of the phrases of the shorter text that stand in the longer one."""
    if not a or not b:
        return 0.0
    alike = resemblance(a, b)
    return min(1.0, alike / (1 + alike) * (a[0] + b[0]) / min(a[0], b[0]))


def facts_in_common(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the estimated share of the facts of the text with fewer that stand in the other.

    One of three more is taken as shared, so that a text without facts is judged by its phrases.
    """
    one, other = _comparable_facts(a, b)
    return (1 + len(one & other)) / (3 + min(len(one), len(other)))


def figures_in_common(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the same share of the facts that have a number in them.

    Two of five more are taken as shared: a toll that is raised in a text with no other number is no template.
    """
    one, other = _comparable_figures(a, b)
    return (2 + len(one & other)) / (5 + min(len(one), len(other)))


def same_story(a: Sequence[int], b: Sequence[int]) -> bool:
    """Return True if two signatures are of one text: a re-run, an update, retitled, cut or translated back."""
    if resemblance(a, b) < LEAST_RESEMBLANCE:
        return False
    if min(a[0], b[0]) < FEW_PHRASES and not _are_one_notice(a, b):
        return False
    told, stated = containment(a, b), facts_in_common(a, b)
    if told < LEAST_PHRASES or stated < LEAST_FACTS or told + stated < SHARED_TOGETHER:
        return False
    return stated >= MOST_FACTS or figures_in_common(a, b) >= LEAST_FIGURES


def _are_one_notice(a: Sequence[int], b: Sequence[int]) -> bool:
    """Return True if one of two short texts stands whole in the other, with no other number."""
    one, other = _comparable_figures(a, b)
    if one - other and other - one:
        return False
    alike = resemblance(a, b)
    return alike >= SAME_WHEN_SHORT or (alike >= LEAST_WHEN_SHORT and containment(a, b) >= WHOLE)


def _numbers_and_names(text: str) -> Iterator[str]:
    starts = True
    for token in _TOKEN.finditer(text):
        number, word = token["number"], token["word"]
        if number:
            yield _NOT_DIGIT.sub("", number)
        elif word and not starts and word[0].isupper():
            yield word[:LONG_LETTERS].casefold()
        starts = token.lastgroup == "start"


def _phrase_values(signature: Sequence[int]) -> Sequence[int]:
    return signature[2 : 2 + BINS]


def _fact_values(signature: Sequence[int]) -> Sequence[int]:
    return signature[2 + BINS :]


def _comparable_facts(a: Sequence[int], b: Sequence[int]) -> tuple[set[int], set[int]]:
    one, other = _fact_values(a), _fact_values(b)
    # Only the smallest are kept, so beyond the last one nothing is known.
    last = min((each[-1] for each in (one, other) if len(each) == FACTS_KEPT), default=_64_BITS)
    return {fact for fact in one if fact <= last}, {fact for fact in other if fact <= last}


def _comparable_figures(a: Sequence[int], b: Sequence[int]) -> tuple[set[int], set[int]]:
    one, other = _comparable_facts(a, b)
    return {fact for fact in one if fact % 2}, {fact for fact in other if fact % 2}


def _filled(bins: list[int]) -> list[int]:
    """Let each empty bin borrow from the first full one of its own order: neighbours borrow from different ones."""
    if _EMPTY not in bins:
        return bins
    return [
        next(bins[lender] for lender in order if bins[lender] != _EMPTY) if value == _EMPTY else value
        for value, order in zip(bins, _LENDERS, strict=True)
    ]


def _fact_value(fact: str) -> int:
    """Return the hash of a fact, odd where there is a number in it."""
    return _hashed(fact)[1] & ~1 | any(letter.isdigit() for letter in fact)


def _hashed(text: str) -> tuple[int, int]:
    """Return a checksum, which chooses the bin, and a value of 24 bits; the same in every process."""
    check = crc32(text.encode("utf-8", "surrogatepass"))
    return check, (check * _SPREAD & _64_BITS) >> (64 - _VALUE_BITS)


def _mixed(values: Iterable[int]) -> int:
    key = 0
    for value in values:
        key = (key ^ value) * _SPREAD & _64_BITS
        key ^= key >> 29
    return key >> 1


_LENDERS = [sorted(range(BINS), key=lambda other: _mixed((index + 1, other + 1))) for index in range(BINS)]
