"""Share the reading and the ranking of many articles among the machine's processors."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Protocol, TypeVar

from django.db import connection

from ...rails.model import Candidate
from ...rails.reading import Reading, Text, read_text
from ..starting import begin, collect_seldom
from .counts import Counts
from .ranking import Ranking
from .windows import Windows

# From so many articles on, it pays to start processes of their own.
WORTH_A_POOL = 300
READ_AT_ONCE = 25
# This many batches are read or ranked ahead of the one that is being stored.
AHEAD = 4

Ranked = dict[int, list[Candidate]]
Work = TypeVar("Work")


class Pool(Protocol):
    """Whoever does the work: this process, or several. `ranking` ranks once more what was ranked."""

    ranking: Ranking

    def read(self, works: Iterable[tuple[Work, list[Text]]]) -> Iterator[tuple[Work, list[Reading]]]:
        """Yield each piece of work with the readings of its texts, in order."""

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        """Yield each batch of articles with their neighbours, in order."""


@contextmanager
def pool(expected: int, counts: Counts) -> Iterator[Pool]:
    """Give a pool of processes for this many articles."""
    before = gc.get_threshold()
    if expected >= WORTH_A_POOL:
        collect_seldom()
    try:
        with _pool_of(expected, counts) as found:
            yield found
    finally:
        gc.set_threshold(*before)


@contextmanager
def _pool_of(expected: int, counts: Counts) -> Iterator[Pool]:
    # What a transaction has not committed, no other process can see.
    if expected < WORTH_A_POOL or connection.in_atomic_block or (os.cpu_count() or 1) < 2:
        yield _Alone(counts, Windows() if expected >= WORTH_A_POOL else None)
        return
    # Spawned, not forked: a copy of this process would share its database connection.
    context = multiprocessing.get_context("spawn")
    database = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=begin, initargs=(database, os.getpid())
    ) as pool:
        yield _Together(pool, counts)


class _Alone:
    def __init__(self, counts: Counts, windows: Windows | None) -> None:
        self._asking = Ranking(counts, windows=windows)
        # What was read of a few articles serves again; what is kept of windows is for articles in the order of their days.
        self.ranking = self._asking if windows is None else Ranking(counts)

    def read(self, works: Iterable[tuple[Work, list[Text]]]) -> Iterator[tuple[Work, list[Reading]]]:
        for work, texts in works:
            yield work, _read(texts)

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        for batch in batches:
            yield batch, self._asking.ranked(batch)


class _Together:
    def __init__(self, pool: ProcessPoolExecutor, counts: Counts) -> None:
        self._pool = pool
        self.ranking = Ranking(counts)

    def read(self, works: Iterable[tuple[Work, list[Text]]]) -> Iterator[tuple[Work, list[Reading]]]:
        for work, futures in _ahead(
            (work, [self._pool.submit(_read, each) for each in _parts(texts)]) for work, texts in works
        ):
            yield work, [reading for future in futures for reading in future.result()]

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        for batch, future in _ahead((batch, self._pool.submit(_rank, batch)) for batch in batches):
            yield batch, future.result()


def _ahead(begun: Iterable[Work]) -> Iterator[Work]:
    """Begin the next pieces of work while one is being stored."""
    coming = iter(begun)
    waiting = deque(islice(coming, AHEAD))
    while waiting:
        yield waiting.popleft()
        waiting.extend(islice(coming, 1))


def _parts(texts: list[Text]) -> Iterator[list[Text]]:
    return (texts[start : start + READ_AT_ONCE] for start in range(0, len(texts), READ_AT_ONCE))


def _read(texts: list[Text]) -> list[Reading]:
    return [read_text(each) for each in texts]


@cache
def _own() -> Ranking:
    """The ranking of this process, whose cache of documents is worth keeping from one batch to the next."""
    return Ranking(Counts(), windows=Windows())


def _rank(batch: list[int]) -> Ranked:
    return _own().ranked(batch)
