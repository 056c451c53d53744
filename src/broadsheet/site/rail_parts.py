"""Print what stands around the cards of a rail."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..rails.registry import RailSpec


def rail_parts(
    rail: RailSpec,
    items: list[SafeString],
    *,
    is_latest: bool,
    is_beside_article: bool,
    style: str = "column",
) -> dict[str, Any]:
    """Return the context of rail.html; the language must be active."""
    # Where there is no article, nothing can be related to it.
    title = rail.title if is_beside_article else rail.title_elsewhere or rail.title
    return {
        "name": rail.name,
        "title": gettext(title),
        "is_latest": is_latest,
        "items": items,
        "style": style,
    }


def is_latest(rail: RailSpec, kinds: Iterable[str]) -> bool:
    """Return True if a rail must be called what it is: what nobody was seen to read is not popular."""
    return rail.is_of_reads and not any(kind in ("reads", "month") for kind in kinds)
