"""Find corrections in the archive for words that it does not have."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ..prose.distance import typing_errors
from ..prose.tokens import pieces
from .asked import ParsedQuery, Word

# A word that this many articles have is not corrected.
KNOWN = 5
# A second error divides a candidate's weight by the first; each text with it beside a neighbour of the query adds the
# second to its factor.
_SECOND_ERROR, _BESIDE = 10, 1000
# Candidates of a word that are tried beside its neighbours.
_TRIED = 4
# What often stands around a word.
_AROUND = ".,;:!?()[]\"'“”‘’…–—"


@dataclass(frozen=True, slots=True)
class CorrectedWord:
    """A word that was typed, and the one that was probably meant: in its plain form, and as texts write it."""

    word: Word
    plain: str
    shown: str


@dataclass(slots=True)
class _Form:
    """A word of the texts: the sounds of the names it may be, and how it is written, with the number of texts each."""

    sounds: set[str] = field(default_factory=set)
    written: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Counts of articles: with a word, with a stem, and with two words one after the other."""

    word: Callable[[str], int]
    stem: Callable[[str], int]
    together: Callable[[str, str], int]
    # A word that more articles have is too common to be a correction.
    most: int


def corrections(
    words: Sequence[Word], texts: Iterable[str], language: str, archive: WordCounts
) -> tuple[CorrectedWord, ...]:
    """Return corrections from these texts for the words of a query that hardly any article has."""
    doubtful = [word for word in words if _is_doubtful(word, archive)]
    if not doubtful:
        return ()
    forms = _forms(texts, language, doubtful)
    candidates = {word: _candidates(word, forms, archive) for word in doubtful}
    found = []
    for at, word in enumerate(words):
        if candidates.get(word):
            beside = [words[other] for other in (at - 1, at + 1) if 0 <= other < len(words)]
            best = _best(word, candidates, beside, archive, is_after=at > 0)
            found.append(CorrectedWord(word, best, _shown(forms[best])))
    return tuple(found)


def corrected_text(asked: ParsedQuery, found: Iterable[CorrectedWord]) -> str | None:
    """Return the query with its corrections, None if there are none."""
    text, last, parts = asked.text, 0, []
    for each in sorted(found, key=lambda each: each.word.start):
        parts += [text[last : each.word.start], each.shown]
        last = each.word.end
    return " ".join("".join([*parts, text[last:]]).split()) if parts else None


def _is_doubtful(word: Word, archive: WordCounts) -> bool:
    return bool(not word.pairs and (word.errors or word.sound) and archive.word(word.plain) < KNOWN)


def _forms(texts: Iterable[str], language: str, doubtful: Sequence[Word]) -> dict[str, _Form]:
    """Return the plain words of texts that may be meant by a doubtful word: about as long as it, or names."""
    shortest = min(len(word.plain) - word.errors for word in doubtful)
    longest = max(len(word.plain) + word.errors for word in doubtful)
    lengths = range(shortest, longest + 1)
    begun = tuple(word.plain for word in doubtful if word.may_be_unfinished)
    counted = Counter(chain.from_iterable(set(text.split()) for text in texts))
    seen = {written: texts for written, texts in counted.items() if _may_be_meant(written, lengths, begun)}
    found: dict[str, _Form] = {}
    for form, analysed in zip(seen.items(), pieces(" ".join(seen), language), strict=True):
        plain = analysed.words
        if plain and " " not in plain:
            known = found.setdefault(plain, _Form())
            known.sounds.update(analysed.sounds.split())
            known.written.append(form)
    return found


def _may_be_meant(written: str, lengths: range, begun: tuple[str, ...]) -> bool:
    """Return False for small words that are too short or too long; those of a to z are as long in their plain form."""
    bare = written.strip(_AROUND)
    is_small = bare.isascii() and bare.islower() and bare.isalpha()
    return len(bare) in lengths or not is_small or bare.startswith(begun)


def _shown(form: _Form) -> str:
    """Return the form of a word that most texts have."""
    bare: Counter[str] = Counter()
    for written, texts in form.written:
        bare[_bare(written)] += texts
    # Each node must choose the same of two.
    return max(bare, key=lambda form: (bare[form], form))


def _bare(written: str) -> str:
    """Return a word without the marks around it."""
    begin, end = 0, len(written)
    while begin < end and not written[begin].isalnum():
        begin += 1
    while end > begin and not written[end - 1].isalnum():
        end -= 1
    return written[begin:end]


def _candidates(word: Word, forms: dict[str, _Form], archive: WordCounts) -> dict[str, float]:
    """Return the likeliest words of the archive, if they are likelier than what was typed."""
    # A word that stands in some articles in another form was not mistyped.
    known = max([archive.word(word.plain), *(archive.stem(stem) for stem in word.stems)])
    letters = set(word.plain)
    weights: dict[str, float] = {}
    for plain, form in forms.items():
        errors = _errors(word, letters, plain, form)
        if errors:
            weight = archive.word(plain) / _SECOND_ERROR ** (errors - 1)
            if weight > KNOWN * known and archive.word(plain) <= archive.most:
                weights[plain] = weight
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TRIED])


def _best(
    word: Word,
    candidates: dict[Word, dict[str, float]],
    beside: list[Word],
    archive: WordCounts,
    *,
    is_after: bool,
) -> str:
    """Return the candidate that is most frequent, by itself and beside its neighbours."""
    own = candidates[word]
    if len(own) == 1:
        return next(iter(own))

    def weight(plain: str) -> float:
        pairs = 0
        for place, other in enumerate(beside):
            comes_after = is_after and place == 0
            for neighbour in candidates.get(other) or [other.plain]:
                pairs += (
                    archive.together(neighbour, plain) if comes_after else archive.together(plain, neighbour)
                )
        return own[plain] * (1 + _BESIDE * pairs)

    return max(own, key=weight)


def _errors(word: Word, letters: set[str], plain: str, form: _Form) -> int:
    """Return how far a word of the archive is from the one that was typed; zero where it is another word."""
    if plain == word.plain:
        return 0
    if word.may_be_unfinished and plain.startswith(word.plain):
        return 1
    allowed = word.errors
    if (
        allowed
        and abs(len(plain) - len(word.plain)) <= allowed
        and len(letters.difference(plain)) <= allowed
        and len(set(plain).difference(letters)) <= allowed
    ):
        errors = typing_errors(word.plain, plain, allowed)
        if errors <= allowed:
            return errors
    return 1 if word.sound and word.sound in form.sounds else 0
