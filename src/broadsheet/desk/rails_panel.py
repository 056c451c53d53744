"""Show an editor the rails of an article, and why each card stands there."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from ..newsroom.cards import Card
from ..newsroom.models import Article
from ..newsroom.page_rails import page_rails
from ..rails.headings import CardLabel, card_labels, title_of
from ..rails.registry import RailSpec, rail_named


class RailsPanel(Panel):
    """The rails as readers see them at this moment; nothing can be changed here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/rails_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"rails": _rails(self.instance), "now": timezone.now()}


def _rails(instance: Article) -> list[tuple[Any, Any]] | None:
    """Return each rail's heading and cards as readers see them, or None for an article that they cannot see."""
    now = timezone.now()
    seen = (
        Article.objects.visible(now)
        .select_related("section", "locale__edition")
        .filter(pk=instance.pk)
        .first()
    )
    if seen is None:
        return None
    rails = page_rails(seen, now=now).rails
    return [_shown(rail_named(name), cards) for name, cards in rails.items()]


def _shown(rail: RailSpec, cards: Sequence[Card]) -> tuple[str, list[tuple[Card, str, Any]]]:
    """Return the heading of a rail, and of each card what it bears there and the parts of its score."""
    reasons = [each.reason for each in cards]
    labels = card_labels(reasons) if rail.is_of_reads else [CardLabel.NONE] * len(cards)
    shown = [
        (card, label and gettext(label), _score(card)) for card, label in zip(cards, labels, strict=True)
    ]
    return gettext(title_of(rail, reasons)), shown


def _score(card: Card) -> list[tuple[str, str]]:
    """Return the parts of a card's score, for those who want to know how much each thing counted."""
    numbers = {name: part for name, part in card.reason.parts.items() if isinstance(part, int | float)}
    return [(name.replace("_", " "), _spelled(number)) for name, number in numbers.items()]


def _spelled(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:.3g}"
