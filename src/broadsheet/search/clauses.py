"""Build tantivy's queries: what a text must have, and what raises its score."""

from collections.abc import Callable, Iterable, Sequence

import tantivy
from tantivy import Occur, Query

from .asked import Word
from .beside import is_known_by_pairs, pairs_beside

# Weights of a word's BM25 by field: as written and by stem, in the headline, the standfirst, names, anywhere.
WEIGHTS = {
    "headline": 0.20, "headline_stems": 0.16, "standfirst": 0.08, "standfirst_stems": 0.06, "names": 0.12,
    "text": 0.08, "stems": 0.10,
}  # fmt: skip
_WORD_FIELDS = ("headline", "standfirst", "names", "text")
_STEM_FIELDS = ("headline_stems", "standfirst_stems", "stems")
# Share of the weights above for another spelling, and for a correction.
OTHER_SPELLING = 0.8
CORRECTED = 0.6
# Scores of a topic of exactly this name, and of words that follow each other as typed.
TOPIC, NEAR = 3.0, 0.3
# Score of a word with one typing error, or of a name with the same sound.
LIKE = 1.0
# Weight of a pair of words in a text that has most of a phrase.
NEARLY = 0.5
# Share of a word's pairs of letters that a text must have, in a script without spaces.
PAIRS_NEEDED = 0.6
# The same where little is found: a question has words that no text has.
FEWER_PAIRS = 0.25
_SOUND_WITH_ERROR = 6


def has(schema: tantivy.Schema, word: Word) -> Query:
    """Match texts with a word, exact or by stem, in any of its spellings."""
    if word.pairs:
        return with_pairs(schema, word, PAIRS_NEEDED)
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
    if word.may_be_unfinished:
        found.append(_begins(schema, "text", word))
    if word.sound:
        errors = 1 if len(word.sound) >= _SOUND_WITH_ERROR else 0
        found.append(Query.fuzzy_term_query(schema, "sounds", word.sound, errors, True, prefix=True))
    return any_of(found)


def with_pairs(schema: tantivy.Schema, word: Word, share: float) -> Query:
    """Match texts with a share of a word's pairs of letters, with one at least."""
    needed = max(1, round(share * len(word.pairs)))
    return least(needed, (term(schema, "stems", pair) for pair in word.pairs))


def likeness(schema: tantivy.Schema, word: Word) -> list[Query]:
    """Return scores: higher for fewer typing errors; one for the same sound, and for a word that was not finished."""
    found = [
        worth(Query.fuzzy_term_query(schema, field, word.plain, errors, True), LIKE / errors)
        for field in ("headline", "text")
        for errors in range(1, word.errors + 1)
    ]
    if word.may_be_unfinished:
        found += [worth(_begins(schema, field, word), LIKE) for field in ("headline", "text")]
    if word.sound:
        found.append(worth(term(schema, "sounds", word.sound), LIKE))
    return found


def phrase(schema: tantivy.Schema, words: Sequence[str]) -> Query:
    """Match texts in which words follow each other."""
    found = [term(schema, "pairs", pair) for pair in pairs_beside(words)]
    if not is_known_by_pairs(words):
        found.append(_phrase(schema, "text", words))
    return all_of(found)


def telling_pairs(
    schema: tantivy.Schema, words: Sequence[str], is_telling: Callable[[str], bool]
) -> list[Query]:
    """Return queries for pairs of neighbours by which a text shows that it has most of a phrase."""
    return [term(schema, "pairs", pair) for pair in pairs_beside(words) if is_telling(pair)]


def scores(schema: tantivy.Schema, word: Word) -> list[Query]:
    """Return the scores of a text that has a word."""
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
        for field in ("headline_stems", "stems")
        if word.joined
    ]
    return found


def spelt(schema: tantivy.Schema, word: str, part: float) -> list[Query]:
    """Return the scores of a word that was not typed; `part` is its share of the usual weights."""
    return [boosted(term(schema, field, word), part * WEIGHTS[field]) for field in _WORD_FIELDS]


def near(schema: tantivy.Schema, words: Sequence[str], fields: Iterable[str]) -> list[Query]:
    """Return scores for words that follow each other as they were typed."""
    if len(words) < 2:
        return []
    return [boosted(_phrase(schema, field, words, 1), NEAR) for field in fields]


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


def most_of(words: Sequence[Word]) -> int:
    """Return how many words are most of them: two of three."""
    return max(1, 2 * len(words) // 3)


def least(needed: int, queries: Iterable[Query]) -> Query:
    """Match what at least `needed` of the queries match."""
    found = list(queries)
    if needed >= len(found):
        return all_of(found)
    return Query.boolean_query([(Occur.Should, query) for query in found], minimum_number_should_match=needed)


def _begins(schema: tantivy.Schema, field: str, word: Word) -> Query:
    return Query.fuzzy_term_query(schema, field, word.plain, 0, True, prefix=True)


def _phrase(schema: tantivy.Schema, field: str, words: Sequence[str], between: int = 0) -> Query:
    return Query.phrase_query(schema, field, [*words], between)
