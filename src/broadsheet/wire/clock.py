"""Say what time it is, and in which zone the paper lives: formats know no framework to ask."""

from datetime import datetime, tzinfo

from django.utils import timezone


def now() -> datetime:
    """Return the present moment."""
    return timezone.now()


def paper_zone() -> tzinfo:
    """Return the zone in which the paper's days begin."""
    return timezone.get_default_timezone()
