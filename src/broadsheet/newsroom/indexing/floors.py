"""Keep the floor of each edition: how much alike two of its stories are by chance."""

from collections.abc import Iterable
from random import Random

from ...rails.floors import SAMPLED, floor_of
from ...rails.related import COMPARABLE, Document
from ...rails.statistics import Statistics
from ..models import Article, RelatedFloor
from .counts import Counts
from .document_cache import DocumentCache


def keep_floors(locales: Iterable[int], counts: Counts) -> None:
    """Sample the floors of editions that have none, or have outgrown theirs."""
    for locale_id in sorted(locales):
        statistics = counts.statistics(locale_id)
        stored = RelatedFloor.objects.filter(locale=locale_id).first()
        if stored is None or _has_outgrown(stored.documents, statistics.documents):
            likeness = floor_of(_sample(locale_id, statistics), statistics)
            RelatedFloor.objects.update_or_create(
                locale_id=locale_id, defaults={"likeness": likeness, "documents": statistics.documents}
            )


def floor_of_edition(locale_id: int) -> float:
    """Return the floor of an edition as stored; 0 where none was sampled yet."""
    stored = RelatedFloor.objects.filter(locale=locale_id).values_list("likeness", flat=True).first()
    return stored or 0.0


def _has_outgrown(before: int, now: int) -> bool:
    return abs(now - before) > COMPARABLE * now


def _sample(locale_id: int, statistics: Statistics) -> list[Document]:
    """Draw articles of an edition, the same ones for an archive of the same size. Index: newsroom_article_newest."""
    live = sorted(Article.objects.filter(locale=locale_id, live=True).order_by().values_list("pk", flat=True))
    drawn = Random(statistics.documents).sample(live, min(SAMPLED, len(live)))  # noqa: S311  # no secret
    return DocumentCache().documents(drawn)
