"""Share the reading and the ranking of many articles among the machine's processors."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Protocol

from django.db import connection

from ...rails.model import Candidate
from ...rails.reading import Reading, Text, read_text
from ..starting import begin
from .counts import Counts
from .ranking import Ranking

# From so many articles on, it pays to start processes of their own.
WORTH_A_CREW = 300
READ_AT_ONCE = 10
# So many batches are ranked ahead of the one that is being stored.
AHEAD = 4

Ranked = dict[int, list[Candidate]]


class Crew(Protocol):
    """Whoever does the work: this process, or several."""

    def read(self, texts: list[Text]) -> list[Reading]:
        """Return the reading of each text, in their order."""

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        """Yield each batch of articles with their neighbours, in order."""


@contextmanager
def crew(expected: int, counts: Counts) -> Iterator[Crew]:
    """Give a crew for so many articles."""
    # What a transaction has not committed, no other process can see.
    if expected < WORTH_A_CREW or connection.in_atomic_block or (os.cpu_count() or 1) < 2:
        yield _Alone(counts)
        return
    # Spawned, not forked: a copy of this process would share its database connection.
    context = multiprocessing.get_context("spawn")
    database = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=begin, initargs=(database,)
    ) as pool:
        yield _Together(pool)


class _Alone:
    def __init__(self, counts: Counts) -> None:
        self._ranking = Ranking(counts)

    def read(self, texts: list[Text]) -> list[Reading]:
        return [read_text(each) for each in texts]

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        for batch in batches:
            yield batch, self._ranking.ranked(batch)


class _Together:
    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def read(self, texts: list[Text]) -> list[Reading]:
        return list(self._pool.map(read_text, texts, chunksize=READ_AT_ONCE))

    def ranked(self, batches: Iterable[list[int]]) -> Iterator[tuple[list[int], Ranked]]:
        waiting: deque[tuple[list[int], Future[Ranked]]] = deque()
        coming = iter(batches)
        while True:
            for batch in islice(coming, AHEAD - len(waiting)):
                waiting.append((batch, self._pool.submit(_rank, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            yield batch, future.result()


@cache
def _own() -> Ranking:
    """The ranking of this process, whose library of articles is worth keeping from one batch to the next."""
    return Ranking(Counts())


def _rank(batch: list[int]) -> Ranked:
    return _own().ranked(batch)
