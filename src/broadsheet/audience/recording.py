"""Write what this machine has counted into the database: whole numbers and sums, never differences.

Each row is one machine's own and only grows, so a row that is written twice, late or out of order changes nothing,
and what all machines counted is the sum of their rows.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from .counting import tallies
from .counting.tallies import COLD, COLUMNS, HOUR, REFUSED, WARM
from .exchange import Exchange
from .models import DecayedReads, HourlyReads, HourlySources, RecentReads
from .recent import Slots

SUM_COLUMNS = ("warm_short", "warm_middle", "warm_long", "cold_short", "cold_middle", "cold_long")


# How often the sums go into the database when Valkey brings them to the other machines.
SUMS_EVERY = timedelta(seconds=30)


class Recorder:
    """Records one folder of tallies; it remembers what it wrote, and after a start writes it once more."""

    def __init__(self, folder: Path, *, exchange: Exchange | None = None) -> None:
        self.folder = folder
        self.node = node_of(folder)
        self._exchange = exchange
        self._written: dict[int, tallies.Counts] = {}
        self._slots: dict[int, Slots] = {}
        # With an exchange the database has the sums a little later.
        self._unwritten: set[int] = set()
        self._written_at: datetime | None = None
        self._owes_all = True

    def record(self, now: datetime) -> int:
        """Write down everything that changed since the last time; return how many articles that were.

        Nothing is deleted before it is written: what a database that is away cannot take is written later.
        """
        seconds = now.timestamp()
        changed: set[int] = set()
        for hour in tallies.hours(self.folder):
            changed |= self._record_hour(hour, now)
        self._unwritten |= changed
        if (
            self._exchange is None
            or not self._exchanged(self._exchange, changed, seconds)
            or self._written_at is None
            or now - self._written_at >= SUMS_EVERY
        ):
            self._write_sums(now, seconds)
        for hour in tallies.hours(self.folder):
            # The clocks of two processes may differ by a moment.
            if (hour + 1) * HOUR + 60 < seconds:
                tallies.forget_hour(self.folder, hour)
                self._written.pop(hour, None)
                self._slots.pop(hour, None)
        return len(changed)

    def _record_hour(self, hour: int, now: datetime) -> set[int]:
        counts = tallies.read_hour(self.folder, hour)
        written = self._written.get(hour)
        if written is None:
            written = np.zeros_like(counts)
        elif len(written) < len(counts):
            written = np.vstack([written, np.zeros((len(counts) - len(written), COLUMNS), np.uint32)])
        changed = np.flatnonzero((counts != written).any(axis=1))
        at = datetime.fromtimestamp(hour * HOUR, UTC)
        rows = [
            (article, at, self.node, warm + cold, cold, refused)
            for article, (warm, cold, refused) in zip(
                changed.tolist(), counts[changed][:, [WARM, COLD, REFUSED]].tolist(), strict=True
            )
        ]
        slots = self._slots.setdefault(hour, Slots(self.node, hour))
        recent = slots.rows(counts, now) if rows else []
        sources = tallies.read_sources(self.folder, hour)
        with transaction.atomic():
            upsert_largest(HourlyReads, ("article_id", "hour", "node"), ("reads", "cold", "refused"), rows)
            upsert_largest(RecentReads, ("article_id", "slot", "node"), ("reads", "refused"), recent)
            if rows:
                upsert_largest(
                    HourlySources,
                    ("hour", "node", "source"),
                    ("reads",),
                    [(at, self.node, source, reads) for source, reads in enumerate(sources) if reads],
                )
        self._written[hour] = counts
        return set(changed.tolist())

    def _exchanged(self, exchange: Exchange, changed: set[int], seconds: float) -> bool:
        """Tell the other machines; return True if they could be told."""
        if exchange.is_away:
            self._owes_all = True
        if not changed and not self._owes_all:
            return True
        articles, sums = self._sums(None if self._owes_all else changed, seconds)
        rows = dict(zip(articles, sums, strict=True))
        if not exchange.give(self.node, tallies.epoch_of(seconds), rows, at=seconds):
            self._owes_all = True
            return False
        self._owes_all = False
        return True

    def _write_sums(self, now: datetime, seconds: float) -> None:
        if not self._unwritten:
            return
        articles, sums = self._sums(self._unwritten, seconds)
        epoch = tallies.epoch_of(seconds)
        rows = [
            (article, self.node, epoch, now, *values) for article, values in zip(articles, sums, strict=True)
        ]
        # What was counted under an earlier landmark is in the sums already.
        upsert_newest(DecayedReads, ("article_id", "node"), ("epoch", "recorded_at", *SUM_COLUMNS), rows)
        self._unwritten.clear()
        self._written_at = now

    def _sums(self, articles: set[int] | None, seconds: float) -> tuple[list[int], list[list[float]]]:
        """Return this machine's own sums of articles, or of all that have any."""
        sums = tallies.read_sums(self.folder, now=seconds)
        chosen = (
            np.flatnonzero(sums.any(axis=1)) if articles is None else np.array(sorted(articles), np.int64)
        )
        chosen = chosen[chosen < len(sums)]
        return chosen.tolist(), sums[chosen].tolist()


def node_of(folder: Path) -> int:
    """Return the number of this machine's tallies, made at random when they are new."""
    path = folder / "node"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(f"{secrets.randbits(62) | 1}\n", encoding="ascii")
    return int(path.read_text(encoding="ascii"))


def upsert_largest(
    model: type[models.Model], keys: Sequence[str], values: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows of plain values; of a row that is there already each value becomes the larger of both."""
    table = model._meta.db_table
    larger = "MAX" if connection.vendor == "sqlite" else "GREATEST"
    upsert(
        model, keys, values, rows, [f"{each} = {larger}({table}.{each}, excluded.{each})" for each in values]
    )


def upsert_newest(
    model: type[models.Model], keys: Sequence[str], values: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows of plain values; a row that is there already is replaced, unless its first value is larger."""
    table = model._meta.db_table
    upsert(
        model,
        keys,
        values,
        rows,
        [f"{each} = excluded.{each}" for each in values],
        f" WHERE excluded.{values[0]} >= {table}.{values[0]}",
    )


def upsert(
    model: type[models.Model],
    keys: Sequence[str],
    values: Sequence[str],
    rows: Iterable[Sequence[Any]],
    changes: Sequence[str],
    condition: str = "",
) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    adapted = [[adapt(each) if isinstance(each, datetime) else each for each in row] for row in rows]
    if not adapted:
        return
    columns = (*keys, *values)
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608  # our own tables
        f"VALUES ({', '.join(['%s'] * len(columns))}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}{condition}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted)
