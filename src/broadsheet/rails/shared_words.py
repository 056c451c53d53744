"""Choose the words by which a reason says what two stories share: no scraps, each in the form of the other story's text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, overload

import numpy as np

from ..prose.function_words import FUNCTION_WORDS
from ..prose.terms import TermKind, is_tight
from .vectors import KIND_SHIFT, Vector

WORDS_NAMED = 3
# One word alone is often an accident: where no topic is named, another is told although it explains little.
WORDS_WANTED = 2
WORDS_TRIED = 12
TOPICS_NAMED = 2
# Initials, endings and what a contraction leaves behind have fewer letters.
FEWEST_LETTERS = 3
# The kinds of which words are kept beside a vector, in its order.
KINDS = (TermKind.STEM, TermKind.NAME, TermKind.TOPIC)
# Where a shared term stands: in the vector of the story that asks, and in that of the other.
Places = tuple[int, int]
_BOUNDS = np.array([bound << KIND_SHIFT for kind in KINDS for bound in (kind, kind + 1)], np.uint32)
_LETTERS = re.compile(r"[^\W\d_]+")


class StoredWords(Sequence[str]):
    """The words beside a stored vector, a line each: taken apart only for those few stories of which one is named."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __len__(self) -> int:
        return self._text.count("\n") + 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self._text.split("\n")[place]


class ShownTerms:
    """A story's terms with the words for them: what a text writes for its stems and names, and what topics are called."""

    def __init__(self, vector: Vector, shown: Sequence[str]) -> None:
        # Stored words are taken apart here, once for all that are asked for.
        self._shown = shown[:]
        bounds: list[int] = np.searchsorted(vector.ids, _BOUNDS).tolist()
        # Of each kind the first place, the place after the last, and how far before its place a word is kept.
        self._ranges: list[tuple[int, int, int]] = []
        kept = 0
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            self._ranges.append((start, end, start - kept))
            kept += end - start
        self._explaining: dict[int, str] = {}

    def is_topic(self, place: int) -> bool:
        """Return True if the term at a place of the vector is a topic."""
        return self._ranges[2][0] <= place < self._ranges[2][1]

    def is_name(self, place: int) -> bool:
        """Return True if the term at a place of the vector is a name."""
        return self._ranges[1][0] <= place < self._ranges[1][1]

    def words(self, kind: TermKind) -> Sequence[str]:
        """Return the words for all terms of a kind of which words are kept."""
        start, end, shift = self._ranges[KINDS.index(kind)]
        return self._shown[start - shift : end - shift]

    def at(self, place: int) -> str:
        """Return the word for the term at a place of the vector, "" where none was kept."""
        for start, end, shift in self._ranges:
            if start <= place < end:
                return self._shown[place - shift] if place - shift < len(self._shown) else ""
        return ""

    def explaining(self, place: int) -> str:
        """Return the word for the term at a place of the vector, "" for a topic and for what can explain nothing."""
        known = self._explaining.get(place)
        if known is None:
            word = "" if self.is_topic(place) else self.at(place)
            known = self._explaining[place] = word if is_telling(word) else ""
        return known


def chosen(
    own: ShownTerms, other: ShownTerms, places: Iterable[Places], *, but: Callable[[str], bool] | None = None
) -> list[str]:
    """Return the words for the first of these terms of `own`, as the other text writes them.

    Part of a name is replaced by the whole name. Words for which `but` returns True are left out.
    """
    tried = []
    for place, theirs in places:
        as_own = own.explaining(place)
        if not as_own:
            continue
        word = other.at(theirs) or as_own
        if is_telling(word) and not (but and but(word)):
            tried.append((word, word.casefold(), own.is_name(place)))
            if len(tried) == WORDS_TRIED:
                break
    names = [(word, folded) for word, folded, is_name in tried if is_name]
    told: list[tuple[str, str]] = []
    for word, folded, _is_name in tried:
        whole = next((each for each in names if folded in each[1]), (word, folded))
        if not any(whole[1] in known or known in whole[1] for _, known in told):
            told.append(whole)
            if len(told) == WORDS_NAMED:
                break
    return [word for word, _ in told]


def topics_of(own: ShownTerms, places: Iterable[Places]) -> list[str]:
    """Return the names of the first topics among these terms."""
    named = [own.at(place) for place, _theirs in places if own.is_topic(place)]
    return [name for name in named if name][:TOPICS_NAMED]


def is_explained(parts: Mapping[str, Any]) -> bool:
    """Return True if the parts of a score name a word or a topic, and not only who holds an office or wrote the story."""
    return bool(parts.get("words") or parts.get("topics")) and not parts.get("office")


# The stories of a list share words with each other too.
@lru_cache(maxsize=1 << 14)
def is_telling(word: str) -> bool:
    """Return True if a word can explain something: no number, no initials, no scrap, and none that every text has."""
    if word[:1].isdigit():
        return False
    if is_tight(word):
        return len(word) > 1
    letters = _LETTERS.findall(word)
    if max(map(len, letters), default=0) < FEWEST_LETTERS:
        return False
    # "WHO" and "MIT" are names.
    return word.isupper() or not all(each.casefold() in FUNCTION_WORDS for each in letters)
