"""Rank what stands beside articles, store it, and let each article into the lists of its neighbours."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from ...press import outbox
from ...rails.hubs import spread
from ...rails.model import Candidate
from ...rails.related import reason_of
from ..current_rails import current_depths
from ..models import Analysis, Neighbour, Stage
from . import lines
from .document_cache import standing
from .ranking import Ranking
from .rows import among, insert, select, sent_together
from .times_shown import count, times_shown

COLUMNS = ("article_id", "neighbour_id", "position", "score", "parts")


class Placing:
    """One run of placing; `of` are all articles of the run, which rank themselves and need not be told.

    A list that something left is filled up at once, or, where `underfull` is given and enough is left, put down there.
    """

    def __init__(self, ranking: Ranking, *, of: Collection[int], underfull: set[int] | None = None) -> None:
        self.ranking = ranking
        # Articles that lost a place, and may now stand nowhere.
        self.displaced: set[int] = set()
        self._run = of
        self._underfull = underfull

    def place(self, ids: list[int], ranked: Mapping[int, list[Candidate]]) -> None:
        """Store the neighbours of articles, and let these into the lists where they now belong."""
        entering: defaultdict[int, set[int]] = defaultdict(set)
        for article, neighbours in ranked.items():
            for each in neighbours:
                if each.article not in self._run:
                    entering[each.article].add(article)
        # Where an article stood before, it may no longer belong.
        stood = Neighbour.objects.filter(neighbour__in=ids).values_list("article_id", "neighbour_id")
        for article, neighbour in stood:
            if article not in self._run:
                entering[article].add(neighbour)
        lists, underfull = self._entered(entering) if entering else ({}, [])
        with transaction.atomic(), sent_together():
            lines.assign({each: ranked[each] for each in ids if each in ranked})
            self.displaced |= store({**ranked, **lists}, gone=set(ids) - ranked.keys())
            Analysis.objects.filter(article__in=ids).update(stage=Stage.RANKED)
            if underfull:
                Analysis.objects.filter(article__in=underfull).update(stage=Stage.FINDABLE)
        if self._underfull is not None:
            self._underfull.update(underfull)

    def _entered(self, entering: dict[int, set[int]]) -> tuple[dict[int, list[Candidate]], list[int]]:
        """Let articles into the stored lists of their neighbours, or out of them; return the lists that this changes.

        And return which of these are to be filled up later.
        """
        stored = standing(entering)
        stay = {
            article: [each for own, each in stored[article].items() if each and own not in newcomers]
            for article, newcomers in entering.items()
        }
        lists, underfull, left = {}, [], []
        depths = current_depths()
        for article, after in self.ranking.entered(entering, stay).items():
            before, newcomers = list(stored[article]), entering[article]
            has_lost = len(after) < len(before)
            if has_lost and (self._underfull is None or len(after) < depths.enough):
                # What was the next best is found among all.
                left.append(article)
            elif {each.article for each in after} != set(before) or not newcomers.isdisjoint(before):
                lists[article] = after
                underfull += [article] * (has_lost and len(after) < depths.plenty)
        known = {each: [*stored[each], *entering[each]] for each in left}
        return lists | self.ranking.ranked(left, known=known), underfull


def lists_of(ids: Collection[int]) -> defaultdict[int, list[int]]:
    """Return the articles in the stored lists of articles, in their order."""
    stored: defaultdict[int, list[int]] = defaultdict(list)
    rows = Neighbour.objects.filter(article__in=ids).order_by("article", "position")
    for article, neighbour in rows.values_list("article_id", "neighbour_id"):
        stored[article].append(neighbour)
    return stored


def stored_lists(ids: Iterable[int]) -> dict[int, list[Candidate]]:
    """Return the stored lists of articles; a candidate's story is not known here. Index: newsroom_neighbour_place."""
    found: dict[int, list[Candidate]] = {}
    rows = Neighbour.objects.filter(article__in=list(ids)).order_by("article", "position")
    for article, neighbour, score, parts in rows.values_list("article_id", "neighbour_id", "score", "parts"):
        found.setdefault(article, []).append(Candidate(neighbour, neighbour, reason_of(parts), score))
    return found


def settle(ids: Iterable[int]) -> None:
    """Order stored lists by counts that have changed since."""
    stored = stored_lists(ids)
    settled = spread_lists(stored)
    changed = {
        article: after for article, after in settled.items() if _order(after) != _order(stored[article])
    }
    with transaction.atomic(), sent_together():
        store_as_they_are(changed)


def _order(neighbours: list[Candidate]) -> list[int]:
    return [each.article for each in neighbours]


def store(lists: Mapping[int, list[Candidate]], *, gone: Collection[int]) -> set[int]:
    """Store ranked lists of neighbours, what is shown often further back; return who lost a place in one."""
    count(lists, gone=gone)
    return store_as_they_are(spread_lists(lists), gone=gone)


def spread_lists(lists: Mapping[int, list[Candidate]]) -> dict[int, list[Candidate]]:
    """Return lists with what is shown often further back, as the counts are now."""
    known = times_shown(lists)
    return {article: spread(neighbours, known) for article, neighbours in lists.items()}


def store_as_they_are(lists: Mapping[int, list[Candidate]], *, gone: Collection[int] = ()) -> set[int]:
    """Store lists of neighbours and tell the press of those that changed; return who lost a place in one."""
    rows: list[tuple[Any, ...]] = [
        (article, each.article, place, each.score, json.dumps(dict(each.reason.parts)))
        for article, neighbours in lists.items()
        for place, each in enumerate(neighbours)
    ]
    ids = [*lists, *gone]
    before: defaultdict[int, list[int]] = defaultdict(list)
    for article, _place, neighbour in sorted(_take_away(ids)):
        before[article].append(neighbour)
    insert(Neighbour, COLUMNS, rows)
    outbox.announce(
        f"related:{article}"
        for article in ids
        if [each.article for each in lists.get(article, [])] != before[article]
    )
    after = {article: {each.article for each in neighbours} for article, neighbours in lists.items()}
    return {each for article in ids for each in before[article] if each not in after.get(article, ())}


def _take_away(ids: Collection[int]) -> list[tuple[int, int, int]]:
    """Delete the lists of articles; return their places: the article, the place and the neighbour."""
    if not ids:
        return []
    those, values = among("article_id", ids)
    return select(
        f"DELETE FROM newsroom_neighbour WHERE {those} RETURNING article_id, position, neighbour_id",  # noqa: S608
        values,
    )
