"""Print what stands around the cards of a rail."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from ..rails.headings import CardLabel, card_labels, title_of
from ..rails.model import Reason
from ..rails.registry import RailSpec
from .voice import words_mark

LATEST = gettext_noop("Latest")
_SAID = {CardLabel.LATEST: LATEST, CardLabel.OF_MONTH: gettext_noop("read most in the last month")}


def rail_parts(
    rail: RailSpec, items: list[SafeString], *, title: str, style: str = "column"
) -> dict[str, Any]:
    """Return the context of rail.html, whose heading is `title` in English; the language must be active."""
    return {"name": rail.name, "title": gettext(title), "items": items, "style": style}


def title_elsewhere(rail: RailSpec, reasons: Sequence[Reason]) -> str:
    """Return the heading of a rail where there is no article, to which nothing can be related."""
    return rail.title_elsewhere or title_of(rail, reasons)


def labelled(rail: RailSpec, items: Sequence[SafeString], reasons: Sequence[Reason]) -> list[SafeString]:
    """Return the printed cards of a rail, each with the words that it bears there; the language must be active."""
    if not rail.is_of_reads:
        return list(items)
    return [
        format_html('{}<p class="card-label"{}>{}</p>', item, words_mark(), gettext(_SAID[label]))
        if label
        else item
        for item, label in zip(items, card_labels(reasons), strict=True)
    ]
