"""Count the articles that answer by section, author and year."""

from collections.abc import Callable

import tantivy

from .asking import Count, Query

_MOST_COUNTED = 50


def counts(
    searcher: tantivy.Searcher, query: Query, matching: Callable[[str], tantivy.Query]
) -> dict[str, tuple[Count, ...]]:
    """Return how many articles each section, author and year has; each filter is left out of its own counts.

    `matching` gives what is searched for without the filter of a field, or with all filters for "".
    """
    filters = {"section": query.section, "author": query.author, "year": query.year}
    apart = [field for field, value in filters.items() if value is not None]
    together = [field for field in filters if field not in apart]
    found: dict[str, tuple[Count, ...]] = {}
    for fields in [together, *([field] for field in apart)]:
        wanted = {field: {"terms": {"field": field, "size": _MOST_COUNTED}} for field in fields}
        leave_out = fields[0] if fields is not together else ""
        answered = searcher.aggregate(matching(leave_out), wanted) if wanted else {}
        for field, each in answered.items():
            found[field] = tuple(
                Count(int(bucket["key"]), bucket["doc_count"])
                for bucket in each["buckets"]
                if int(bucket["key"])
            )
    return found
