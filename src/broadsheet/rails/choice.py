"""Put the editors' picks in order, and fill what they leave open by a stated rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .model import Candidate, Reason


@dataclass(frozen=True, slots=True)
class OfferedPick:
    """An article that an editor chose, with its shelf life; without `ends` it stays until taken down."""

    article: int
    story: int
    position: int = 0
    starts: datetime | None = None
    ends: datetime | None = None
    picked_by: str = ""
    note: str = ""

    def is_on_the_shelf(self, now: datetime) -> bool:
        """Return True if the pick has begun and is not over; it is over at the second of `ends`."""
        return (self.starts is None or self.starts <= now) and (self.ends is None or now < self.ends)


def choose(
    picks: Sequence[OfferedPick], backfill: Iterable[Candidate] = (), *, now: datetime, limit: int = 30
) -> list[Candidate]:
    """Return the picks of this moment in the editors' order, then `backfill`, each story once."""
    current = sorted(
        (pick for pick in picks if pick.is_on_the_shelf(now)), key=lambda pick: (pick.position, pick.article)
    )
    chosen: dict[int, Candidate] = {}
    for pick in current:
        chosen.setdefault(pick.story, Candidate(pick.article, pick.story, _why(pick)))
    for candidate in backfill:
        if len(chosen) >= limit:
            break
        chosen.setdefault(candidate.story, candidate)
    return list(chosen.values())[:limit]


def backfilled(article: int, story: int, *, rule: str) -> Candidate:
    """Make the candidate that stands where no editor picked, with the rule that chose it."""
    return Candidate(article, story, Reason("backfill", f"not picked by an editor: {rule}", {"rule": rule}))


def _why(pick: OfferedPick) -> Reason:
    text = f"picked by {pick.picked_by}" if pick.picked_by else "picked by an editor"
    if pick.ends:
        text += f" until {_moment(pick.ends)}"
    if pick.note:
        text += f": {pick.note}"
    parts: dict[str, float | int | str] = {"position": pick.position, "picked_by": pick.picked_by}
    if pick.starts:
        parts["starts"] = pick.starts.isoformat()
    if pick.ends:
        parts["ends"] = pick.ends.isoformat()
    return Reason("pick", text, parts)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
