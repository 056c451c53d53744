"""Say how many readers the stories of a ranking had in the last 24 hours, and do not ask again every few seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from ..audience import counts
from ..rails.popular import Basis, PopularStanding

# Of what was asked already, this long the same number is told.
ASKED_EVERY = timedelta(seconds=15)
Key = TypeVar("Key")


class ReadersOfADay:
    """The readers of a day by article, of those that stand in a list."""

    def __init__(self) -> None:
        self._known: dict[int, float] = {}
        self._asked_at: datetime | None = None

    def told(
        self, lists: Mapping[Key, Sequence[PopularStanding]], now: datetime
    ) -> dict[Key, list[PopularStanding]]:
        """Return lists with the readers of a day of each story that stands there because it is read."""
        if self._asked_at is None or not timedelta(0) <= now - self._asked_at < ASKED_EVERY:
            self._known, self._asked_at = {}, now
        wanted = {each.article for places in lists.values() for each in places if each.basis != Basis.MONTH}
        fresh = wanted - self._known.keys()
        self._known |= dict.fromkeys(fresh, 0.0) | counts.of_a_day(fresh, now=now)
        return {
            key: [replace(each, day=round(self._known.get(each.article, 0.0), 2)) for each in places]
            for key, places in lists.items()
        }
