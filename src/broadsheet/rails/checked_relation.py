"""Hold the why-line of a related card against both texts: the words that they share, and the days between them."""

from collections.abc import Iterator
from functools import lru_cache

from ..prose.stems import stems
from ..prose.terms import words
from .checked import CheckedCard, CheckedPage, Complaint

# A word is first looked for by so many of its letters: "ranked" stands for "rank" and "galleries" for "gallery".
STEM_LETTERS = 4
# Days between two dates depend on whose midnight is meant.
DAYS_OFF = 1
_REMEMBERED = 8192


def unrelated(page: CheckedPage, card: CheckedCard) -> Iterator[Complaint]:
    """Yield what the reason of a related card says and its text, or the page's, does not."""
    if card.reason.kind != "related":
        return
    parts = card.reason.parts
    if page.text and card.text:
        named = [each for each in parts.get("words") or () if isinstance(each, str)]
        texts = (page.text, card.text)
        missing = [each for each in named if not all(_has(text, each, page.language) for text in texts)]
        if missing:
            message = f"the reason names {', '.join(missing)}, which the two texts do not have in common"
            yield Complaint(5, "unshared", message)
        elif not all(each in card.reason.text for each in named):
            yield Complaint(5, "unexplained", "the reason does not say the words that were found in common")
    days = parts.get("days")
    if isinstance(days, int | float) and page.published_at is not None and card.published_at is not None:
        real = (card.published_at - page.published_at).total_seconds() / 86_400
        if abs(real - days) > DAYS_OFF + 0.01:
            message = f"the reason says {days:g} days from the article, the dates say {real:.0f}"
            yield Complaint(5, "wrong-days", message)


def _has(text: str, word: str, language: str) -> bool:
    """Return True if a text has a word in some form; of a name of several words, one of them."""
    folded, wanted = _folded(text), _folded(word).split()
    if any(each[:STEM_LETTERS] in folded for each in wanted):
        return True
    # Few words come so far: "APIs" of "API", "coding" of "code".
    return not _stems(text, language).isdisjoint(stems(words(word, language=language), language=language))


@lru_cache(_REMEMBERED)
def _folded(text: str) -> str:
    return text.casefold()


@lru_cache(256)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stems(words(text, language=language), language=language))
