"""Rank the stories that belong beside an article: by what they are about, relative to its own date.

Every story is one vector of words, stems, parts of words, pairs of words, names and topics, each weighing
log(1 + times) x rarity, and two stories are as much alike as their vectors' cosine (Salton, Buckley 1988).
The weights of the kinds and the shape of time are tuned as docs/performance.md says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import accumulate
from math import exp2
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..prose.terms import TermKind, terms
from .model import Candidate, Reason
from .officials import Officials
from .shared_words import KINDS as KINDS_WITH_WORDS
from .shared_words import WORDS_WANTED, ShownTerms, chosen, is_explained, topics_of
from .spans import spell_days
from .statistics import KIND_WEIGHTS, Statistics
from .vectors import KIND_SHIFT, Ids, Vector, Weights, term_id, vector

# Terms that stand in more of the archive than this tell nothing apart ...
COMMON = 0.2
# ... but in an archive of a handful of stories every shared word would be common.
ALWAYS_KEY = 20
# Which terms find the candidates: rarity counts less than in the likeness, so that names that come again and
# again, by which an affair is known, are not crowded out by what was said once.
KEY_KINDS = (TermKind.STEM, TermKind.NAME, TermKind.TOPIC)
KEY_RARITY = 0.5
# Less alike than this is a coincidence of everyday words.
FLOOR = 0.03

# Nearness in time: half of it is gone after a month, the rest after a year.
NEARNESS = ((0.3, 30.0), (0.4, 365.0))
FOLLOW_UP_WEIGHT = 0.15
# Only a story this close to the best match is a follow-up and not merely later.
FOLLOW_UP_LIKENESS = 0.4
DECADE_DAYS = 3652
OTHER_DECADE = 0.75

# Rarities of terms change with the archive: likenesses that were found while it had up to so much more or less of itself
# may stand beside each other.
COMPARABLE = 0.25

# A word that makes less of the likeness than this explains little: it is named only where hardly a word does more.
LEAST_NAMED = 0.02
_SECONDS_A_DAY = 86_400.0
_SHOWN = (TermKind.STEM, TermKind.NAME)
_NO_VECTOR = vector({})
_KIND_NAMES = [kind.name.lower() for kind in TermKind]
_HAS_WORDS = np.array([kind in KINDS_WITH_WORDS for kind in TermKind])
_SHARED = (*_KIND_NAMES, "archive", "words", "topics", "office")


class _Weighed(NamedTuple):
    """What the terms of a document weigh by an archive's counts, `state`, and the length of its vector."""

    state: object
    weights: Weights
    length: float


_UNWEIGHED = _Weighed(None, np.zeros(0, np.float32), 0.0)


@dataclass(slots=True, eq=False)
class Document:
    """An article as Related sees it.

    `shown` has the words for its terms of the kinds STEM, NAME and TOPIC, in the order of the vector; topics need a
    name only in the article that others are ranked for, and so do its `authors`. What its terms weigh, and the length of its vector, are remembered for as
    long as the archive's counts stay as they are.
    """

    article: int
    story: int
    published: datetime | None
    vector: Vector = _NO_VECTOR
    shown: Sequence[str] = ()
    authors: Sequence[str] = ()
    weighed: _Weighed = field(default=_UNWEIGHED, init=False, repr=False)


class RelatedStanding(NamedTuple):
    """A story that stands in a list: the story, which needs no vector, and the parts of the score that it was given."""

    document: Document
    parts: Mapping[str, Any]


@dataclass(slots=True)
class _Match:
    document: Document
    likeness: float
    # What the two share, as the parts of a score say it.
    shared: Callable[[], dict[str, Any]]
    days: float | None
    is_follow_up: bool = False
    time: float = 1.0

    @property
    def score(self) -> float:
        return self.likeness * self.time


def describe(
    article: int,
    *,
    headline: str,
    standfirst: str = "",
    body: str = "",
    language: str = "",
    story: int | None = None,
    published: datetime | None = None,
    topics: Iterable[str] = (),
) -> Document:
    """Make the document of an article from its text."""
    names = {term_id(TermKind.TOPIC, topic): topic for topic in topics}
    found, shown = read(headline, standfirst, body, language=language, topics=names.values())
    shown += [names[each] for each in found.ids[found.of_kind(TermKind.TOPIC)].tolist()]
    return Document(article, article if story is None else story, published, found, shown)


def read(
    headline: str, standfirst: str, body: str, *, language: str = "", topics: Iterable[str] = ()
) -> tuple[Vector, list[str]]:
    """Return a text's vector, and its stems and names as it writes them, in the vector's order."""
    found = terms(headline, standfirst, body, language=language)
    numbers = vector(found.counts, topics)
    forms = {term_id(kind, term): form for kind in _SHOWN for term, form in found.shown[kind].items()}
    return numbers, [forms[each] for kind in _SHOWN for each in numbers.ids[numbers.of_kind(kind)].tolist()]


def statistics_of(documents: Iterable[Document]) -> Statistics:
    """Count the terms of a whole archive that fits in memory."""
    counted = Statistics()
    counted.add(each.vector for each in documents)
    return counted


def key_terms(
    vector: Vector, statistics: Statistics, *, limit: int, known: bool = False
) -> tuple[Ids, Weights]:
    """Return the terms by which a story is best found, heaviest first, with their weights.

    With `known`, only terms that another story has as well.
    """
    first = np.concatenate([np.arange(*vector.of_kind(kind).indices(len(vector.ids))) for kind in KEY_KINDS])
    ids, counts = vector.ids[first], vector.counts[first]
    frequencies = statistics.frequencies(ids)
    is_key = frequencies <= max(ALWAYS_KEY, COMMON * statistics.documents)
    if known:
        is_key &= frequencies > 1
    ids, counts = ids[is_key], counts[is_key]
    weights = KIND_WEIGHTS[ids >> KIND_SHIFT] * np.log1p(counts, dtype=np.float32)
    weights *= statistics.rarity(ids) ** np.float32(KEY_RARITY)
    order = np.lexsort((ids, -weights))[:limit]
    return ids[order], weights[order]


def rank(
    document: Document,
    others: Iterable[Document],
    *,
    statistics: Statistics,
    limit: int = 30,
    floor: float = FLOOR,
) -> list[Candidate]:
    """Return the stories that belong beside `document`, best first, each story once, with reasons.

    A score is the cosine of the two stories times what their dates make of it, so scores of different articles
    may be compared. What is less alike than `floor` is left out.
    """
    return _best(document, _compared(document, others, statistics, floor), limit)


def enter(
    document: Document,
    standing: Iterable[RelatedStanding],
    newcomers: Iterable[Document],
    *,
    statistics: Statistics,
    limit: int = 30,
) -> list[Candidate]:
    """Return a list that `rank` made for `document`, with newcomers in the places where they belong.

    Those that stand in it are not compared again, which is most of the work: neither they nor `document` may have changed
    what they say, nor the archive by so much that the list is not `is_comparable`. What time makes of their likeness is
    worked out again, since a newcomer may be the follow-up that another was.
    """
    matches = [
        _Match(other, parts["likeness"], partial(_as_told, parts), _days(document, other))
        for other, parts in standing
        if _may_stand_beside(document, other)
    ]
    return _best(document, matches + _compared(document, newcomers, statistics, FLOOR), limit)


def likenesses(document: Document, others: Iterable[Document], statistics: Statistics) -> NDArray[np.float64]:
    """Return how much each other story is like `document`, whatever their dates are."""
    others = [each for each in others if _may_stand_beside(document, each) and len(each.vector.ids)]
    if not others or not len(document.vector.ids):
        return np.zeros(0)
    compared: NDArray[np.float64] = _Comparison(document, others, statistics).likeness
    return compared


def is_comparable(standing: Iterable[RelatedStanding], statistics: Statistics) -> bool:
    """Return True if likenesses that are found now may be compared with those of a list."""
    most = COMPARABLE * statistics.documents
    return all(abs(each.parts.get("archive", 0) - statistics.documents) <= most for each in standing)


def _may_stand_beside(document: Document, other: Document) -> bool:
    return other.story != document.story and other.article != document.article


def _compared(
    document: Document, others: Iterable[Document], statistics: Statistics, floor: float
) -> list[_Match]:
    others = [each for each in others if _may_stand_beside(document, each) and len(each.vector.ids)]
    if not others or not len(document.vector.ids):
        return []
    compared = _Comparison(document, others, statistics)
    # As it is told, so that who is told it comes to the same list.
    likeness = compared.likeness.round(4).tolist()
    return [
        _Match(other, alike, partial(compared.shared, place), _days(document, other))
        for place, (other, alike) in enumerate(zip(others, likeness, strict=True))
        if alike > floor
    ]


def _best(document: Document, matches: list[_Match], limit: int) -> list[Candidate]:
    _mark_follow_up(matches)
    for match in matches:
        match.time = _time_factor(match)
    matches.sort(key=lambda match: (-match.score, match.document.article))
    found = [_candidate(document, match) for match in _once(matches)[:limit]]
    # Alike in everything and in nothing that can be named: mostly long pages of many topics.
    return sorted(found, key=lambda each: not is_explained(each.reason.parts))


class _Comparison:
    """One story beside many others: which terms they share, and what each term is worth."""

    def __init__(self, document: Document, others: list[Document], statistics: Statistics) -> None:
        _weigh([document, *others], statistics)
        own = document.vector.ids
        sizes = [len(each.vector.ids) for each in others]
        found, place = _shared(own, np.concatenate([each.vector.ids for each in others]))
        owners = np.repeat(np.arange(len(others)), sizes)[found]
        lengths = np.array([each.weighed.length for each in others])
        lengths = np.maximum(lengths * document.weighed.length, 1e-9)
        weights = np.concatenate([each.weighed.weights for each in others])
        worth = document.weighed.weights[place] * weights[found] / lengths[owners]
        kinds = (own[place] >> KIND_SHIFT).astype(np.int64)
        table = np.bincount(owners * len(TermKind) + kinds, worth, minlength=len(TermKind) * len(others))
        self._by_kind = table.reshape(-1, len(TermKind))
        self.likeness = self._by_kind.sum(axis=1)
        self._archive = statistics.documents
        self._others = others
        self._shown = ShownTerms(document.vector, document.shown)
        self._officials = Officials(document.vector, self._shown, document.authors)
        # The terms that have words, by whom they are shared with: their places in both vectors, and their worth.
        shown = np.flatnonzero(_HAS_WORDS[kinds])
        owners = owners[shown]
        theirs = found[shown] - np.cumsum([0, *sizes])[owners]
        self._places, self._worth = np.column_stack([place[shown], theirs]), worth[shown]
        self._starts = np.searchsorted(owners, np.arange(len(others) + 1)).tolist()

    def shared(self, number: int) -> dict[str, Any]:
        """Return what one of the others shares with the story: what each kind of terms is worth, and the words for it."""
        kinds = zip(_KIND_NAMES, self._by_kind[number].tolist(), strict=True)
        worth: dict[str, Any] = {name: round(each, 4) for name, each in kinds if each >= 0.00005}
        return worth | {"archive": self._archive} | self._words_for(number)

    def _words_for(self, number: int) -> dict[str, Any]:
        """Return the topics and the words that say most about why one of the others is like the story."""
        shared = slice(self._starts[number], self._starts[number + 1])
        worth = self._worth[shared]
        order = np.argsort(-worth, kind="stable")
        places = list(map(tuple, self._places[shared][order].tolist()))
        explaining = places[: np.count_nonzero(worth > LEAST_NAMED * self.likeness[number])]
        other = ShownTerms(self._others[number].vector, self._others[number].shown)
        topics = topics_of(self._shown, explaining)
        words = chosen(self._shown, other, explaining)
        if len(words) < WORDS_WANTED and not topics:
            words = chosen(self._shown, other, places)[:WORDS_WANTED]
        is_by_office = False
        if self._officials.are_among(words):
            is_by_office = not topics and self._officials.are_all(words)
            words = chosen(self._shown, other, explaining, but=self._officials.has) or words
        told: dict[str, Any] = {"words": words} | ({"topics": topics} if topics else {})
        return told | ({"office": 1} if is_by_office else {})


def _weigh(documents: Iterable[Document], statistics: Statistics) -> None:
    """Weigh the terms of documents that are not yet weighed by these statistics."""
    fresh = [each for each in documents if each.weighed.state is not statistics.state]
    if not fresh:
        return
    sizes = [len(each.vector.ids) for each in fresh]
    ends = list(accumulate(sizes))
    together = Vector(
        np.concatenate([each.vector.ids for each in fresh]),
        np.concatenate([each.vector.counts for each in fresh]),
    )
    weights, squares = statistics.weights(together)
    lengths = np.sqrt(np.add.reduceat(squares, [0, *ends[:-1]]))
    for each, end, size, length in zip(fresh, ends, sizes, lengths.tolist(), strict=True):
        each.weighed = _Weighed(statistics.state, weights[end - size : end], length)


def _shared(own: Ids, theirs: Ids) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where `theirs` has a term of `own`, and the place of that term in `own`, which is ascending."""
    # A table of sixteen bits finds nearly all of them, for a tenth of the time of a search.
    table = np.full(1 << 16, -1, np.int16)
    table[own & np.uint32(0xFFFF)] = np.arange(len(own))
    place = table.take(theirs & np.uint32(0xFFFF))
    likely = np.flatnonzero(place >= 0)
    theirs, places = theirs[likely], place[likely].astype(np.int64)
    is_same = own[places] == theirs
    # Of two own terms with the same sixteen bits, the table knows one.
    others = np.flatnonzero(~is_same)
    places[others] = np.minimum(np.searchsorted(own, theirs[others]), len(own) - 1)
    is_same[others] = own[places[others]] == theirs[others]
    return likely[is_same], places[is_same]


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


def _time_factor(match: _Match) -> float:
    if match.days is None:
        return 1.0
    days, follow_up = abs(match.days), FOLLOW_UP_WEIGHT * match.is_follow_up
    if days > DECADE_DAYS:
        return OTHER_DECADE + follow_up
    return 1.0 + follow_up + sum(weight * exp2(-days / half_life) for weight, half_life in NEARNESS)


def _once(matches: list[_Match]) -> list[_Match]:
    first: dict[int, _Match] = {}
    for match in matches:
        first.setdefault(match.document.story, match)
    return list(first.values())


def _as_told(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what two stories share as the parts of a score say it, without what time made of it."""
    return {name: parts[name] for name in _SHARED if name in parts}


def _candidate(document: Document, match: _Match) -> Candidate:
    parts = match.shared() | {"likeness": match.likeness, "time": round(match.time, 4)}
    if document.published is not None and match.document.published is not None:
        parts["days"] = (match.document.published.date() - document.published.date()).days
    if match.is_follow_up:
        parts["follow_up"] = 1
    return Candidate(match.document.article, match.document.story, reason_of(parts), round(match.score, 6))


def reason_of(parts: Mapping[str, Any]) -> Reason:
    """Return the sentence for the parts of a score: "shares OSCE Minsk Group, Baku; 3 days later"."""
    said = [f"both about {' and '.join(parts['topics'])}"] if parts.get("topics") else []
    said += [f"shares {', '.join(parts['words'])}"] if parts["words"] else []
    if not said:
        # A topic without its name was stored before names were.
        said = ["has a topic in common" if parts.get("topic") else "is told in similar words"]
    text = ", ".join(said)
    days = parts.get("days")
    when = "date unknown" if days is None else spell_days(days)
    return Reason("related", f"{text}; {when}", parts)
