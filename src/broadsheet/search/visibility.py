"""Restrict what is found to what readers of an edition may see."""

import tantivy
from tantivy import FieldType, Occur, Query

from .clauses import all_of, any_of, term, worth

Clauses = list[tuple[Occur, Query]]


def visible(schema: tantivy.Schema, searcher: tantivy.Searcher, edition: int, now: int) -> Clauses:
    """Return what leaves the articles of an edition that are released at a moment (in microseconds) and not expired.

    Each clause is looked at in every article that matches: there are none for what all articles have in common. So the
    clauses hold for this searcher alone: another one may have more articles.
    """
    ahead = Query.range_query(schema, "released", FieldType.Integer, now + 1, None)
    past = Query.range_query(schema, "expires", FieldType.Integer, None, now)
    hidden = all_of([term(schema, "timed", 1), any_of([ahead, past])])
    return [(Occur.MustNot, hidden), *_of_edition(schema, searcher, str(edition))]


def _of_edition(schema: tantivy.Schema, searcher: tantivy.Searcher, edition: str) -> Clauses:
    known = searcher.terms_with_prefix("edition", "")
    if [name for name, _ in known] == [edition]:
        return []
    return [(Occur.Must, worth(term(schema, "edition", edition), 0.0))]
