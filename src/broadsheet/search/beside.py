"""Index pairs of words with a function word, so that phrases of frequent words are found without reading positions.

Nearly every English article has "in" and "the": a phrase of such words would be looked for in all of them.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..prose.folding import without_marks
from ..prose.function_words import FUNCTION_WORDS

_FUNCTION_WORDS = frozenset(map(without_marks, FUNCTION_WORDS))


def pairs_beside(words: Iterable[str]) -> list[str]:
    """Return each pair of neighbours with a function word in it, as one term."""
    known = _FUNCTION_WORDS
    return [f"{one}+{other}" for one, other in pairwise(words) if one in known or other in known]


def is_known_by_pairs(words: Sequence[str]) -> bool:
    """Return True if the words are one such pair, so that its term finds the whole phrase."""
    return len(words) == 2 and bool(pairs_beside(words))
