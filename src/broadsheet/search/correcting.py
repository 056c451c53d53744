"""Find which words of the archive were meant by words that it does not have."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..prose.distance import typing_errors
from ..prose.tokens import chunk, chunk_texts
from .asked import Asked, Word

# A word that this many articles have was typed as it was meant.
KNOWN = 5
# A second error makes a word so many times less likely.
_SECOND_ERROR = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was typed, and the one that was probably meant: in its plain form, and as texts write it."""

    word: Word
    plain: str
    shown: str


def corrections(
    words: Iterable[Word], texts: Iterable[str], language: str, frequency: Callable[[str], int]
) -> tuple[Correction, ...]:
    """Return what was meant by those words of a query that hardly any article has, by what stands in some texts."""
    doubtful = [word for word in words if not word.pairs and frequency(word.plain) < KNOWN]
    if not doubtful:
        return ()
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for written in set(chunk_texts(text)):
            plain = chunk(written, language).words
            if plain and " " not in plain:
                seen.setdefault(plain, Counter())[written] += 1
    found = (_meant(word, seen, language, frequency) for word in doubtful)
    return tuple(each for each in found if each)


def corrected_text(asked: Asked, found: Iterable[Correction]) -> str | None:
    """Return the query with the words that were meant; nothing where none is known."""
    text, last, pieces = asked.text, 0, []
    for each in sorted(found, key=lambda each: each.word.start):
        pieces += [text[last : each.word.start], each.shown]
        last = each.word.end
    return " ".join("".join([*pieces, text[last:]]).split()) if pieces else None


def _meant(
    word: Word, seen: dict[str, Counter[str]], language: str, frequency: Callable[[str], int]
) -> Correction | None:
    best, weight = None, float(frequency(word.plain))
    for plain, forms in seen.items():
        errors = _errors(word, plain, forms, language)
        if errors:
            found = frequency(plain) / _SECOND_ERROR ** (errors - 1)
            if found > weight:
                best, weight = plain, found
    return Correction(word, best, seen[best].most_common(1)[0][0]) if best else None


def _errors(word: Word, plain: str, forms: Counter[str], language: str) -> int:
    """Return how far a word of the archive is from the one that was typed; zero where it is another word."""
    if plain == word.plain:
        return 0
    allowed = word.errors
    if allowed:
        errors = typing_errors(word.plain, plain, allowed)
        if errors <= allowed:
            return errors
    written = next(iter(forms))
    heard = chunk(written, language).sounds.split()
    return 1 if word.sound and any(each.startswith(word.sound) for each in heard) else 0
