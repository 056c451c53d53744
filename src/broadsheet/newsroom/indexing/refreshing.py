"""Bring analyses, versions and stored neighbours up to date for articles that changed."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from ...press import outbox
from ...rails.related import rank
from ..changes import announce_articles
from ..models import Analysis, Article, Neighbour
from .analysing import keep, reader, settle
from .candidates import Library, candidates, keep_telling_terms
from .counts import Counts
from .rows import insert
from .versions import link

BATCH = 100
STORED = 24  # places kept of an article's list: the rail's cards, and room for what composition passes over
NEIGHBOURS_TOLD = 20  # lists of neighbours that are worked out again when an article is new or changed
COLUMNS = ("article_id", "neighbour_id", "position", "score", "reason", "parts")

Tick = Callable[[int], None]


def refresh(ids: Iterable[int], *, tick: Tick = lambda _count: None) -> int:
    """Work out anew what depends on these articles; return how many of them had changed.

    Unchanged articles cost a comparison of digests, so the same articles may be named again and again. `tick` is
    called between any two pieces of work, and may raise: all is then done anew the next time.
    """
    ids = list(ids)
    digests: dict[int, str] = {}
    with reader(len(ids)) as read:
        for batch in _batches(ids, BATCH):
            digests |= keep(_articles(batch), read)
            tick(0)
    changed = list(digests)
    counts, library = Counts(), Library()
    for batch in _batches(changed, BATCH):
        keep_telling_terms(Analysis.objects.filter(article__in=batch).select_related("article"), counts)
        with transaction.atomic():
            announce_articles(Article.objects.filter(pk__in=link(_articles(batch))))
        tick(0)
    told: set[int] = set()
    for batch in _batches(changed, BATCH):
        # The lists in which an article stood are worked out again too: it may no longer belong there.
        told.update(Neighbour.objects.filter(neighbour__in=batch).values_list("article_id", flat=True))
        told.update(_store(batch, counts, library))
        tick(len(batch))
    # An article enters the lists of its neighbours; in a large import they are all in `changed` already.
    for batch in _batches(sorted(told.difference(changed)), BATCH):
        _store(batch, counts, library)
        tick(0)
    if digests:
        settle(digests)
    return len(changed)


def rebuild(*, tick: Tick = lambda _count: None) -> int:
    """Forget and work out anew everything about every live article; return how many there are."""
    Analysis.objects.update(digest="")
    return refresh(Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True), tick=tick)


def _store(ids: list[int], counts: Counts, library: Library) -> set[int]:
    """Rank and store the neighbours of articles; return the nearest of them, whose lists they may enter."""
    locales = dict(Article.objects.filter(pk__in=ids).values_list("pk", "locale_id"))
    rows: list[tuple[Any, ...]] = []
    told: set[int] = set()
    for document in library.documents(ids):
        others = library.documents(candidates(document.article))
        statistics = counts.statistics(locales[document.article], document.terms)
        ranked = rank(document, others, statistics=statistics, limit=STORED)
        told.update(each.article for each in ranked[:NEIGHBOURS_TOLD])
        rows += [
            (
                document.article,
                each.article,
                place,
                each.score,
                each.reason.text,
                json.dumps(dict(each.reason.parts)),
            )
            for place, each in enumerate(ranked)
        ]
    with transaction.atomic():
        Neighbour.objects.filter(article__in=ids).delete()
        insert(Neighbour, COLUMNS, rows)
        outbox.announce(f"related:{each}" for each in ids)
    return told


def _articles(ids: Iterable[int]) -> list[Article]:
    found = Article.objects.filter(pk__in=list(ids)).select_related("locale").prefetch_related("topics")
    return list(found.order_by("pk"))


def _batches(items: Iterable[int], size: int) -> Iterator[list[int]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
