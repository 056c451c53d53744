"""Say in tantivy's queries what a text must have, and what makes it a better answer."""

from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Occur, Query

from .asked import Word
from .beside import is_known_by_pairs, pairs_beside

# What a word adds where it stands, times its BM25: exact and stem, headline, standfirst, anywhere.
WEIGHTS = {
    "headline": 0.20, "headline_stems": 0.16, "standfirst": 0.08, "standfirst_stems": 0.06, "names": 0.12,
    "text": 0.08, "stems": 0.10,
}  # fmt: skip
_WORD_FIELDS = ("headline", "standfirst", "names", "text")
_STEM_FIELDS = ("headline_stems", "standfirst_stems", "stems")
# What another spelling, or a word that was meant, counts of what the word as typed counts.
OTHER_SPELLING = 0.8
CORRECTED = 0.6
# A whole name or phrase.
TOPIC, NEAR = 3.0, 0.3
# A word with one typing error, or a name of the same sound.
LIKE = 1.0
# So many pairs of letters of a run without blanks must be there: two words that stand apart share none.
PAIRS_NEEDED = 0.6
_SOUND_WITH_ERROR = 6


def has(schema: tantivy.Schema, word: Word) -> Query:
    """Match texts with a word, exact or by stem, in any of its spellings."""
    if word.pairs:
        needed = max(1, round(PAIRS_NEEDED * len(word.pairs)))
        return least(needed, (term(schema, "stems", pair) for pair in word.pairs))
    forms = dict.fromkeys((*word.stems, *word.joined))
    found = [term(schema, "stems", form) for form in forms]
    found += [term(schema, "text", spelling) for spelling in word.spellings]
    return any_of(found)


def resembles(schema: tantivy.Schema, word: Word) -> Query:
    """Match texts with a word, with one that is a typing error away, or with a name that sounds like it."""
    found = [has(schema, word)]
    if word.errors:
        found += [
            Query.fuzzy_term_query(schema, "text", form, word.errors, True)
            for form in (word.plain, *word.spellings)
        ]
    if word.sound:
        errors = 1 if len(word.sound) >= _SOUND_WITH_ERROR else 0
        found.append(Query.fuzzy_term_query(schema, "sounds", word.sound, errors, True, prefix=True))
    return any_of(found)


def likeness(schema: tantivy.Schema, word: Word) -> list[Query]:
    """Return what is added where a word stands with fewer typing errors, and where it sounds the same."""
    found = [
        worth(Query.fuzzy_term_query(schema, field, word.plain, errors, True), LIKE / errors)
        for field in ("headline", "text")
        for errors in range(1, word.errors + 1)
    ]
    if word.sound:
        found.append(worth(term(schema, "sounds", word.sound), LIKE))
    return found


def phrase(schema: tantivy.Schema, words: Sequence[str]) -> Query:
    """Match texts in which words follow each other."""
    found = [term(schema, "pairs", pair) for pair in pairs_beside(words)]
    if not is_known_by_pairs(words):
        found.append(_phrase(schema, "text", words))
    return all_of(found)


def scores(schema: tantivy.Schema, word: Word) -> list[Query]:
    """Return what a word adds to the score of a text."""
    if word.pairs:
        fields = ("headline_stems", "standfirst_stems", "stems")
        return [
            boosted(term(schema, field, pair), 2 * WEIGHTS[field] / len(word.pairs))
            for field in fields
            for pair in word.pairs
        ]
    found = [boosted(term(schema, field, word.plain), WEIGHTS[field]) for field in _WORD_FIELDS]
    found += [
        boosted(term(schema, field, stem), WEIGHTS[field] / len(word.stems))
        for field in _STEM_FIELDS
        for stem in word.stems
    ]
    for spelling in word.spellings:
        found += spelt(schema, spelling, OTHER_SPELLING)
    found += [
        boosted(term(schema, field, word.joined[0]), WEIGHTS[field])
        for field in _STEM_FIELDS[:1]
        if word.joined
    ]
    return found


def spelt(schema: tantivy.Schema, word: str, part: float) -> list[Query]:
    """Return what a word adds that was not typed but is meant."""
    return [boosted(term(schema, field, word), part * WEIGHTS[field]) for field in _WORD_FIELDS]


def near(schema: tantivy.Schema, words: Sequence[Word], fields: Iterable[str]) -> list[Query]:
    """Return what is added where the words follow each other as they were typed."""
    plain = [word.plain for word in words]
    if len(plain) < 2 or any(word.pairs for word in words):
        return []
    return [boosted(_phrase(schema, field, plain, 1), NEAR) for field in fields]


def term(schema: tantivy.Schema, field: str, value: str | int) -> Query:
    """Match one term."""
    option = "position" if field in ("text", "headline") else "freq"
    return Query.term_query(schema, field, value, option)


def boosted(query: Query, factor: float) -> Query:
    """Let a query's score count more or less."""
    return Query.boost_query(query, factor)


def worth(query: Query, score: float) -> Query:
    """Give all that a query matches the same score."""
    return Query.const_score_query(query, score)


def any_of(queries: Iterable[Query]) -> Query:
    """Match what one of the queries matches."""
    found = list(queries)
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, query) for query in found])


def all_of(queries: Iterable[Query]) -> Query:
    """Match what all queries match."""
    found = list(queries)
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Must, query) for query in found])


def least(needed: int, queries: Iterable[Query]) -> Query:
    """Match what so many of the queries match."""
    found = list(queries)
    if needed >= len(found):
        return all_of(found)
    return Query.boolean_query([(Occur.Should, query) for query in found], minimum_number_should_match=needed)


def _phrase(schema: tantivy.Schema, field: str, words: Sequence[str], between: int = 0) -> Query:
    return Query.phrase_query(schema, field, [*words], between)
