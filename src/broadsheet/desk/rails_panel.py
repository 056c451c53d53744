"""Show an editor the rails of an article, and why each card stands there."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from ..newsroom.cards import Card
from ..newsroom.models import Article
from ..newsroom.page_rails import page_rails
from ..rails.registry import rail_named


class RailsPanel(Panel):
    """The rails as readers see them at this moment; nothing can be changed here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/rails_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"rails": _rails(self.instance), "now": timezone.now()}


def _rails(instance: Article) -> list[tuple[Any, Any]] | None:
    """Return each rail's title and cards, or None for an article that readers cannot see."""
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
    return [
        (gettext(rail_named(rail).title), [(card, _score(card)) for card in cards])
        for rail, cards in rails.items()
    ]


def _score(card: Card) -> list[tuple[str, str]]:
    """Return the parts of a card's score, for those who want to know how much each thing counted."""
    numbers = {name: part for name, part in card.reason.parts.items() if isinstance(part, int | float)}
    return [(name.replace("_", " "), _spelled(number)) for name, number in numbers.items()]


def _spelled(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:.3g}"
