"""Count in how many articles of an edition each term stands: a table in memory, written down now and then.

Between two writings the database has the changes, so that an article and what it adds to the counts are saved
in one transaction, and a publication writes four kilobytes and not the whole table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import Count
from wagtail.models import Locale

from ...rails.statistics import Statistics
from ...rails.vectors import Vector
from ..models import TermBuckets, TermChange
from .rows import insert, select

WRITE_DOWN_AFTER = 1000
# To count them takes a query.
LOOK_AFTER = 20
FEW = 20
# A change by no article says that all counts before it are void.
FORGOTTEN = 0


@dataclass(slots=True)
class _Known:
    statistics: Statistics
    through: int


class Counts:
    """The statistics of each edition, kept up to date with what this and other processes record."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        # Changes that were recorded here since it was last looked how many there are.
        self._recorded = LOOK_AFTER

    def record(self, locale_id: int, gone: Iterable[Vector], come: Iterable[Vector]) -> None:
        """Save that articles left an edition or came into it; part of the caller's transaction."""
        for vectors, sign in ((list(gone), -1), (list(come), 1)):
            if vectors:
                terms = np.concatenate([each.ids for each in vectors]).astype("<u4").tobytes()
                self._recorded += 1
                insert(
                    TermChange,
                    ("locale_id", "documents", "terms"),
                    [(locale_id, sign * len(vectors), terms)],
                )

    def statistics(self, locale_id: int) -> Statistics:
        """Return the statistics of one edition as the database has them now. Index: newsroom_termchange's locale."""
        known = self._known.get(locale_id)
        through, newest = _ends(locale_id)
        if known is None or known.through < through:
            known = self._known[locale_id] = _read(locale_id)
        if newest <= known.through:
            return known.statistics
        changes = TermChange.objects.filter(locale=locale_id, pk__gt=known.through).order_by("pk")
        rows = changes.values_list("pk", "documents", "terms")
        # An archive's are too many to be held at once, for which PostgreSQL opens a cursor of its own.
        is_few = newest - known.through <= FEW
        for pk, documents, terms in rows if is_few else rows.iterator(chunk_size=FEW):
            if documents == FORGOTTEN:
                known.statistics = Statistics()
            else:
                known.statistics.count(np.frombuffer(terms, "<u4"), documents)
            known.through = pk
        return known.statistics

    def write_down(self) -> None:
        """Write the tables of editions with many changes, and drop those changes."""
        if self._recorded < LOOK_AFTER:
            return
        self._recorded = 0
        waiting = TermChange.objects.values("locale").annotate(changes=Count("pk")).order_by()
        for row in waiting.filter(changes__gte=WRITE_DOWN_AFTER):
            locale_id = row["locale"]
            self.statistics(locale_id)
            known = self._known[locale_id]
            with transaction.atomic():
                _write(locale_id, known)
                TermChange.objects.filter(locale=locale_id, pk__lte=known.through).delete()


def delete_all() -> None:
    """Drop all counts: whatever is read from now on is counted again, by processes that know the old ones too."""
    TermBuckets.objects.all().delete()
    TermChange.objects.all().delete()
    TermChange.objects.bulk_create(
        TermChange(locale_id=pk, documents=FORGOTTEN, terms=b"")
        for pk in Locale.objects.values_list("pk", flat=True)
    )


def _ends(locale_id: int) -> tuple[int, int]:
    """Return the last change that is in the table as written down, and the last one of all."""
    [(through, newest)] = select(
        "SELECT (SELECT through FROM newsroom_termbuckets WHERE locale_id = %s AND kind = 0), "
        "(SELECT MAX(id) FROM newsroom_termchange WHERE locale_id = %s)",
        [locale_id, locale_id],
    )
    return through or 0, newest or 0


def _read(locale_id: int) -> _Known:
    rows = list(TermBuckets.objects.filter(locale=locale_id).order_by("kind"))
    if not rows:
        return _Known(Statistics(), 0)
    statistics = Statistics.from_bytes(rows[0].documents, [bytes(each.buckets) for each in rows])
    return _Known(statistics, rows[0].through)


def _write(locale_id: int, known: _Known) -> None:
    TermBuckets.objects.filter(locale=locale_id).delete()
    TermBuckets.objects.bulk_create(
        TermBuckets(
            locale_id=locale_id,
            kind=kind,
            documents=known.statistics.documents,
            through=known.through,
            buckets=buckets,
        )
        for kind, buckets in enumerate(known.statistics.to_bytes())
    )
