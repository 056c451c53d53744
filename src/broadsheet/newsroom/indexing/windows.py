"""Find candidates for many articles, one after the other, and read each term's articles from the database once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from ...rails.postings import MOST_CANDIDATES, NEAREST
from .candidates import Question
from .rows import select

# Who asks in the order of days needs these next.
AHEAD = 5 * NEAREST
# Postings remembered: at twenty bytes each, some forty megabytes.
REMEMBERED = 2_000_000

_COLUMNS = "day, article, weight"
_HALVES = tuple(
    f"SELECT * FROM (SELECT {{columns}} FROM newsroom_keyterm WHERE term = {{term}} AND day {compared} {{day}} "  # noqa: S608
    f"ORDER BY day {order}, article {order} LIMIT {limit}) AS half_{order}"
    for compared, order, limit in (("<=", "DESC", NEAREST), (">", "ASC", AHEAD))
)
_BOTH = " UNION ALL ".join(_HALVES)
_SQLITE = _BOTH.format(columns=_COLUMNS, term="%s", day="%s")
_POSTGRESQL = (
    "SELECT asked.term, found.* FROM unnest(%s::bigint[], %s::int[]) AS asked (term, day) CROSS JOIN LATERAL ("  # noqa: S608
    + _BOTH.format(columns=_COLUMNS, term="asked.term", day="asked.day")
    + ") AS found"
)


@dataclass(frozen=True, slots=True)
class _Window:
    """The articles of one term around some day, in the order of days."""

    days: NDArray[np.int64]
    articles: NDArray[np.int64]
    weights: NDArray[np.float64]
    has_first: bool
    has_last: bool

    def around(self, day: int) -> slice | None:
        """Return where the articles nearest to a day stand, or None where some of them are not here."""
        middle = int(self.days.searchsorted(day, "right"))
        if (middle < NEAREST and not self.has_first) or (
            len(self.days) - middle < NEAREST and not self.has_last
        ):
            return None
        return slice(max(0, middle - NEAREST), middle + NEAREST)


class Windows:
    """Candidates as `candidates` finds them, for as long as nobody stores key terms."""

    def __init__(self) -> None:
        self._known: dict[int, _Window] = {}
        self._rows = 0

    def found(self, questions: Sequence[Question], *, limit: int = MOST_CANDIDATES) -> list[list[int]]:
        """Return the candidates for each question."""
        missing: dict[int, int] = {}
        for question in questions:
            for key in question.keys:
                if key not in missing and not self._covers(key, question.day):
                    missing[key] = question.day
        self._read(missing)
        return [self._answer(question, limit) for question in questions]

    def _covers(self, key: int, day: int) -> bool:
        window = self._known.get(key)
        return window is not None and window.around(day) is not None

    def _answer(self, question: Question, limit: int) -> list[int]:
        articles, worth = [], []
        for key, weight in zip(question.keys, question.weights, strict=True):
            if not self._covers(key, question.day):
                self._read({key: question.day})
            window = self._known[key]
            near = window.around(question.day)
            articles.append(window.articles[near])
            worth.append(window.weights[near] * weight)
        if not articles:
            return []
        found, place = np.unique(np.concatenate(articles), return_inverse=True)
        sums = np.bincount(place, np.concatenate(worth))
        sums[found == question.article] = -1.0
        best = np.lexsort((found, -sums))[:limit]
        chosen: list[int] = found[best[sums[best] >= 0]].tolist()
        return chosen

    def _read(self, asked: dict[int, int]) -> None:
        """Read the windows of terms, each around a day; the older half of what is known may be dropped before."""
        if self._rows > REMEMBERED:
            self._known = dict(islice(self._known.items(), len(self._known) // 2, None))
            self._rows = sum(len(each.days) for each in self._known.values())
        for key, rows in _rows(asked):
            before = sum(row[0] <= asked[key] for row in rows)
            rows.sort()
            days, articles, weights = zip(*rows, strict=True) if rows else ((), (), ())
            self._rows += len(rows)
            self._known[key] = _Window(
                np.array(days, np.int64),
                np.array(articles, np.int64),
                np.array(weights, np.float64),
                has_first=before < NEAREST,
                has_last=len(rows) - before < AHEAD,
            )


def _rows(asked: dict[int, int]) -> Iterable[tuple[int, list[Any]]]:
    """Yield each term with its rows. Index: the primary key of newsroom_keyterm, twice a term."""
    if connection.vendor == "sqlite":
        for key, day in asked.items():
            yield key, select(_SQLITE, [key, day, key, day])
    elif asked:
        found: dict[int, list[Any]] = {key: [] for key in asked}
        for key, *row in select(_POSTGRESQL, [list(asked), list(asked.values())]):
            found[key].append(row)
        yield from found.items()
