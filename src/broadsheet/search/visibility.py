"""Restrict what is found to what readers may see."""

import tantivy
from tantivy import FieldType, Occur, Query

from .clauses import term, worth


def visible(schema: tantivy.Schema, edition: int, now: int) -> Query:
    """Match the articles of an edition that are released at a moment (in microseconds) and not expired."""
    released = Query.range_query(schema, "released", FieldType.Integer, None, now)
    expires = Query.range_query(schema, "expires", FieldType.Integer, now + 1, None)
    parts = (term(schema, "edition", edition), released, expires)
    return Query.boolean_query([(Occur.Must, worth(part, 0.0)) for part in parts])
