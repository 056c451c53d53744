"""Answer a query: all words first, then words with typing errors, then most of the words.

A step is asked only where those before it gave fewer than five articles, and its answers stand below theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import tantivy
from tantivy import Occur

from ..prose.tokens import word_stems
from . import clauses
from .asked import ParsedQuery, Word, asked, without_initials
from .asking import Count, Hit, Query, Results
from .beside import is_function_word
from .compounds import has_compounds, in_parts, with_compounds
from .correcting import CorrectedWord, WordCounts, corrected_text, corrections
from .narrowing import counts, filters
from .other_keys import as_meant
from .passages import Finder, KeptTexts
from .schema import NAME_JOINT, microseconds, name_key
from .scoring import OWN, ranked, with_freshness
from .visibility import has_other_editions, visible

# With fewer answers than this the next step is asked too.
ENOUGH = 5
# This many of the best are ordered again, by freshness.
REORDERED = 200
# Share of an edition's articles from which a word counts as common, and may be missing where answers are few;
# `common` is their number.
COMMON = 0.2
# Numbers of articles: a word that WELL_KNOWN have was not mistyped; one that fewer than SELDOM have is cheap to look for
# in phrases.
WELL_KNOWN, SELDOM = 20, 20_000
# From this many words on a query is a question, whose common words need not be found.
QUESTION = 5
# A correction is offered if it finds this many times more.
MORE = 5
# Score that an article gains in answer to a question if it has all its telling words.
ALL = 1.0
# Decimals of a score that count. The others depend on the segments of an index.
DECIMALS = 2
# Number of the best texts in which corrections are looked for.
SAMPLED = 25
# Most words of an author's name that is looked for in a longer query.
_LONGEST_NAME = 4


_Hits = list[tuple[float, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class _Found:
    """The matching articles, and by what they are scored; `hits` are the best of them, if known already."""

    match: tantivy.Query
    count: int
    # Those that have all words as typed, or their stems.
    strict: int
    scores: list[tantivy.Query]
    hits: _Hits | None = None
    corrections: tuple[CorrectedWord, ...] = ()


def answer(index: tantivy.Index, query: Query) -> Results:
    """Answer a query from an index."""
    words = asked(query.text, query.language)
    if not words.words:
        return Results()
    return _Answering(index, query, words).results()


class _Answering:
    """One query on its way through the steps."""

    def __init__(self, index: tantivy.Index, query: Query, words: ParsedQuery) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self.query = query
        self.typed = words
        self.asked = words = as_meant(words, query.language, self._is_known_anywhere)
        self.visible = visible(self.schema, self.searcher, query.edition, microseconds(query.now))
        self.filters = filters(self.schema, query)
        self.frequencies: dict[tuple[str, str], int] = {}
        self.articles = self.searcher.doc_freq("edition", str(query.edition))
        self.has_other_editions = has_other_editions(self.searcher, query.edition)
        self.common = max(ENOUGH, COMMON * self.articles)
        self.needed = self._needed()
        self.is_question = len(self.needed) >= QUESTION and not words.phrases
        self.telling = self._telling()
        self.doubtful = [word for word in self.telling if self._frequency(word) < WELL_KNOWN]
        self.author = self._author()

    def results(self) -> Results:
        found = self._found()
        if not found.count:
            return Results()
        narrowed = self._narrowed(found)
        counted = self._counts(found)
        return Results(
            count=narrowed.count,
            articles=self._page(narrowed),
            did_you_mean=self._did_you_mean(found),
            sections=counted["section"],
            authors=counted["author"],
            years=counted["year"],
        )

    def _needed(self) -> tuple[Word, ...]:
        """Return the words that must be found, each once, as the archive writes them: together or apart."""
        language = self.query.language
        once = {word.plain: word for word in without_initials(self.asked.words)}
        words = [
            part
            for word in once.values()
            for part in ((word,) if self._is_known(word) else self._in_parts(word))
        ]
        known = self.searcher.doc_freq
        return with_compounds(words, language, partial(known, "stems"), partial(known, "pairs"))

    def _is_known_anywhere(self, word: Word) -> bool:
        known = self.searcher.doc_freq
        return any(known("stems", term) for term in (*word.stems, *word.joined, *word.pairs)) or bool(
            known("text", word.plain)
        )

    def _is_known(self, word: Word) -> bool:
        return bool(self._frequency(word) or self.searcher.doc_freq("text", word.plain))

    def _in_parts(self, word: Word) -> tuple[Word, ...]:
        language = self.query.language
        together = self._in_one_text if has_compounds(language) else self._archive().together
        return in_parts(word, language, self._in_any_form, together)

    def _in_any_form(self, plain: str) -> int:
        return max(self.searcher.doc_freq("stems", stem) for stem in word_stems(plain, self.query.language))

    def _in_one_text(self, one: str, other: str) -> int:
        words = asked(f"{one} {other}", self.query.language).words
        return self._count(clauses.all_of(clauses.has(self.schema, word) for word in words))

    def _found(self) -> _Found:
        """Ask step after step until there are enough answers."""
        # The best answer to a question says most of it in the headline, and seldom has all its words.
        first = self._all(self.needed, self.asked.phrases)
        if self.author and not self.asked.phrases:
            first = clauses.any_of([first, self._own(self.author)])
        steps = [
            clauses.least(clauses.most_of(self.telling), self._has_each()) if self.is_question else first
        ]
        scores = self._scores(())
        hits, strict = self._counted(ranked(steps), scores)
        # One article with the phrase is enough: that is what was asked for.
        if strict >= (1 if self.asked.phrases else ENOUGH):
            return _Found(ranked(steps), strict, strict, scores, hits)
        count = strict
        if not self.is_question and len(self.telling) < len(self.needed):
            steps.append(self._all(self.telling))
            count = self._count(clauses.any_of(steps))
        if count >= ENOUGH:
            return _Found(ranked(steps), count, strict, scores)
        for phrase in self.asked.phrases:
            pairs = clauses.telling_pairs(self.schema, phrase, self._is_telling_pair)
            steps += [clauses.least(max(1, len(pairs) // 2), pairs)] if pairs else []
            scores += [clauses.boosted(pair, clauses.NEARLY) for pair in pairs]
        likeness = self._likeness()
        best: _Hits | None = None
        meant: tuple[CorrectedWord, ...] = ()
        if self.doubtful:
            steps.append(clauses.all_of(self._resembles(word) for word in self.telling))
            best, count = self._counted(ranked(steps), [*scores, *likeness])
            meant = self._meant(best[:SAMPLED])
        if meant:
            # What was probably meant stands before what is merely alike; often it alone fills the first pages.
            steps.insert(-1, self._as_meant(meant))
            scores = self._scores(meant)
            best = self._search(ranked(steps[:-1]), scores, REORDERED)
            if len(best) == REORDERED:
                return _Found(ranked(steps), count, strict, scores, best, meant)
            best = None
        if count < ENOUGH:
            count, best = self._most(steps, count), None
        return _Found(ranked(steps), count, strict, [*scores, *likeness], best, meant)

    def _is_telling_pair(self, pair: str) -> bool:
        return 0 < self._articles_with("pairs", pair) <= self.common

    def _as_meant(self, meant: Sequence[CorrectedWord]) -> tantivy.Query:
        """Match texts with the corrected words."""
        corrected = {each.word: each.plain for each in meant}
        return clauses.all_of(
            clauses.term(self.schema, "text", corrected[word]) if word in corrected else self._resembles(word)
            for word in self.telling
        )

    def _author(self) -> str:
        """Return the key of an author whose full name stands in a longer query: "articles by Hana Ostrow"; else ""."""
        words = self.needed
        for length in range(min(len(words) - 1, _LONGEST_NAME), 1, -1):
            for start in range(len(words) - length + 1):
                key = name_key(" ".join(word.plain for word in words[start : start + length]))
                if self.searcher.doc_freq("author_keys", key):
                    return key
        return ""

    def _own(self, author: str) -> tantivy.Query:
        """Match the articles of an author that have some of the words that are not the name."""
        rest = [word for word in self.needed if word.plain not in author.split(NAME_JOINT)]
        some = clauses.least(max(1, len(rest) // 2), (clauses.has(self.schema, word) for word in rest))
        return clauses.all_of([clauses.term(self.schema, "author_keys", author), some])

    def _has_each(self) -> list[tantivy.Query]:
        return [clauses.has(self.schema, word) for word in self.telling]

    def _resembles(self, word: Word) -> tantivy.Query:
        """Match texts with a word or, if few articles have it, with one like it."""
        find = clauses.resembles if word in self.doubtful else clauses.has
        return find(self.schema, word)

    def _fits(self, word: Word, share: float) -> tantivy.Query:
        """Match texts with a word or one like it. In a script without spaces, match a share of its pairs of letters."""
        return clauses.with_pairs(self.schema, word, share) if word.pairs else self._resembles(word)

    def _all(self, words: Iterable[Word], phrases: Iterable[tuple[str, ...]] = ()) -> tantivy.Query:
        found = [clauses.has(self.schema, word) for word in words]
        return clauses.all_of([*found, *(clauses.phrase(self.schema, phrase) for phrase in phrases)])

    def _most(self, steps: list[tantivy.Query], count: int) -> int:
        """Add the step that asks for most of the words, or for fewer where that finds nothing."""
        words = self.telling
        most = min(len(words), clauses.most_of(self.needed))
        tries = [(words, needed, clauses.FEWER_PAIRS) for needed in range(most, 0, -1)]
        if any(word.pairs for word in words):
            tries.append((words, 1, 0.0))
        if len(words) < len(self.needed):
            tries.append((self.needed, 1, clauses.FEWER_PAIRS))
        for asked_for, needed, share in tries:
            step = clauses.least(needed, (self._fits(word, share) for word in asked_for))
            found = self._count(clauses.any_of([*steps, step]))
            if found:
                steps.append(step)
                return found
        return count

    def _telling(self) -> tuple[Word, ...]:
        """Return the words without function words and common ones; the rarest word always stays, of a question the rarest two."""
        words = [word for word in self.needed if not is_function_word(word.plain)] or self.needed
        often = {word: 0 if word.pairs else self._frequency(word) for word in words}
        rarest = sorted(filter(None, often.values()))[: 2 if self.is_question else 1]
        return tuple(word for word in words if often[word] <= max([self.common, *rarest]))

    def _frequency(self, word: Word) -> int:
        return max((self._articles_with("stems", stem) for stem in word.stems), default=0)

    def _articles_with(self, field: str, term: str) -> int:
        """Return how many of the edition's articles have a term; where few have it, how many of all editions."""
        known = self.frequencies.get((field, term))
        if known is None:
            known = self.searcher.doc_freq(field, term)
            if known >= min(WELL_KNOWN, self.common) and self.has_other_editions:
                known = self._count(clauses.term(self.schema, field, term))
            self.frequencies[field, term] = known
        return known

    def _meant(self, best: _Hits) -> tuple[CorrectedWord, ...]:
        """Return corrections of words that the archive does not have, from the best texts."""
        texts = [self._kept(address).whole for _, address in best]
        return corrections(self.asked.words, texts, self.query.language, self._archive())

    def _likeness(self) -> list[tantivy.Query]:
        return [score for word in self.doubtful for score in clauses.likeness(self.schema, word)]

    def _archive(self) -> WordCounts:
        def together(one: str, other: str) -> int:
            return self._count(clauses.phrase(self.schema, (one, other)))

        return WordCounts(
            word=partial(self._articles_with, "text"),
            stem=partial(self._articles_with, "stems"),
            together=together,
            most=max(ENOUGH, self.articles // 2),
        )

    def _did_you_mean(self, found: _Found) -> str | None:
        """Return the query as it was probably meant, if that finds much more."""
        if self.asked is not self.typed:
            return self.asked.text
        text = corrected_text(self.asked, found.corrections)
        if not text or text == self.asked.text:
            return None
        meant = without_initials(asked(text, self.query.language).words)
        return text if self._count(self._all(meant)) > MORE * found.strict else None

    def _scores(self, meant: Sequence[CorrectedWord]) -> list[tantivy.Query]:
        """Return the scores by which articles are ranked."""
        found = [score for word in self.telling for score in clauses.scores(self.schema, word)]
        corrected = {correction.word.plain: correction.plain for correction in meant}
        for correction in meant:
            found += clauses.spelt(self.schema, correction.plain, clauses.CORRECTED)
        plain = " ".join(word.plain for word in self.needed)
        stems = " ".join(word.stems[0] if word.stems else word.plain for word in self.needed)
        own = {name_key(plain), name_key(stems), *filter(None, [self.author])}
        if meant:
            plain_meant = [corrected.get(word.plain, word.plain) for word in self.needed]
            own.add(name_key(" ".join(plain_meant)))
            found += clauses.near(self.schema, plain_meant, ("headline",))
        found += [clauses.worth(clauses.term(self.schema, "author_keys", key), OWN) for key in own]
        found.append(clauses.worth(clauses.term(self.schema, "topic_keys", name_key(stems)), clauses.TOPIC))
        if self.is_question:
            found.append(clauses.worth(clauses.all_of(self._has_each()), ALL))
        is_rare = min(map(self._frequency, self.needed)) < SELDOM
        if any(word.pairs for word in self.needed):
            return found
        return found + clauses.near(
            self.schema,
            [word.plain for word in self.needed],
            ("headline", "text") if is_rare else ("headline",),
        )

    def _page(self, found: _Found) -> tuple[Hit, ...]:
        """Return the hits of the page that was asked for."""
        query = self.query
        addresses = self._newest(found) if query.order == "newest" else self._best(found)
        articles = self.searcher.fast_field_values("article", addresses)
        finder = Finder(self.telling, found.corrections, query.language)
        kept = [self._kept(address) for address in addresses]
        return tuple(
            Hit(int(article or 0), finder.headline(each), finder.passage(each))
            for article, each in zip(articles, kept, strict=True)
        )

    def _best(self, found: _Found) -> list[tantivy.DocAddress]:
        offset, limit = self.query.offset, self.query.limit
        best = found.hits
        if offset >= REORDERED:
            return [address for _, address in self._search(found.match, found.scores, limit, offset)]
        if best is None or offset + limit > REORDERED:
            best = self._search(found.match, found.scores, max(REORDERED, offset + limit))
        head, tail = best[:REORDERED], best[REORDERED:]
        values = self.searcher.fast_field_values("newest", [address for _, address in head])
        newest, now = [int(each or 0) for each in values], microseconds(self.query.now)
        fresh = [
            (-round(with_freshness(score, timedelta(microseconds=now - at)), DECIMALS), -at, place)
            for place, ((score, _), at) in enumerate(zip(head, newest, strict=True))
        ]
        ordered = [head[place][1] for _, _, place in sorted(fresh)] + [address for _, address in tail]
        return ordered[offset : offset + limit]

    def _newest(self, found: _Found) -> list[tantivy.DocAddress]:
        query = self._within(found.match)
        hits = self.searcher.search(
            query, self.query.limit, False, "newest", self.query.offset, tantivy.Order.Desc
        ).hits
        return [address for _, address in hits]

    def _search(
        self, match: tantivy.Query, scores: list[tantivy.Query], limit: int, offset: int = 0
    ) -> _Hits:
        query = self._within(match, scores)
        found: _Hits = self.searcher.search(query, limit, False, None, offset).hits
        return found

    def _counted(self, match: tantivy.Query, scores: list[tantivy.Query]) -> tuple[_Hits, int]:
        """Return the best hits and the number of all, from one search."""
        found = self.searcher.search(self._within(match, scores), REORDERED, True)
        return found.hits, found.count  # type: ignore[attr-defined]  # missing in the stub

    def _count(self, match: tantivy.Query) -> int:
        found = self.searcher.search(self._within(match), 1, True)
        return int(found.count)  # type: ignore[attr-defined]  # missing in the stub

    def _counts(self, found: _Found) -> dict[str, tuple[Count, ...]]:
        return counts(
            self.searcher, self.filters, lambda some: self._within(clauses.all_of([found.match, *some]))
        )

    def _narrowed(self, found: _Found) -> _Found:
        """Return what the filters leave. They choose no step: they leave as many articles as their counts have said."""
        if not self.filters:
            return found
        match = clauses.all_of([found.match, *self.filters.values()])
        return replace(found, match=match, count=self._count(match), hits=None)

    def _within(self, match: tantivy.Query, scores: Iterable[tantivy.Query] = ()) -> tantivy.Query:
        """Restrict what matches to the edition and the moment, and score it."""
        parts = [(Occur.Must, match), *self.visible]
        return tantivy.Query.boolean_query([*parts, *((Occur.Should, score) for score in scores)])

    def _kept(self, address: tantivy.DocAddress) -> KeptTexts:
        return KeptTexts.of(self.searcher.doc(address).get_first("kept") or b"")
