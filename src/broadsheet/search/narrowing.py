"""Narrow an answer by section, author and year, and count what each of these would leave."""

from collections.abc import Callable, Mapping, Sequence

import tantivy

from . import clauses
from .asking import Count, Query

_FIELDS = ("section", "author", "year")
_MOST_COUNTED = 50


def filters(schema: tantivy.Schema, query: Query) -> dict[str, tantivy.Query]:
    """Return the clause of each filter that is set, by its field."""
    wanted = {field: getattr(query, field) for field in _FIELDS}
    return {
        field: clauses.worth(clauses.term(schema, field, value), 0.0)
        for field, value in wanted.items()
        if value is not None
    }


def counts(
    searcher: tantivy.Searcher,
    chosen: Mapping[str, tantivy.Query],
    matching: Callable[[Sequence[tantivy.Query]], tantivy.Query],
) -> dict[str, tuple[Count, ...]]:
    """Return how many articles each section, author and year has; each filter is left out of its own counts.

    `chosen` are the filters that are set, and `matching` gives what is searched for with some of them.
    """
    together = [field for field in _FIELDS if field not in chosen]
    found: dict[str, tuple[Count, ...]] = {}
    for fields in filter(None, [together, *([field] for field in chosen)]):
        wanted = {field: {"terms": {"field": field, "size": _MOST_COUNTED}} for field in fields}
        others = [clause for field, clause in chosen.items() if field not in fields]
        for field, each in searcher.aggregate(matching(others), wanted).items():
            found[field] = tuple(
                Count(int(bucket["key"]), bucket["doc_count"])
                for bucket in each["buckets"]
                if int(bucket["key"])
            )
    return found
