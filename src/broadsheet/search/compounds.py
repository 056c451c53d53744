"""Bring together what a query writes in two words and texts in one, and the reverse."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..prose.stems import primary
from ..prose.tokens import NON_JOINER, SHORTEST_PART, word_stems
from .asked import Word, asked
from .beside import is_function_word

# Their words have endings that may stand apart.
_WITH_NON_JOINER = frozenset(["fa", "ur", "ps", "ckb", "azb"])
# They write a compound as one word; texts have its parts in other places too: "Vulkanasche", "Asche des Vulkans".
_WITH_COMPOUNDS = frozenset(["da", "de", "fi", "is", "nb", "nl", "nn", "no", "sv"])
# What German puts between the parts of a word: "Friedensnobelpreis".
_JOINTS = {"de": ("", "s", "n", "en", "es")}
# "l'oiseau" without its apostrophe.
_WITH_ELISION = frozenset(["ca", "fr", "it", "oc"])
_ELIDED = re.compile("(?:l|d|qu|n|s|c|j|m|t|dell|nell|all|sull)([aeiouyh].{3,})")
# Letters that each half of a word has at least, and how many ways to take it apart are tried.
_SHORTEST_HALF, _TRIED = 3, 3
# A number and its unit, written as one word.
_AMOUNT = re.compile(r"(\d+)([^\W\d_]+)")
# Articles with a term, and with two words one after the other.
Frequency = Callable[[str], int]
Together = Callable[[str, str], int]


def has_compounds(language: str) -> bool:
    """Return True if a language writes most compounds as one word."""
    return primary(language) in _WITH_COMPOUNDS


def with_compounds(
    words: Sequence[Word], language: str, frequency: Frequency, beside: Frequency
) -> tuple[Word, ...]:
    """Let neighbours be found also as the one word that the archive knows: "smart phone" as "smartphone".

    With a function word ("you tube") only if the archive has the one word more often than the two, or than the other word.
    """
    found = list(words)
    for at in range(len(words) - 1):
        one, other = words[at : at + 2]
        if not (_is_amount(one, other) or (_may_be_part(one) and _may_be_part(other))):
            continue
        whole = one.plain + other.plain
        forms = tuple(
            form for form in dict.fromkeys((whole, *word_stems(whole, language))) if frequency(form)
        )
        if forms and (
            _are_both_telling(one, other, language) or _is_rather_one(one, other, forms, frequency, beside)
        ):
            found[at : at + 2] = [replace(each, joined=(*each.joined, *forms)) for each in found[at : at + 2]]
    return tuple(found)


def _is_amount(one: Word, other: Word) -> bool:
    """Return True for a number before a unit, "40 kg", "7 pm": many write both as one word."""
    return one.plain.isdecimal() and other.plain.isalpha() and not (one.joined or other.joined or other.pairs)


def _may_be_part(word: Word) -> bool:
    return not (word.pairs or word.joined) and len(word.plain) >= SHORTEST_PART and word.plain.isalpha()


def _are_both_telling(one: Word, other: Word, language: str) -> bool:
    if primary(language) in _WITH_NON_JOINER or one.plain.isdecimal():
        return True
    return not (is_function_word(one.plain) or is_function_word(other.plain))


def _is_rather_one(
    one: Word, other: Word, forms: Sequence[str], frequency: Frequency, beside: Frequency
) -> bool:
    telling = [word for word in (one, other) if not is_function_word(word.plain)]
    if len(telling) != 1:
        return False
    apart = max([beside(f"{one.plain}+{other.plain}"), *(frequency(stem) for stem in telling[0].stems)])
    return max(map(frequency, forms)) > apart


def in_parts(word: Word, language: str, frequency: Frequency, together: Together) -> tuple[Word, ...]:
    """Return the two words as which the archive knows an unknown one: "link" and "rot" of "linkrot"; else itself."""
    if word.pairs or word.joined or not word.plain.isalnum():
        return (word,)
    elided = _ELIDED.fullmatch(word.plain) if primary(language) in _WITH_ELISION else None
    if elided and frequency(elided[1]):
        return asked(elided[1], language).words
    known = [(min(frequency(one), frequency(other)), one, other) for one, other in _halves(word, language)]
    likeliest = sorted(((often, one, other) for often, one, other in known if often), reverse=True)
    for _often, one, other in likeliest[:_TRIED]:
        if together(one, other):
            return asked(f"{one} {other}", language).words
    return (word,)


def _halves(word: Word, language: str) -> Iterator[tuple[str, str]]:
    amount = _AMOUNT.fullmatch(word.plain)
    if amount:
        yield amount[1], amount[2]
        return
    joints = _JOINTS.get(primary(language), ("",))
    places = set(range(_SHORTEST_HALF, len(word.plain) - _SHORTEST_HALF + 1))
    if NON_JOINER in word.typed:
        places.add(word.typed.index(NON_JOINER))
    for at in sorted(places):
        first, other = word.plain[:at], word.plain[at:]
        for joint in joints:
            one = first.removesuffix(joint)
            is_joined = first.endswith(joint) and (not joint or len(one) >= _SHORTEST_HALF)
            if is_joined and one and other and not (is_function_word(one) or is_function_word(other)):
                yield one, other
