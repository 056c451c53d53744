"""Index pairs of words with a function word, so that phrases of frequent words are found without reading positions.

Nearly every English article has "in" and "the": a phrase of such words would be looked for in all of them.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..prose.folding import without_marks
from ..prose.function_words import FUNCTION_WORDS

_FUNCTION_WORDS = frozenset(map(without_marks, FUNCTION_WORDS))


# Function words that tell what a text is about after all: plain language, March madness, the first lady.
_TELLING = """
plain learn learned shared people second first third year years hundred twenty thirty forty fifty sixty time times info
monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
november december
"""
_SAYING_LITTLE = _FUNCTION_WORDS - set(_TELLING.split())


def is_function_word(plain: str) -> bool:
    """Return True if a word, in its plain form, does not tell what a text is about."""
    return plain in _SAYING_LITTLE


def pairs_beside(words: Iterable[str]) -> list[str]:
    """Return each pair of neighbours with a function word in it, as one term."""
    known = _FUNCTION_WORDS
    return [f"{one}+{other}" for one, other in pairwise(words) if one in known or other in known]


def is_known_by_pairs(words: Sequence[str]) -> bool:
    """Return True if the words are one such pair, so that its term finds the whole phrase."""
    return len(words) == 2 and bool(pairs_beside(words))
