"""Bring analyses, versions and stored neighbours up to date for articles that changed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction

from ...press import outbox
from ...rails.related import rank
from ..changes import announce_articles
from ..models import Analysis, Article, Neighbour
from .analysing import keep
from .candidates import Library, candidates, keep_telling_terms
from .counts import Counts
from .versions import link

BATCH = 100
STORED = 24  # places kept of an article's list: the rail's cards, and room for what composition passes over
NEIGHBOURS_TOLD = 20  # lists of neighbours that are worked out again when an article is new or changed

Tick = Callable[[int], None]


def refresh(ids: Iterable[int], *, tick: Tick = lambda _count: None) -> int:
    """Work out anew what depends on these articles; return how many of them had changed.

    Unchanged articles cost a comparison of digests, so the same articles may be named again and again.
    """
    changed: list[int] = []
    for batch in _batches(ids, BATCH):
        with transaction.atomic():
            changed += [each.pk for each in keep(_articles(batch))]
    counts, library = Counts(), Library()
    for batch in _batches(changed, BATCH):
        with transaction.atomic():
            analyses = Analysis.objects.filter(article__in=batch).select_related("article")
            keep_telling_terms(analyses, counts)
            announce_articles(Article.objects.filter(pk__in=link(_articles(batch))))
    told: set[int] = set()
    for batch in _batches(changed, BATCH):
        # The lists in which an article stood are worked out again too: it may no longer belong there.
        told.update(Neighbour.objects.filter(neighbour__in=batch).values_list("article_id", flat=True))
        with transaction.atomic():
            lists = [neighbour for article_id in batch for neighbour in _store(article_id, counts, library)]
            outbox.announce(f"related:{each}" for each in batch)
        tick(len(batch))
        told.update(lists)
    # An article enters the lists of its neighbours; in a large import they are all in `changed` already.
    for batch in _batches(sorted(told.difference(changed)), BATCH):
        with transaction.atomic():
            for article_id in batch:
                _store(article_id, counts, library)
            outbox.announce(f"related:{each}" for each in batch)
    return len(changed)


def rebuild(*, tick: Tick = lambda _count: None) -> int:
    """Forget and work out anew everything about every live article; return how many there are."""
    Analysis.objects.update(digest="")
    return refresh(Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True), tick=tick)


def _store(article_id: int, counts: Counts, library: Library) -> list[int]:
    """Rank and store the neighbours of one article; return the nearest of them, whose lists it may enter."""
    found = library.documents([article_id])
    Neighbour.objects.filter(article=article_id).delete()
    if not found:
        return []
    document = found[0]
    others = library.documents(candidates(article_id))
    ranked = rank(
        document, others, statistics=counts.statistics(_locale(article_id), document.terms), limit=STORED
    )
    Neighbour.objects.bulk_create(
        Neighbour(
            article_id=article_id,
            neighbour_id=each.article,
            position=place,
            score=each.score,
            reason=each.reason.text,
            parts=dict(each.reason.parts),
        )
        for place, each in enumerate(ranked)
    )
    return [each.article for each in ranked[:NEIGHBOURS_TOLD]]


def _locale(article_id: int) -> int:
    return Article.objects.values_list("locale_id", flat=True).get(pk=article_id)


def _articles(ids: Iterable[int]) -> list[Article]:
    return list(Article.objects.filter(pk__in=list(ids)).select_related("locale").prefetch_related("topics"))


def _batches(items: Iterable[int], size: int) -> Iterator[list[int]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
