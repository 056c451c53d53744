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
    if not has_other_editions(searcher, edition):
        return [(Occur.MustNot, hidden)]
    return [(Occur.MustNot, hidden), (Occur.Must, worth(term(schema, "edition", str(edition)), 0.0))]


def has_other_editions(searcher: tantivy.Searcher, edition: int) -> bool:
    """Return whether an index may have articles of another edition than this one.

    The number of articles does not tell: the index counts deleted versions until it merges their segment.
    """
    return [name for name, _ in searcher.terms_with_prefix("edition", "")] != [str(edition)]
