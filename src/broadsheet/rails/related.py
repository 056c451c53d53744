"""Rank the stories that belong beside an article: by what they are about, relative to its own date."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log, log1p, sqrt

from ..prose.names import names as names_in
from ..prose.terms import PREFIX_MARK, name_terms, surfaces, term_counts
from .model import Candidate, Reason

# Okapi BM25 (Robertson, Zaragoza 2009); news bodies are long for a reason, so length counts less than usual.
K1 = 1.2
B = 0.6
# Terms that stand in more of the archive than this tell nothing apart.
COMMON = 0.2
# In an archive of a handful of stories every shared word would be common.
ALWAYS_TELLING = 2
# Of the article's terms the best are compared: quality of all of them in a third of the time.
TERMS_COMPARED = 160
# A story that shares less than this part of the article's own terms is a coincidence.
FLOOR = 0.015

TOPIC_WEIGHT = 0.3
NEARNESS_WEIGHT = 0.5
NEARNESS_HALF_LIFE_DAYS = 180.0
FOLLOW_UP_WEIGHT = 0.15
# Only a story this close to the best match is a follow-up and not merely later.
FOLLOW_UP_LIKENESS = 0.4
DECADE_DAYS = 3652
OTHER_DECADE = 0.75

WORDS_NAMED = 3
_SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an archive of one language is like: the frequencies that make a term telling."""

    documents: int
    average_length: float
    frequencies: Mapping[str, int]

    def frequency(self, term: str) -> int:
        """Return in how many documents `term` stands; a term never seen stands in the one that asks."""
        return self.frequencies.get(term) or 1

    def is_telling(self, term: str) -> bool:
        """Say whether `term` is rare enough to tell stories apart."""
        return self.frequency(term) <= max(ALWAYS_TELLING, COMMON * self.documents)

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of `term`, never below zero."""
        frequency = self.frequency(term)
        return log(1 + max(0.0, self.documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Document:
    """An article as Related sees it; `names` and `words` are keyed by term, `words` as the text has them."""

    article: int
    story: int
    published: datetime | None
    terms: Mapping[str, float]
    names: Collection[str] = frozenset()
    topics: frozenset[int | str] = frozenset()
    section: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    length: float = 0.0


@dataclass(slots=True)
class _Match:
    document: Document
    shared: list[tuple[float, str]]
    likeness: float
    topics: float = 0.0
    days: float | None = None
    is_follow_up: bool = False
    score: float = 0.0


def describe(
    article: int,
    *,
    headline: str,
    standfirst: str = "",
    body: str = "",
    language: str = "",
    story: int | None = None,
    published: datetime | None = None,
    topics: Iterable[int | str] = (),
    section: int | None = None,
) -> Document:
    """Make the document of an article from its text."""
    terms = term_counts(headline, standfirst, body, language=language)
    return Document(
        article=article,
        story=article if story is None else story,
        published=published,
        terms=terms,
        names=frozenset(name_terms(names_in(f"{standfirst}\n{body}", language=language), language=language)),
        topics=frozenset(topics),
        section=section,
        words=surfaces(headline, standfirst, body, language=language),
        length=sum(terms.values()),
    )


def statistics_of(documents: Iterable[Document]) -> Statistics:
    """Count the frequencies of a whole archive that fits in memory."""
    frequencies: dict[str, int] = {}
    count, length = 0, 0.0
    for document in documents:
        count += 1
        length += document.length
        for term in document.terms:
            frequencies[term] = frequencies.get(term, 0) + 1
    return Statistics(count, length / count if count else 0.0, frequencies)


def telling_terms(
    counts: Mapping[str, float], statistics: Statistics, *, limit: int = 48
) -> list[tuple[str, float]]:
    """Return the terms by which a story is best found, heaviest first, as parts of a vector of length one."""
    weights = [
        (term, log1p(count) * statistics.weight(term))
        for term, count in counts.items()
        if statistics.is_telling(term)
    ]
    norm = sqrt(sum(weight * weight for _, weight in weights)) or 1.0
    weights.sort(key=lambda entry: (-entry[1], entry[0]))
    return [(term, weight / norm) for term, weight in weights[:limit]]


def rank(
    document: Document, others: Iterable[Document], *, statistics: Statistics, limit: int = 30
) -> list[Candidate]:
    """Return the stories that belong beside `document`, best first, each story once, with reasons."""
    asked = _asked(document, statistics)
    own = _likeness(asked, document, statistics)[1] or 1.0
    matches = [
        match
        for other in others
        if other.story != document.story and other.article != document.article
        if (match := _match(document, other, asked, own, statistics)) is not None
    ]
    _mark_follow_up(matches)
    best = max((match.likeness for match in matches), default=1.0) or 1.0
    for match in matches:
        match.score = _score(match, best)
    matches.sort(key=lambda match: (-match.score, match.document.article))
    return [_candidate(document, match, best) for match in _once(matches)[:limit]]


def _asked(document: Document, statistics: Statistics) -> dict[str, float]:
    """Return what each term of the article is worth when another story has it."""
    telling = telling_terms(document.terms, statistics, limit=TERMS_COMPARED)
    return {term: (K1 + 1) * weight * statistics.weight(term) for term, weight in telling}


def _likeness(
    asked: Mapping[str, float], other: Document, statistics: Statistics
) -> tuple[list[tuple[float, str]], float]:
    stretch = K1 * (
        1 - B + B * other.length / statistics.average_length if statistics.average_length else 1.0
    )
    terms = other.terms
    shared = []
    likeness = 0.0
    # Sorted, so that the sum is the same in every process: sets of strings have no fixed order.
    for term in sorted(asked.keys() & terms.keys()):
        count = terms[term]
        worth = asked[term] * count / (count + stretch)
        likeness += worth
        shared.append((worth, term))
    return shared, likeness


def _match(
    document: Document, other: Document, asked: Mapping[str, float], own: float, statistics: Statistics
) -> _Match | None:
    shared, likeness = _likeness(asked, other, statistics)
    topics = _overlap(document.topics, other.topics)
    if likeness < FLOOR * own and not topics:
        return None
    return _Match(other, shared, likeness, topics, _days(document, other))


def _overlap(a: frozenset[int | str], b: frozenset[int | str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0


def _days(document: Document, other: Document) -> float | None:
    if document.published is None or other.published is None:
        return None
    return (other.published - document.published).total_seconds() / _SECONDS_A_DAY


def _mark_follow_up(matches: list[_Match]) -> None:
    """Mark the newest story that takes this one further, so that an old page leads to how it went on."""
    best = max((match.likeness for match in matches), default=0.0)
    later = [
        match
        for match in matches
        if match.days is not None and match.days > 0 and match.likeness >= FOLLOW_UP_LIKENESS * best > 0
    ]
    if later:
        max(later, key=lambda match: (match.days or 0.0, -match.document.article)).is_follow_up = True


def _score(match: _Match, best: float) -> float:
    about = match.likeness / best + TOPIC_WEIGHT * match.topics
    return about * _time_factor(match)


def _time_factor(match: _Match) -> float:
    if match.days is None:
        return 1.0
    if abs(match.days) > DECADE_DAYS:
        return OTHER_DECADE + FOLLOW_UP_WEIGHT * match.is_follow_up
    return 1.0 + NEARNESS_WEIGHT * _nearness(match.days) + FOLLOW_UP_WEIGHT * match.is_follow_up


def _nearness(days: float) -> float:
    return float(2.0 ** (-abs(days) / NEARNESS_HALF_LIFE_DAYS))


def _once(matches: list[_Match]) -> list[_Match]:
    first: dict[int, _Match] = {}
    for match in matches:
        first.setdefault(match.document.story, match)
    return list(first.values())


def _candidate(document: Document, match: _Match, best: float) -> Candidate:
    parts: dict[str, float | int | str] = {
        "words": round(match.likeness / best, 4),
        "topics": round(match.topics, 4),
        "time": round(_time_factor(match), 4),
    }
    if match.days is not None:
        parts["days"] = round(match.days, 2)
    if match.is_follow_up:
        parts["follow_up"] = 1
    told = _shared_words(document, match)
    if told:
        text = f"shares {', '.join(told)}"
    elif match.topics:
        text = "has a topic in common"
    else:
        text = "is told in similar words"
    reason = Reason("shares", f"{text}; {_when(document, match.document)}", parts)
    return Candidate(match.document.article, match.document.story, reason, round(match.score, 6))


def _shared_words(document: Document, match: _Match) -> list[str]:
    """Return the words that weigh most, as they stand in the article, none that repeats another."""
    # A name of several words says more than each of them.
    weighed = [
        (term not in document.names, -worth * (1 + term.count(" ")), term) for worth, term in match.shared
    ]
    told: list[str] = []
    for _, _, term in sorted(weighed):
        seen = document.words.get(term) or match.document.words.get(term)
        stem = term.removesuffix(PREFIX_MARK)
        if not seen or (stem.isascii() and len(stem) < 3):
            continue
        folded = seen.casefold()
        if any(folded in other or other in folded or stem in other for other in map(str.casefold, told)):
            continue
        told.append(seen)
        if len(told) == WORDS_NAMED:
            break
    return told


def _when(document: Document, other: Document) -> str:
    if document.published is None or other.published is None:
        return "date unknown"
    days = (other.published.date() - document.published.date()).days
    if days == 0:
        return "the same day"
    return f"{_span(abs(days))} {'later' if days > 0 else 'earlier'}"


def _span(days: int) -> str:
    for unit, length, least in (("year", 365.25, 700), ("month", 30.44, 61), ("week", 7, 14)):
        if days >= least:
            return _counted(round(days / length), unit)
    return _counted(days, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
