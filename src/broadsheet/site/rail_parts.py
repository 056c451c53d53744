"""Print what stands around the cards of a rail."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from .frame import rail_titles


def rail_parts(
    name: str, items: list[SafeString], *, is_latest: bool, is_beside_article: bool, style: str = "column"
) -> dict[str, Any]:
    """Return the context of rail.html."""
    title = rail_titles(beside_article=is_beside_article)[name]
    return {"name": name, "title": title, "is_latest": is_latest, "items": items, "style": style}


def is_latest(name: str, kinds: Iterable[str]) -> bool:
    """Return True if a rail must be called what it is: what nobody was seen to read is not popular."""
    return name == "popular" and not any(kind in ("reads", "month") for kind in kinds)
