"""The rails as the settings of this site have them, and how deep the lists behind them must be."""

from django.conf import settings

from ..rails import registry
from ..rails.depths import Depths
from ..rails.registry import RailSpec


def current_rails() -> tuple[RailSpec, ...]:
    """Return the rails of this site's pages, in the order in which a page prints them."""
    return registry.rails(settings.OPTIONS.rail_length)


def current_depths() -> Depths:
    """Return the lengths of the lists behind these rails."""
    return Depths(current_rails())
