"""Find the articles that share an article's key terms, in the database itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from ...rails.postings import ASKED, KEPT, MOST_CANDIDATES, NEAREST, day_of, day_of_question
from ...rails.related import key_terms
from ...rails.statistics import Statistics
from ...rails.vectors import Vector
from ..models import Analysis, KeyTerm, Stage, VersionBand
from .rows import delete, insert, select, update

# One statement however many terms an article has, so that the database plans it once.
_NO_TERM = -1


def term_key(locale_id: int, term: int) -> int:
    """Return the number of a term in one edition: terms of two editions never meet."""
    return locale_id << 32 | term


def keep_key_terms(
    analyses: Sequence[tuple[int, datetime | None, Vector]], locale_id: int, statistics: Statistics
) -> None:
    """Choose and store the key terms of articles of one edition, which can be found then; they must have none."""
    rows: list[tuple[Any, ...]] = []
    told: list[tuple[Any, ...]] = []
    for article_id, published, vector in analyses:
        ids, weights = key_terms(vector, statistics, limit=KEPT)
        day = day_of(published)
        rows += [
            (term_key(locale_id, term), day, article_id, round(weight, 3))
            for term, weight in zip(ids.tolist(), weights.tolist(), strict=True)
        ]
        told.append((day.to_bytes(4, "little") + ids.astype("<u4").tobytes(), Stage.FINDABLE, article_id))
    insert(KeyTerm, ("term", "day", "article", "weight"), rows)
    update(Analysis, ("key_terms", "stage"), "article_id", told)


def forget_findable(analyses: Iterable[Analysis], bands: Iterable[tuple[int, int]]) -> None:
    """Delete the key terms of articles, and these of their bands."""
    keys = []
    for each in analyses:
        if stored := bytes(each.key_terms):
            day = int.from_bytes(stored[:4], "little")
            terms = np.frombuffer(stored, "<u4", offset=4).tolist()
            keys += [(term_key(each.locale_id, term), day, each.article_id) for term in terms]
    delete(KeyTerm, ("term", "day", "article"), keys)
    delete(VersionBand, ("band", "article"), list(bands))


@dataclass(frozen=True, slots=True)
class Question:
    """Which articles share most of these terms with one: `keys` with their `weights`, nearest to a `day` first."""

    article: int
    day: int
    keys: list[int]
    weights: list[float]


def question(
    article_id: int, locale_id: int, published: datetime | None, vector: Vector, statistics: Statistics
) -> Question:
    """Return the question for an article's candidates: by its key terms that another article has as well."""
    ids, weights = key_terms(vector, statistics, limit=ASKED, known=True)
    keys = [term_key(locale_id, term) for term in ids.tolist()]
    return Question(article_id, day_of_question(published), keys, weights.tolist())


def candidates(asked: Question, *, limit: int = MOST_CANDIDATES) -> list[int]:
    """Return the articles that share most of an article's key terms.

    Of each term the stories nearest to the article's own day are looked at, so the cost does not grow with the
    archive. Index: the primary key of newsroom_keyterm, twice a term.
    """
    keys = asked.keys + [_NO_TERM] * (ASKED - len(asked.keys))
    weights = asked.weights + [0.0] * (ASKED - len(asked.keys))
    values: list[Any] = []
    if connection.vendor == "sqlite":
        for key, weight in zip(keys, weights, strict=True):
            values += [weight, key, asked.day] * len(_WINDOWS)
        return [row[0] for row in select(_SQLITE, [*values, asked.article, limit])]
    values = [keys, weights, asked.day, asked.day, asked.article, limit]
    return [row[0] for row in select(_POSTGRESQL, values)]


def _window(weight: str, term: str, compared: str, order: str) -> str:
    return (
        f"(SELECT article, weight * {weight} AS worth FROM newsroom_keyterm WHERE term = {term} "  # noqa: S608
        f"AND day {compared} %s ORDER BY day {order}, article {order} LIMIT {NEAREST})"
    )


# The stories nearest to a day that have a term: those of the day and before it, and those after it.
_WINDOWS = (("<=", "DESC"), (">", "ASC"))
_BEST = " WHERE article <> %s GROUP BY article ORDER BY SUM(worth) DESC, article LIMIT %s"
_SQLITE = (
    "SELECT article FROM ("  # noqa: S608
    + " UNION ALL ".join(
        f"SELECT * FROM {_window('%s', '%s', *each)}"  # noqa: S608
        for _ in range(ASKED)
        for each in _WINDOWS
    )
    + f"){_BEST}"
)
_POSTGRESQL = (
    "SELECT article FROM unnest(%s::bigint[], %s::float8[]) AS asked (term, weight) CROSS JOIN LATERAL ("  # noqa: S608
    + " UNION ALL ".join(_window("asked.weight", "asked.term", *each) for each in _WINDOWS)
    + f") AS found{_BEST}"
)
