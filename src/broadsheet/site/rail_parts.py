"""Print the parts of a rail: its cards one by one, and what stands around them."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.cards import Card
from .frame import rail_titles
from .paper import Paper


def rail_item(card: Card, name: str, paper: Paper, *, style: str = "column") -> SafeString:
    """Return a card as it stands in a rail."""
    # Numbers take the place of pictures in what is read most.
    shape = "text" if name == "popular" and style != "column" else ""
    context = {"card": card, "level": 3, "style": shape, "rail": name, "paper": paper}
    return mark_safe(get_template("site/parts/card.html").render(context))  # a template has escaped it


def rail_parts(
    name: str, items: list[SafeString], *, is_latest: bool, is_beside_article: bool, style: str = "column"
) -> dict[str, Any]:
    """Return the context of rail.html."""
    title = rail_titles(beside_article=is_beside_article)[name]
    return {"name": name, "title": title, "is_latest": is_latest, "items": items, "style": style}


def is_latest(name: str, kinds: Iterable[str]) -> bool:
    """Say whether a rail must be called what it is: what nobody was seen to read is not popular."""
    return name == "popular" and not any(kind in ("reads", "month") for kind in kinds)
