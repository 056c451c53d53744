"""Decide whether a rail may be called popular, and what is said of its cards that are not read now."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from .model import Reason
from .registry import RailSpec

# Two readers in a day are an accident.
LEAST_READERS = 3


class CardLabel(StrEnum):
    """What a card bears, in English, under which the catalogues have the others."""

    NONE = ""
    LATEST = "Latest"
    OF_MONTH = "read most in the last month"


def is_popular(reasons: Iterable[Reason]) -> bool:
    """Return True if more than half of the cards are read, or stand there for what was counted in a month."""
    are_read = [_is_read(each) for each in reasons]
    return 2 * sum(are_read) > len(are_read)


def title_of(rail: RailSpec, reasons: Iterable[Reason]) -> str:
    """Return the heading of a rail with these cards, in English: what nobody was seen to read is not popular."""
    return rail.title if not rail.is_of_reads or is_popular(reasons) else CardLabel.LATEST.value


def card_labels(reasons: Sequence[Reason]) -> list[CardLabel]:
    """Return what each card of a rail of reads bears; under another heading than Popular none needs to be called latest."""
    less_read = CardLabel.LATEST if is_popular(reasons) else CardLabel.NONE
    return [_label(each) if _is_read(each) else less_read for each in reasons]


def standing_of(reason: Reason) -> tuple[str, bool]:
    """Return what decides about the heading and the label of a card."""
    return reason.kind, _is_read(reason)


def _is_read(reason: Reason) -> bool:
    counted = {"reads": "day", "month": "month"}.get(reason.kind, "")
    return float(reason.parts.get(counted, 0)) >= LEAST_READERS


def _label(reason: Reason) -> CardLabel:
    return CardLabel.OF_MONTH if reason.kind == "month" else CardLabel.NONE
