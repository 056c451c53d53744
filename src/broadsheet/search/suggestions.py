"""Offer the names that an edition uses most: of its authors, topics and sections."""

from datetime import datetime

import tantivy
from tantivy import Occur, Query

from .schema import microseconds
from .visibility import visible

MOST = 500


def most_used(index: tantivy.Index, *, edition: int, now: datetime, limit: int = MOST) -> list[str]:
    """Return the names that most visible articles of an edition have, as they are printed, the most used first."""
    searcher = index.searcher()
    seen = visible(index.schema, searcher, edition, microseconds(now))
    query = Query.boolean_query([(Occur.Must, Query.all_query()), *seen])
    wanted = {"names": {"terms": {"field": "used_names", "size": limit}}}
    found = searcher.aggregate(query, wanted)["names"]["buckets"]
    return [each["key"] for each in found]
