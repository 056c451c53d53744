"""Compare the cards of a page with each other by what they say: what is not known as one story may be one all the same."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from ..prose.duplicates import same_story, signature
from ..prose.typography import comparable
from .checked import CheckedCard, CheckedPage, Fault

# What is shorter stands in many texts ("See all topics"), and says nothing.
LEAST_LETTERS = 40
# Texts that have so much of the shorter one in common word for word are compared by their signatures.
LEAST_SHARED = 0.3
_REMEMBERED = 8192


def alike(page: CheckedPage) -> Iterator[Fault]:
    """Yield each card that says what another one of the page says, or whose text is that of another or of the page."""
    cards = [(spec.name, card) for spec in page.specs for card in page.rails.get(spec.name, ())]
    said: dict[tuple[str, str], CheckedCard] = {}
    for rail, card in cards:
        first = said.setdefault(_said(card.headline, card.card_text), card)
        if first is not card and first.article != card.article:
            message = f"“{card.headline}” stands twice, as articles {first.article} and {card.article}"
            yield Fault(2, "same-words", rail, card.article, message)
    texts = [_Text("", page.article, page.story, page.headline, page.body)]
    texts += [_Text(rail, each.article, each.story, each.headline, each.body) for rail, each in cards]
    for one, other in combinations(texts, 2):
        if one.story != other.story and one.article != other.article and _are_one(one, other, page.language):
            what = f"article {one.article}" if one.rail else "the page itself"
            message = f"the text is nearly that of {what}; they count as two stories"
            yield Fault(2, "near-duplicate", other.rail, other.article, message)


class _Text(NamedTuple):
    rail: str
    article: int | None
    story: int | None
    headline: str
    body: str


@lru_cache(_REMEMBERED)
def _said(headline: str, card_text: str) -> tuple[str, str]:
    return comparable(headline), comparable(card_text)


def _are_one(one: _Text, other: _Text, language: str) -> bool:
    """Return True if two texts are one story: a quick look at their sentences, then what recognises versions."""
    mine, yours = _sentences(one.body), _sentences(other.body)
    if mine.isdisjoint(yours):
        return False
    shared = sum(map(len, mine & yours))
    if shared < LEAST_SHARED * min(sum(map(len, mine)), sum(map(len, yours))):
        return False
    return same_story(*(_signature(each.headline, each.body, language) for each in (one, other)))


@lru_cache(_REMEMBERED)
def _sentences(text: str) -> frozenset[str]:
    lines = (line.strip() for part in text.split("\n") for line in part.split(". "))
    return frozenset(line.rstrip(".") for line in lines if len(line) >= LEAST_LETTERS)


@lru_cache(_REMEMBERED)
def _signature(headline: str, body: str, language: str) -> tuple[int, ...]:
    return signature(headline, body, language=language)
