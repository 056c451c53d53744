"""Bring together what a query writes in two words and texts in one, and the reverse."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..prose.stems import primary
from ..prose.tokens import NON_JOINER, SHORTEST_PART, word_stems
from .asked import Word, asked
from .beside import is_function_word

# Their words have endings that may stand apart.
_WITH_NON_JOINER = frozenset(["fa", "ur", "ps", "ckb", "azb"])
# Letters that each half of a word has at least, and how many ways to take it apart are tried.
_SHORTEST_HALF, _TRIED = 3, 3
# Articles with a term, and with two words one after the other.
Frequency = Callable[[str], int]
Together = Callable[[str, str], int]


def with_compounds(words: Sequence[Word], language: str, frequency: Frequency) -> tuple[Word, ...]:
    """Let neighbours be found also as the one word that the archive knows: "smart phone" as "smartphone"."""
    found = list(words)
    for at in range(len(words) - 1):
        one, other = words[at : at + 2]
        if not (_may_be_part(one, language) and _may_be_part(other, language)):
            continue
        whole = one.plain + other.plain
        forms = tuple(
            form for form in dict.fromkeys((whole, *word_stems(whole, language))) if frequency(form)
        )
        if forms:
            found[at : at + 2] = [replace(each, joined=(*each.joined, *forms)) for each in found[at : at + 2]]
    return tuple(found)


def _may_be_part(word: Word, language: str) -> bool:
    if word.pairs or word.joined or len(word.plain) < SHORTEST_PART or not word.plain.isalpha():
        return False
    return primary(language) in _WITH_NON_JOINER or not is_function_word(word.plain)


def in_parts(word: Word, language: str, frequency: Frequency, together: Together) -> tuple[Word, ...]:
    """Return the two words as which the archive knows an unknown one: "link" and "rot" of "linkrot"; else itself."""
    if word.pairs or word.joined or not word.plain.isalpha():
        return (word,)
    known = [(min(frequency(one), frequency(other)), one, other) for one, other in _halves(word)]
    likeliest = sorted(((often, one, other) for often, one, other in known if often), reverse=True)
    for _often, one, other in likeliest[:_TRIED]:
        if together(one, other):
            return asked(f"{one} {other}", language).words
    return (word,)


def _halves(word: Word) -> Iterator[tuple[str, str]]:
    places = set(range(_SHORTEST_HALF, len(word.plain) - _SHORTEST_HALF + 1))
    if NON_JOINER in word.typed:
        places.add(word.typed.index(NON_JOINER))
    for at in sorted(places):
        one, other = word.plain[:at], word.plain[at:]
        if one and other and not (is_function_word(one) or is_function_word(other)):
            yield one, other
