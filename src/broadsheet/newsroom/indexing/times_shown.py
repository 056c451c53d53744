"""Count in how many first tens each article stands: changed with every list, so that no other list is looked at.

What counts is a list as likeness and time make it. So an article's count does not depend on what the counts did to lists,
and is the same whether articles came one by one or all at once.
"""

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from ...rails.hubs import first_ten
from ...rails.model import Candidate
from ..models import TimesShown
from .rows import among, insert, select, update


def count(lists: Mapping[int, list[Candidate]], *, gone: Collection[int] = ()) -> None:
    """Count the first tens of lists in place of those that these articles had; part of the caller's transaction."""
    counted = _counted({*lists, *gone})
    after = {article: first_ten(neighbours) for article, neighbours in lists.items()}
    changes: Counter[int] = Counter()
    for article, ten in after.items():
        changes.update(ten)
        counted.setdefault(article, [])
    for ten in counted.values():
        changes.subtract(ten)
    moved = {article for article, ten in counted.items() if after.get(article, []) != ten}
    _save({each for each, number in changes.items() if number} | moved, changes, after, counted)


def times_shown(lists: Mapping[int, list[Candidate]]) -> dict[int, int]:
    """Return how often each of the articles in these lists stands in a first ten. Index: the primary key."""
    asked = {each.article for neighbours in lists.values() for each in neighbours}
    return {article: times for article, times, _first in _stored(asked)}


def _save(
    touched: Collection[int],
    changes: Mapping[int, int],
    after: Mapping[int, list[int]],
    counted: Mapping[int, list[int]],
) -> None:
    known = {article: (times, first) for article, times, first in _stored(touched)}
    new, old = [], []
    for article in sorted(touched):
        times, first = known.get(article, (0, b""))
        own = _to_bytes(after.get(article, [])) if article in counted else first
        row = (max(0, times + changes.get(article, 0)), own, article)
        if article in known:
            old.append(row)
        elif row[0] or row[1]:  # what was deleted for good is in a former list, and no row may be made for it
            new.append(row)
    insert(TimesShown, ("times", "first_ten", "article_id"), new)
    update(TimesShown, ("times", "first_ten"), "article_id", old)


def _counted(articles: Collection[int]) -> dict[int, list[int]]:
    """Return whom the counts have as standing in the first tens of articles."""
    return {article: _from_bytes(first) for article, _times, first in _stored(articles)}


def _stored(articles: Collection[int]) -> list[tuple[int, int, bytes]]:
    if not articles:
        return []
    those, values = among("article_id", articles)
    return select(
        f"SELECT article_id, times, first_ten FROM newsroom_timesshown WHERE {those}",  # noqa: S608
        values,
    )


def _to_bytes(articles: list[int]) -> bytes:
    return np.array(articles, "<i8").tobytes()


def _from_bytes(stored: bytes) -> list[int]:
    found: list[int] = np.frombuffer(stored, "<i8").tolist()
    return found
