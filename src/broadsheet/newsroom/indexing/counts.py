"""In how many articles of an edition each term stands, kept in the database and read as needed."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db import connection

from ...rails.related import Statistics
from ..models import TermCount

CHUNK = 900
MOST_REMEMBERED = 200_000


def term_key(locale_id: int, term: str) -> int:
    """Return the 63-bit number of a term in one edition; the empty term stands for the edition itself."""
    digest = hashlib.blake2b(f"{locale_id}\0{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def add_counts(changes: Mapping[int, tuple[int, float]]) -> None:
    """Add numbers of articles and sums of lengths to the stored counts. Index: the primary key."""
    table = TermCount._meta.db_table
    rows = [
        (term, documents, total) for term, (documents, total) in sorted(changes.items()) if documents or total
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (term, documents, total) VALUES (%s, %s, %s) "  # noqa: S608  # our own table
            f"ON CONFLICT (term) DO UPDATE SET documents = {table}.documents + excluded.documents, "
            f"total = {table}.total + excluded.total",
            rows,
        )


class Counts:
    """The counts as they were first read; one refresh sees one state of them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, float]] = {}

    def statistics(self, locale_id: int, terms: Iterable[str]) -> Statistics:
        """Return the statistics of one edition for these terms."""
        keys = {term: term_key(locale_id, term) for term in terms}
        whole = term_key(locale_id, "")
        self._read([*keys.values(), whole])
        documents, total = self._known.get(whole, (0, 0.0))
        return Statistics(
            documents=documents,
            average_length=total / documents if documents else 0.0,
            frequencies={term: self._known.get(key, (0, 0.0))[0] for term, key in keys.items()},
        )

    def _read(self, keys: list[int]) -> None:
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        missing = [key for key in keys if key not in self._known]
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            found = TermCount.objects.filter(term__in=chunk).values_list("term", "documents", "total")
            self._known.update(dict.fromkeys(chunk, (0, 0.0)))
            self._known.update((term, (documents, total)) for term, documents, total in found)
