"""Turn a text into the terms by which stories are compared."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from .names import names as names_in

HEADLINE_WEIGHT = 3.0
STANDFIRST_WEIGHT = 1.5
NAME_WEIGHT = 1.0
# Five letters stand for a word in all its endings: "qəzetin", "qəzetlər". Measured better than stemmers over
# 22 languages, and it needs no list of languages.
PREFIX_LETTERS = 5
PREFIX_WEIGHT = 0.5
PREFIX_MARK = "*"

_DOTTED_I = {"az", "tr"}
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u00ad]"
)
# Letters and digits; where vowels are signs (India, Thailand, Laos, Burma, Cambodia) those too: \w omits them.
_SIGNS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e01-\u0e4e\u0e81-\u0eff\u1000-\u1049\u1780-\u17d3"
_WORD = re.compile(f"(?:[^\\W_]|[{_SIGNS}])+(?:[’'ʼ](?:[^\\W_])+)*")
_TIGHT = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao; Burmese; Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Kana, Han
)
_TIGHT_RUN = re.compile(f"[{_TIGHT}]+|[^{_TIGHT}]+")
_IS_TIGHT = re.compile(f"[{_TIGHT}]")
_APOSTROPHE = re.compile("[’'ʼ]")


def words(text: str, *, language: str = "") -> list[str]:
    """Return the words of `text`, folded; scripts without blanks give pairs of characters."""
    return [word for word, _ in _folded_words(text, language)]


def term_counts(headline: str, standfirst: str, body: str, *, language: str = "") -> dict[str, float]:
    """Return the weighted terms of a story: words, five-letter prefixes ("karab*") and whole names."""
    counts: defaultdict[str, float] = defaultdict(float)
    for text, weight in ((headline, HEADLINE_WEIGHT), (standfirst, STANDFIRST_WEIGHT), (body, 1.0)):
        for word in words(text, language=language):
            counts[word] += weight
    for name in name_terms(names_in(f"{standfirst}\n{body}", language=language), language=language):
        parts = name.split(" ")
        for part in parts:
            if part in counts:
                counts[part] += NAME_WEIGHT
        if len(parts) > 1:
            counts[name] += 1 + NAME_WEIGHT
    for word, count in list(counts.items()):
        if len(word) > PREFIX_LETTERS and " " not in word:
            counts[word[:PREFIX_LETTERS] + PREFIX_MARK] += PREFIX_WEIGHT * count
    return dict(counts)


def name_terms(names: Iterable[str], *, language: str = "") -> list[str]:
    """Return the term of each name, "nagorno karabakh" for "Nagorno-Karabakh", each once."""
    folded = (" ".join(words(name, language=language)) for name in names)
    return list(dict.fromkeys(term for term in folded if term))


def surfaces(headline: str, standfirst: str, body: str, *, language: str = "") -> dict[str, str]:
    """Return for each term of a story how it stands in the text: "osce" is "OSCE", "karab*" is "Karabakh"."""
    text = "\n".join((body, standfirst, headline))
    found: dict[str, str] = {}
    for word, seen in _folded_words(text, language):
        # What stands small somewhere is an ordinary word that once began a sentence.
        if word not in found or seen[:1].islower():
            found[word] = seen
    for word, seen in list(found.items()):
        if len(word) > PREFIX_LETTERS:
            found.setdefault(word[:PREFIX_LETTERS] + PREFIX_MARK, seen)
    for name in names_in(f"{standfirst}\n{body}", language=language):
        found[" ".join(words(name, language=language))] = name
    found.pop("", None)
    return found


# A language has some ten thousand words that come again and again.
@lru_cache(maxsize=1 << 16)
def fold(text: str, language: str = "") -> str:
    """Return `text` in the form in which words are compared: NFKC, no case, no vowel points."""
    # NFKC first: it makes one letter of "I" and a combining dot, which the next line must see.
    text = unicodedata.normalize("NFKC", text)
    if language[:2] in _DOTTED_I:
        text = text.replace("I", "ı")
    # Casefolding "İ" leaves an "i" with a combining dot above.
    folded = unicodedata.normalize("NFKC", text.casefold()).replace("i\u0307", "i")
    return _POINTS.sub("", folded)


def _folded_words(text: str, language: str) -> Iterable[tuple[str, str]]:
    for match in _WORD.finditer(_POINTS.sub("", unicodedata.normalize("NFKC", text))):
        seen = match[0]
        if _IS_TIGHT.search(seen):
            yield from _pairs(seen, language)
            continue
        bare = _without_ending(seen)
        word = fold(bare, language)
        if word:
            yield word, bare


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
