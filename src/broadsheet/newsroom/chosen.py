"""What the editors of an edition have chosen, as a list of its own: nothing fills it, as a rule does the rail."""

from dataclasses import dataclass
from datetime import datetime

from .models import Edition, Pick


@dataclass(frozen=True, slots=True)
class Chosen:
    """The numbers of the chosen articles in the editors' order, and when time alone makes it another list."""

    numbers: tuple[int, ...]
    until: datetime | None


def chosen(edition: Edition, *, now: datetime) -> Chosen:
    """Return the running picks, whether or not readers may see their articles. Index: newsroom_pick_running."""
    found = list(Pick.objects.filter(edition=edition, ends_at__gt=now).order_by("position", "article_id"))
    running = (each.article_id for each in found if each.starts_at is None or each.starts_at <= now)
    moments = (moment for each in found for moment in (each.starts_at, each.ends_at) if moment)
    return Chosen(tuple(running), min((each for each in moments if each > now), default=None))
