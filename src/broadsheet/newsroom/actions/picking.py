"""Put articles into Editor's choice, in an order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from ..changes import announce_picks
from ..models import Article, Edition, Pick
from .auditing import MOVE_PICK, PICK, UNPICK, Account, record


def pick(
    article: Article,
    *,
    ends_at: datetime,
    starts_at: datetime | None = None,
    position: int | None = None,
    note: str = "",
    by: Account | None,
    now: datetime,
) -> Pick:
    """Pick an article for its edition, first in line when it is given no position.

    An article stands once on its edition's board: picking it again renews and moves the pick that it has.
    """
    edition = article.locale.edition
    said = {"ends_at": ends_at, "starts_at": starts_at, "note": note}
    with transaction.atomic():
        others = [each for each in _running(edition, now) if each.article_id != article.pk]
        number = min(position or 1, len(others) + 1)
        _renumber([*others[: number - 1], None, *others[number - 1 :]])
        picked, _is_new = Pick.objects.update_or_create(
            edition=edition,
            article=article,
            defaults={**said, "position": number, "picked_by": cast(Any, by), "picked_at": now},
        )
        record(article, PICK, by=by, now=now, details={"position": number, **said})
    return picked


def unpick(pick: Pick, *, by: Account | None, now: datetime) -> None:
    """Take an article out of Editor's choice."""
    with transaction.atomic():
        stored = Pick.objects.select_for_update().filter(pk=pick.pk).first()
        if stored is not None:
            stored.delete()
            record(stored.article, UNPICK, by=by, now=now)


def move_pick(pick: Pick, *, steps: int, by: Account | None, now: datetime) -> None:
    """Move a running pick up (negative) or down its list, as far as the list goes."""
    with transaction.atomic():
        running = _running(pick.edition, now)
        here = next((place for place, each in enumerate(running) if each.pk == pick.pk), None)
        if here is None:
            return
        there = min(max(0, here + steps), len(running) - 1)
        running.insert(there, running.pop(here))
        if _renumber(running):
            announce_picks(pick.edition)
            record(pick.article, MOVE_PICK, by=by, now=now, details={"position": there + 1})


def _running(edition: Edition, now: datetime) -> list[Pick]:
    return list(Pick.objects.select_for_update().filter(edition=edition, ends_at__gt=now))


def _renumber(order: Sequence[Pick | None]) -> int:
    """Number picks in this order, leaving out the place of None; return how many moved. Nothing is announced."""
    moved = []
    for number, each in enumerate(order, 1):
        if each is not None and each.position != number:
            each.position = number
            moved.append(each)
    Pick.objects.bulk_update(moved, ["position"])
    return len(moved)
