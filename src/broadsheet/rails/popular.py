"""Rank what is read now, from reads counted by the hour, and say so honestly when nothing was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import Candidate, Reason

HALF_LIFE = timedelta(hours=6)
# Who was not read for this long is not popular now, whatever its sum.
WINDOW = timedelta(hours=48)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reads:
    """How often one article was read in the hour that begins at `hour`."""

    article: int
    story: int
    hour: datetime
    reads: int


@dataclass(slots=True)
class _Tally:
    article: int
    story: int
    decayed: float = 0.0
    reads: int = 0
    latest: datetime | None = None


def popular(
    counts: Iterable[Reads],
    newest: Iterable[tuple[int, int]] = (),
    *,
    now: datetime,
    half_life: timedelta = HALF_LIFE,
    limit: int = 30,
) -> list[Candidate]:
    """Return the most read stories of now, then `newest` as (article, story), each story once.

    A read counts half as much after each `half_life` (forward decay: Cormode et al. 2009); stories of any
    age may stand here, but only when they were read within `WINDOW`.
    """
    tallies = _tallied(counts, now, half_life)
    tallies.sort(key=lambda tally: (-tally.decayed, -tally.article))
    chosen: dict[int, Candidate] = {}
    for tally in tallies:
        if len(chosen) == limit:
            break
        chosen.setdefault(tally.story, _read(tally))
    why = "too few stories were read" if tallies else "no reads counted yet"
    for article, story in newest:
        if len(chosen) >= limit:
            break
        chosen.setdefault(story, Candidate(article, story, Reason("newest", f"newest in the edition; {why}")))
    return list(chosen.values())


def decayed(reads: float, age: timedelta, *, half_life: timedelta = HALF_LIFE) -> float:
    """Return what `reads` of that age still count."""
    return float(reads * 2.0 ** (-(age / half_life)))


def _tallied(counts: Iterable[Reads], now: datetime, half_life: timedelta) -> list[_Tally]:
    tallies: dict[int, _Tally] = {}
    for count in counts:
        age = now - count.hour
        # An hour that has not begun comes from a clock that runs ahead.
        if count.reads <= 0 or not timedelta() <= age <= WINDOW:
            continue
        tally = tallies.setdefault(count.article, _Tally(count.article, count.story))
        tally.decayed += decayed(count.reads, age, half_life=half_life)
        tally.reads += count.reads
        tally.latest = max(tally.latest or count.hour, count.hour)
    return list(tallies.values())


def _read(tally: _Tally) -> Candidate:
    times = "read once" if tally.reads == 1 else f"read {tally.reads} times"
    latest = tally.latest.isoformat() if tally.latest else ""
    text = f"{times} in the last {WINDOW // _HOUR} hours"
    if tally.latest:
        text += f", last in the hour from {tally.latest:%Y-%m-%d %H:%M}"
    parts: dict[str, float | int | str] = {
        "reads": tally.reads, "decayed": round(tally.decayed, 4), "latest": latest
    }  # fmt: skip
    return Candidate(tally.article, tally.story, Reason("reads", text, parts), round(tally.decayed, 6))
