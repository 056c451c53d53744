"""Check that what is read most stands on top."""

from collections.abc import Iterator
from itertools import pairwise

from .checked import CheckedCard, CheckedPage, Fault
from .popular import HYSTERESIS

# Scores are rounded as they are stored.
_ROUNDED = 1e-6


def out_of_order(page: CheckedPage) -> Iterator[Fault]:
    """Yield each card of a rail of reads that is read less than the one below it, by more than keeps the list from flickering."""
    for spec in page.specs:
        if not spec.is_of_reads:
            continue
        for card, follower in pairwise(page.rails.get(spec.name, ())):
            if _basis(card) != _basis(follower):
                continue  # stories of the archive stand below those of now, however much they are read
            rate, other = _rate(card), _rate(follower)
            if rate is None or other is None:
                continue
            if rate * HYSTERESIS ** _places_between(card, follower) + _ROUNDED < other:
                message = f"{rate:g} readers an hour stand above {other:g}"
                yield Fault(3, "order", spec.name, card.article, message)


def _rate(card: CheckedCard) -> float | None:
    rate = card.reason.parts.get("rate")
    return float(rate) if isinstance(rate, int | float) else None


def _basis(card: CheckedCard) -> tuple[str, str]:
    return card.reason.kind, str(card.reason.parts.get("basis", ""))


def _places_between(card: CheckedCard, follower: CheckedCard) -> int:
    """Return how many places one stands below the other in the list; those between may stand elsewhere on the page."""
    above, below = card.reason.parts.get("place"), follower.reason.parts.get("place")
    return max(1, below - above) if isinstance(above, int) and isinstance(below, int) else 1
