"""Write what this machine has counted into the database: whole numbers and sums, never differences.

Each row is one machine's own and only grows, so a row that is written twice, late or out of order changes nothing,
and what all machines counted is the sum of their rows.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from .counting import tallies
from .counting.tallies import COLD, COLUMNS, HOUR, REFUSED, WARM
from .models import DecayedReads, HourlyReads, HourlySources

SUM_COLUMNS = ("warm_short", "warm_middle", "warm_long", "cold_short", "cold_middle", "cold_long")


class Recorder:
    """Records one folder of tallies; it remembers what it wrote, and after a start writes it once more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.node = node_of(folder)
        self._written: dict[int, tallies.Counts] = {}

    def record(self, now: datetime) -> int:
        """Write down everything that changed since the last time; return how many articles that were.

        Nothing is deleted before it is written: what a database that is away cannot take is written later.
        """
        seconds = now.timestamp()
        changed: set[int] = set()
        for hour in tallies.hours(self.folder):
            changed |= self._record_hour(hour)
        if changed:
            self._record_sums(np.array(sorted(changed)), now, seconds)
        for hour in tallies.hours(self.folder):
            # The clocks of two processes may differ by a moment.
            if (hour + 1) * HOUR + 60 < seconds:
                tallies.forget_hour(self.folder, hour)
                self._written.pop(hour, None)
        return len(changed)

    def _record_hour(self, hour: int) -> set[int]:
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
        sources = tallies.read_sources(self.folder, hour)
        with transaction.atomic():
            upsert_largest(HourlyReads, ("article_id", "hour", "node"), ("reads", "cold", "refused"), rows)
            if rows:
                upsert_largest(
                    HourlySources,
                    ("hour", "node", "source"),
                    ("reads",),
                    [(at, self.node, source, reads) for source, reads in enumerate(sources) if reads],
                )
        self._written[hour] = counts
        return set(changed.tolist())

    def _record_sums(self, articles: "np.ndarray", now: datetime, seconds: float) -> None:
        sums = tallies.read_sums(self.folder, now=seconds)
        articles = articles[articles < len(sums)]
        epoch = tallies.epoch_of(seconds)
        rows = [
            (article, self.node, epoch, now, *values)
            for article, values in zip(articles.tolist(), sums[articles].tolist(), strict=True)
        ]
        # What was counted under an earlier landmark is in the sums already.
        upsert_newest(DecayedReads, ("article_id", "node"), ("epoch", "recorded_at", *SUM_COLUMNS), rows)


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
