"""Add up what counts: for ranking, sums in which a read weighs less the older it is; for the record, by the hour.

The sums decay forwards (Cormode et al. 2009): a read at t adds 2 ** ((t - landmark) / half-life), and to know what
a sum is worth at T it is multiplied by 2 ** (-(T - landmark) / half-life). Nothing is ever taken away, so the
largest of several states of one machine is its newest, and those of several machines may be added.
"""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...rails.popular import HALF_LIVES
from .files import Mapped

HOUR = 3600
# The landmark moves every 16 days, which are whole numbers of all half-lives: 512, 96 and 16 of them.
EPOCH = 16 * 24 * HOUR
HALVINGS = tuple(round(EPOCH / HOUR / hours) for hours in HALF_LIVES)
SCALES = len(HALF_LIVES)
# Of each scale two sums: reads from networks that read other articles too, and from those seen nowhere else.
SUMS = 2 * SCALES
WARM, COLD, REFUSED, COLUMNS = 0, 1, 2, 4

Sums = NDArray[np.float64]
Counts = NDArray[np.uint32]


def epoch_of(now: float) -> int:
    """Return the number of the sixteen days in which a moment lies."""
    return int(now // EPOCH)


def weights(now: float) -> tuple[float, ...]:
    """Return what a read at a moment adds to the sums of each scale."""
    hours = now % EPOCH / HOUR
    return tuple(2.0 ** (hours / each) for each in HALF_LIVES)


def worth(sums: Sums, now: float, *, epoch: int | None = None) -> Sums:
    """Return what sums, of shape (articles, 6), are worth at a moment; their landmark is that of `now`, or of an epoch."""
    hours = (now - (epoch_of(now) if epoch is None else epoch) * EPOCH) / HOUR
    return sums * np.exp2(-hours / np.array(HALF_LIVES * 2))


class Tallies:
    """The sums of one machine, and the counts of one of its hours."""

    def __init__(self, folder: Path, articles: int, *, now: float) -> None:
        """Open the tallies for articles numbered below `articles`; only one process at a time may do so."""
        self.folder = folder
        self.articles = articles
        self.epoch = epoch_of(now)
        self.hour = int(now // HOUR)
        self._sums = Mapped(_sums_of(folder, self.epoch), "d", articles * SUMS)
        self._hourly = Mapped(_hour_of(folder, self.hour), "I", articles * COLUMNS)
        self._sources = Mapped(folder / f"sources-{self.hour}.u32", "I", 16)
        self._second = -1
        self._weights: tuple[float, ...] = ()

    def add(self, article: int, *, is_warm: bool, source: int, now: float) -> None:
        """Add a read."""
        if int(now) != self._second:
            self._second, self._weights = int(now), weights(now)
        self._hourly.values[article * COLUMNS + (WARM if is_warm else COLD)] += 1
        sums, place = self._sums.values, article * SUMS + (0 if is_warm else SCALES)
        for weight in self._weights:
            sums[place] += weight
            place += 1
        self._sources.values[source] += 1

    def refuse(self, article: int) -> None:
        """Note that a read was not counted because its network had no more to give."""
        self._hourly.values[article * COLUMNS + REFUSED] += 1

    def close(self) -> None:
        for each in (self._sums, self._hourly, self._sources):
            each.close()


def prepare(folder: Path, *, now: float) -> None:
    """Make the sums of this epoch from those of the last one; only one process at a time may do so."""
    path = _sums_of(folder, epoch_of(now))
    older = sorted(each for each in folder.glob("sums-*.f64") if _number(each) < epoch_of(now))
    if not path.exists() and older:
        sums = np.fromfile(older[-1], np.float64).reshape(-1, SUMS)
        moved(sums, epoch_of(now) - _number(older[-1])).tofile(path.with_suffix(".new"))
        os.replace(path.with_suffix(".new"), path)
    for each in older:
        each.unlink()


def moved(sums: Sums, epochs: int) -> Sums:
    """Return sums, of shape (articles, 6), under a landmark that is `epochs` later: an exact halving."""
    halvings = np.array(HALVINGS * 2) * epochs
    found: Sums = np.ldexp(sums, -np.minimum(halvings, 2000).astype(np.int32))
    return found


def read_sums(folder: Path, *, now: float) -> Sums:
    """Return the sums of this machine, of shape (articles, 6), under the landmark of `now`."""
    path = _sums_of(folder, epoch_of(now))
    if not path.exists():
        return np.zeros((0, SUMS))
    return np.fromfile(path, np.float64).reshape(-1, SUMS)


def hours(folder: Path) -> list[int]:
    """Return the hours (numbered since 1970) for which counts are kept, oldest first."""
    return sorted(_number(each) for each in folder.glob("reads-*.u32"))


def read_hour(folder: Path, hour: int) -> Counts:
    """Return the counts of an hour, of shape (articles, 4): warm, cold, refused, and none."""
    return np.fromfile(_hour_of(folder, hour), np.uint32).reshape(-1, COLUMNS)


def read_sources(folder: Path, hour: int) -> list[int]:
    """Return how many reads of an hour came from each source."""
    path = folder / f"sources-{hour}.u32"
    return np.fromfile(path, np.uint32).tolist() if path.exists() else []


def forget_hour(folder: Path, hour: int) -> None:
    """Delete the counts of an hour, which are written down elsewhere."""
    _hour_of(folder, hour).unlink(missing_ok=True)
    (folder / f"sources-{hour}.u32").unlink(missing_ok=True)


def _sums_of(folder: Path, epoch: int) -> Path:
    return folder / f"sums-{epoch}.f64"


def _hour_of(folder: Path, hour: int) -> Path:
    return folder / f"reads-{hour}.u32"


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])
