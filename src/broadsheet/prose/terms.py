"""Turn a text into the terms by which stories are compared."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from .names import names as names_in
from .quotations import speakers
from .stems import parts, primary, stems
from .typography import DOTTED_I, normalized

# The text usually says again what the headline says; this is how often the headline counts on its own.
HEADLINE_COUNTS = 1

# What joins, parts or turns letters unseen.
UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Points of vowels, and what is unseen.
_POINTS = re.compile(
    f"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640{UNSEEN}]"
)
# Letters and digits; where vowels are signs (India, Thailand, Laos, Burma, Cambodia) those too: \w omits them.
_SIGNS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e01-\u0e4e\u0e81-\u0eff\u1000-\u1049\u1780-\u17d3"
_WORD = re.compile(f"(?:[^\\W_]|[{_SIGNS}])+(?:[’'ʼ](?:[^\\W_])+)*")
_TIGHT = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao; Burmese; Khmer
    "\uac00-\ud7af"  # Hangul has blanks, but also particles that hang on its words
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Kana, Han
)
_TIGHT_RUN = re.compile(f"[{_TIGHT}]+|[^{_TIGHT}]+")
_IS_TIGHT = re.compile(f"[{_TIGHT}]")
_APOSTROPHE = re.compile("[’'ʼ]")


class TermKind(IntEnum):
    """What a term is: the same letters are another term as a word, a stem, part of a word or a name."""

    WORD = 0
    STEM = 1
    PART = 2
    PAIR = 3
    NAME = 4
    TOPIC = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each term of a story stands in it, by kind; `shown` has stems and names as the text writes them."""

    counts: dict[TermKind, Counter[str]]
    shown: dict[TermKind, dict[str, str]]


def words(text: str, *, language: str = "") -> list[str]:
    """Return the words of `text`, folded; scripts without blanks give pairs of characters."""
    return [word for word, _ in _folded_words(text, language)]


def terms(headline: str, standfirst: str, body: str, *, language: str = "") -> Terms:
    """Return the terms of a story: words, stems, parts of words, pairs of words and whole names."""
    text = f"{standfirst}\n{body}"
    headed = _folded_words(headline, language)
    told = _folded_words(standfirst, language) + _folded_words(body, language)
    counted = Counter(word for word, _ in told)
    for word, _ in headed:
        counted[word] += HEADLINE_COUNTS
    distinct = list(counted)
    stemmed = dict(zip(distinct, stems(distinct, language=language), strict=True))
    counts: dict[TermKind, Counter[str]] = {kind: Counter() for kind in TermKind}
    counts[TermKind.WORD] = counted
    of_stem, of_part = counts[TermKind.STEM], counts[TermKind.PART]
    for word, count in counted.items():
        of_stem[stemmed[word]] += count
        if not is_tight(word):
            for part in parts(word, language=language):
                of_part[part] += count
    for run in (headed, told):
        counts[TermKind.PAIR].update(f"{one} {other}" for (one, _), (other, _) in pairwise(run))
    shown = _shown(told + headed, stemmed)
    # A name with a quotation beside it is one of the persons that the story is about.
    found = names_in(text, language=language)
    said = speakers(text, found)
    named: dict[str, str] = {}
    for name in found:
        term = name_term(name, language=language)
        if term:
            counts[TermKind.NAME][term] += 2 if name in said else 1
            named.setdefault(term, name)
    return Terms(counts, {TermKind.STEM: shown, TermKind.NAME: named})


def name_term(name: str, *, language: str = "") -> str:
    """Return the term of a name: "nagorno karabakh" for "Nagorno-Karabakh"."""
    return " ".join(words(name, language=language))


def is_tight(word: str) -> bool:
    """Return True if a word is of a script without blanks, whose words are pairs of characters."""
    return bool(_IS_TIGHT.match(word))


def fold(text: str, language: str = "") -> str:
    """Return `text` in the form in which words are compared: NFKC, no case, no vowel points."""
    # NFKC first: it makes one letter of "I" and a combining dot, which the next line must see.
    text = normalized("NFKC", text)
    if primary(language) in DOTTED_I:
        text = text.replace("I", "ı")
    # Casefolding "İ" leaves an "i" with a combining dot above.
    folded = normalized("NFKC", text.casefold()).replace("i\u0307", "i")
    return _POINTS.sub("", folded)


def _shown(seen: Iterable[tuple[str, str]], stemmed: dict[str, str]) -> dict[str, str]:
    """Return each stem as the text has it; what stands small somewhere is no name that began a sentence."""
    shown: dict[str, str] = {}
    for word, form in seen:
        stem = stemmed[word]
        if stem not in shown or (form[:1].islower() and not shown[stem][:1].islower()):
            shown[stem] = form
    return shown


# The body of an article is read for its terms, and then for its signature.
@lru_cache(maxsize=4)
def _folded_words(text: str, language: str) -> tuple[tuple[str, str], ...]:
    tokens = _WORD.findall(_POINTS.sub("", normalized("NFKC", text)))
    return tuple([pair for token in tokens for pair in _folded(token, language)])


# Nine words of ten were read before.
@lru_cache(maxsize=1 << 17)
def _folded(token: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the words of what stands between two blanks, folded and as they were seen: mostly one."""
    if _IS_TIGHT.search(token):
        return tuple(_pairs(token, language))
    bare = _without_ending(token)
    word = fold(bare, language)
    return ((word, bare),) if word else ()


def _without_ending(word: str) -> str:
    """Drop what an apostrophe sets off: "Baku's", "Rusiya'nın", and the article of "l'Europe"."""
    head, *tail = _APOSTROPHE.split(word)
    if not tail:
        return word
    return head if len(head) > 2 else max((head, *tail), key=len)


def _pairs(run: str, language: str) -> Iterable[tuple[str, str]]:
    for part in _TIGHT_RUN.findall(run):
        if not _IS_TIGHT.match(part) or len(part) == 1:
            yield fold(part, language) or part, part
        else:
            yield from ((part[i : i + 2], part[i : i + 2]) for i in range(len(part) - 1))
