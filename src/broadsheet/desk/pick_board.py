"""The order of an edition's picks: what runs, what comes, what is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from ..newsroom.models import Edition, Pick

# Picks that ended longer ago are history, not a reminder.
REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class PickBoard:
    """The picks of one edition."""

    edition: Edition
    running: list[Pick]
    over: list[Pick]


def boards(*, now: datetime) -> list[PickBoard]:
    """Return each edition's picks: those running or to come in their order, and the latest that ended."""
    picks = Pick.objects.select_related("article__section", "article__locale__edition", "picked_by").defer(
        "article__body"
    )
    return [
        PickBoard(
            edition,
            list(picks.filter(edition=edition, ends_at__gt=now)),
            list(picks.filter(edition=edition, ends_at__lte=now).order_by("-ends_at")[:REMEMBERED]),
        )
        for edition in Edition.objects.select_related("locale")
    ]


def shelf_life() -> timedelta:
    """Return how long a pick stands when nobody says until when."""
    return timedelta(days=settings.OPTIONS.pick_days)
