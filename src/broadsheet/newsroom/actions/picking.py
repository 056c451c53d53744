"""Put articles into Editor's choice, in an order."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ..models import Edition, Pick


def place(pick: Pick, *, now: datetime, by: Any) -> None:
    """Save a pick under its edition, first in line when it has no position.

    An article stands once on its edition's board: picking it again renews the pick that it has.
    """
    with transaction.atomic():
        pick.edition = pick.article.locale.edition
        pick.picked_by = by
        former = Pick.objects.filter(edition=pick.edition, article=pick.article).exclude(pk=pick.pk).first()
        if former is not None:
            former.delete()
        running = [each for each in _running(pick.edition, now) if each.pk != pick.pk]
        number = min(pick.position or 1, len(running) + 1)
        running.insert(number - 1, pick)
        _renumber(running)
        pick.save()


def move(pick: Pick, *, steps: int, now: datetime) -> None:
    """Move a running pick up (negative) or down its list."""
    with transaction.atomic():
        running = _running(pick.edition, now)
        here = next((number for number, each in enumerate(running) if each.pk == pick.pk), None)
        if here is None:
            return
        moved = running.pop(here)
        running.insert(max(0, here + steps), moved)
        _renumber(running)


def _running(edition: Edition, now: datetime) -> list[Pick]:
    return list(Pick.objects.filter(edition=edition, ends_at__gt=now).select_related("edition__locale"))


def _renumber(picks: list[Pick]) -> None:
    for number, each in enumerate(picks, 1):
        if each.position != number:
            each.position = number
            if each.pk:
                each.save(update_fields=["position"])
