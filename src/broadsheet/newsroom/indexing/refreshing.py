"""Bring what stands beside articles up to date when articles change: in steps that may be interrupted anywhere."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ...rails.vectors import Vector
from ..batches import batches
from ..changes import announce_stories
from ..models import Analysis, Article, KeyTerm, RelatedFloor, Stage, StoryLine, TimesShown, VersionBand
from . import counts as counting
from .adopting import adopt
from .analysing import changes_among, save
from .candidates import keep_key_terms
from .counts import Counts
from .floors import keep_floors
from .placing import Placing, settle
from .pool import Pool, pool
from .rows import sent_together
from .versions import link

BATCH = 100
RANKED_AT_ONCE = 50

Tick = Callable[[int], None]


def refresh(
    ids: Iterable[int],
    *,
    tick: Tick = lambda _count: None,
    counts: Counts | None = None,
    underfull: set[int] | None = None,
) -> int:
    """Work out again what depends on these articles; return how many of them needed it.

    Unchanged articles cost a comparison of digests, so the same articles may be named again and again. `tick` is
    called between any two pieces of work with the number of articles that were finished, and may raise: what is
    left is then done by the next call that names it, or by `finish`. Who calls again and again keeps the `counts`, and
    may have lists that lost a place put down in `underfull`, for `Filling`: each takes as long as a publication.
    """
    ids = _in_order(ids)
    counts = counts or Counts()
    waiting: set[int] = set()
    with pool(len(ids), counts) as workers:
        changes = (changes_among(_articles(batch)) for batch in batches(ids, BATCH))
        for each, readings in workers.read((each, each.texts) for each in changes):
            with transaction.atomic():
                save(each, readings, counts)
                if relinked := link(each.ids):
                    announce_stories(relinked)
            counts.write_down()
            tick(0)
            # Those that were withdrawn just now have left places.
            waiting.update(each.ids, each.unfinished)
        _advance([each for each in ids if each in waiting], counts, workers, tick, underfull)
    return len(waiting)


def _in_order(ids: Iterable[int]) -> list[int]:
    """Return the articles in the order of publication.

    So the first of two versions is known when the second comes, and story-lines grow as they grew.
    """
    ids = list(ids)
    if len(ids) == 1:
        return ids
    order: list[tuple[bool, datetime | None, int]] = []
    for batch in batches(ids, BATCH):
        rows = Article.objects.filter(pk__in=batch).values_list("published_at", "pk")
        order += [(published is None, published, pk) for published, pk in rows]
    return [pk for *_, pk in sorted(order)]


def finish(*, tick: Tick = lambda _count: None) -> int:
    """Finish what an interruption left undone, or what `start_over` undid; return how many articles that were."""
    return refresh(pending(), tick=tick)


def pending() -> list[int]:
    """Return the articles that wait for `finish`. Index: newsroom_analysis_unfinished for those that were read."""
    found = Article.objects.filter(Q(live=True, analysis=None) | Q(analysis__stage__lt=Stage.RANKED))
    return list(found.values_list("pk", flat=True))


def unfinished() -> int:
    """Return how many articles wait for `finish`."""
    waiting = Analysis.objects.filter(stage__lt=Stage.RANKED).count()
    return waiting + Article.objects.filter(live=True, analysis=None).count()


def start_over() -> None:
    """Forget what is known of every article, except the lists that readers see until `finish` has made new ones."""
    with transaction.atomic():
        counting.delete_all()
        for model in (KeyTerm, VersionBand, Analysis, TimesShown, RelatedFloor):
            model.objects.all().delete()
        Article.objects.filter(is_line_fixed=False, line__isnull=False).update(line=None)
        StoryLine.objects.filter(articles=None).delete()


def _advance(ids: list[int], counts: Counts, workers: Pool, tick: Tick, underfull: set[int] | None) -> None:
    locales: set[int] = set()
    for batch in batches(ids, BATCH):
        locales.update(_make_findable(batch, counts))
        tick(0)
    keep_floors(locales, counts)
    placing = Placing(workers.ranking, of=set(ids), underfull=underfull)
    for batch, ranked in workers.ranked(batches(ids, RANKED_AT_ONCE)):
        placing.place(batch, ranked)
        tick(len(batch))
    if len(ids) > RANKED_AT_ONCE:
        # The first lists were stored when little was counted yet.
        for batch in batches(ids, BATCH):
            settle(batch)
            tick(0)
    for batch in batches(dict.fromkeys([*ids, *sorted(placing.displaced)]), BATCH):
        adopt(batch, placing.ranking)
        tick(0)


def _make_findable(ids: list[int], counts: Counts) -> Collection[int]:
    """Store the key terms of articles that were read; return of which editions they are."""
    rows = Analysis.objects.filter(article__in=ids, stage=Stage.READ).values_list(
        "locale_id", "article_id", "article__published_at", "vector"
    )
    by_locale: defaultdict[int, list[tuple[int, datetime | None, Vector]]] = defaultdict(list)
    for locale_id, article_id, published, vector in rows:
        by_locale[locale_id].append((article_id, published, Vector.from_bytes(vector)))
    statistics = {locale_id: counts.statistics(locale_id) for locale_id in by_locale}
    with transaction.atomic(), sent_together():
        for locale_id, read in by_locale.items():
            keep_key_terms(read, locale_id, statistics[locale_id])
    return by_locale.keys()


def _articles(ids: Iterable[int]) -> list[Article]:
    found = Article.objects.filter(pk__in=list(ids)).select_related("locale").prefetch_related("topics")
    return list(found.order_by("pk"))
