"""Rank the stories that belong beside an article: by what they are about, relative to its own date.

Every story is one vector of words, stems, parts of words, pairs of words, names and topics, each weighing
log(1 + times) x rarity, and two stories are as much alike as their vectors' cosine (Salton, Buckley 1988).
The weights of the kinds and the shape of time are tuned as docs/performance.md says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..prose.terms import Kind, terms
from .model import Candidate, Reason
from .statistics import KIND_WEIGHTS, Statistics
from .vectors import KIND_SHIFT, Ids, Vector, Weights, term_id, vector

# Terms that stand in more of the archive than this tell nothing apart ...
COMMON = 0.2
# ... but in an archive of a handful of stories every shared word would be common.
ALWAYS_TELLING = 20
# Which terms find the candidates: rarity counts less than in the likeness, so that names that come again and
# again, by which an affair is known, are not crowded out by what was said once.
TELLING_KINDS = (Kind.STEM, Kind.NAME, Kind.TOPIC)
TELLING_RARITY = 0.5
# Less alike than this is a coincidence of everyday words.
FLOOR = 0.03

# Nearness in time: half of it is gone after a month, the rest after a year.
NEARNESS = ((0.3, 30.0), (0.4, 365.0))
FOLLOW_UP_WEIGHT = 0.15
# Only a story this close to the best match is a follow-up and not merely later.
FOLLOW_UP_LIKENESS = 0.4
DECADE_DAYS = 3652
OTHER_DECADE = 0.75

WORDS_NAMED = 3
WORDS_TRIED = 12
# A word that makes less of the likeness than this explains nothing.
LEAST_NAMED = 0.02
_SECONDS_A_DAY = 86_400.0
_SHOWN = (Kind.STEM, Kind.NAME)
_NO_VECTOR = vector({})
_KIND_NAMES = [kind.name.lower() for kind in Kind]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """An article as Related sees it.

    `shown` has the words for its terms of the kinds STEM and NAME, in the order of the vector; only the article
    that others are ranked for needs it.
    """

    article: int
    story: int
    published: datetime | None
    vector: Vector = _NO_VECTOR
    shown: Sequence[str] = ()


@dataclass(slots=True)
class _Match:
    document: Document
    likeness: float
    place: int
    days: float | None
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
    topics: Iterable[str] = (),
) -> Document:
    """Make the document of an article from its text."""
    found, shown = read(headline, standfirst, body, language=language, topics=topics)
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


def telling(
    vector: Vector, statistics: Statistics, *, limit: int, known: bool = False
) -> tuple[Ids, Weights]:
    """Return the terms by which a story is best found, heaviest first, with their weights.

    With `known`, only terms that another story has as well.
    """
    first = np.concatenate(
        [np.arange(*vector.of_kind(kind).indices(len(vector.ids))) for kind in TELLING_KINDS]
    )
    ids, counts = vector.ids[first], vector.counts[first]
    frequencies = statistics.frequencies(ids)
    is_telling = frequencies <= max(ALWAYS_TELLING, COMMON * statistics.documents)
    if known:
        is_telling &= frequencies > 1
    ids, counts = ids[is_telling], counts[is_telling]
    weights = KIND_WEIGHTS[ids >> KIND_SHIFT] * np.log1p(counts, dtype=np.float32)
    weights *= statistics.rarity(ids) ** np.float32(TELLING_RARITY)
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
    others = [
        each
        for each in others
        if each.story != document.story and each.article != document.article and len(each.vector.ids)
    ]
    if not others or not len(document.vector.ids):
        return []
    compared = _Comparison(document, others, statistics)
    matches = [
        _Match(other, likeness, place, _days(document, other))
        for place, (other, likeness) in enumerate(zip(others, compared.likeness.tolist(), strict=True))
        if likeness > floor
    ]
    _mark_follow_up(matches)
    for match in matches:
        match.score = match.likeness * _time_factor(match)
    matches.sort(key=lambda match: (-match.score, match.document.article))
    return [_candidate(document, match, compared) for match in _once(matches)[:limit]]


class _Comparison:
    """One story beside many others: which terms they share, and what each term is worth."""

    def __init__(self, document: Document, others: list[Document], statistics: Statistics) -> None:
        own = document.vector
        theirs = Vector(
            np.concatenate([each.vector.ids for each in others]),
            np.concatenate([each.vector.counts for each in others]),
        )
        ends = np.cumsum([len(each.vector.ids) for each in others])
        own_weights, own_squares = statistics.weights(own)
        weights, squares = statistics.weights(theirs)
        lengths = np.sqrt(np.add.reduceat(squares, ends - [len(each.vector.ids) for each in others]))
        lengths = np.maximum(lengths * np.sqrt(own_squares.sum()), 1e-9)
        found, self.terms = _shared(own.ids, theirs.ids)
        owners = np.searchsorted(ends, found, side="right")
        self.worth = own_weights[self.terms] * weights[found] / lengths[owners]
        self.kinds = (own.ids[self.terms] >> KIND_SHIFT).astype(np.int64)
        table = np.bincount(owners * len(Kind) + self.kinds, self.worth, minlength=len(Kind) * len(others))
        self.by_kind = table.reshape(-1, len(Kind))
        self.likeness = self.by_kind.sum(axis=1)
        self._shown = document.shown
        # Of all that is shared, only what explains something is looked at one by one.
        is_shown = (self.kinds == Kind.STEM) | (self.kinds == Kind.NAME)
        telling = np.flatnonzero(is_shown & (self.worth > LEAST_NAMED * self.likeness[owners]))
        place_shown = np.cumsum(np.isin(own.ids >> KIND_SHIFT, _SHOWN)) - 1
        self._spans = np.searchsorted(owners[telling], np.arange(len(others) + 1)).tolist()
        rows = (self.worth[telling], self.kinds[telling], place_shown[self.terms[telling]])
        self._telling = list(zip(*(each.tolist() for each in rows), strict=True))

    def words(self, place: int) -> list[str]:
        """Return the words that say most about why one of the others is like the story, as the story has them."""
        rows = self._telling[self._spans[place] : self._spans[place + 1]]
        rows = sorted(rows, key=lambda row: -row[0])[:WORDS_TRIED]
        names = [self._shown[row[2]] for row in rows if row[1] == Kind.NAME]
        told: list[str] = []
        for _worth, _kind, shown in rows:
            word = self._shown[shown]
            # Part of a name, which says more as a whole.
            whole = next((each for each in names if _has_word(each, word)), word)
            if (
                len(word) > 1
                and not word.isdigit()
                and not any(_has_word(each, whole) or _has_word(whole, each) for each in told)
            ):
                told.append(whole)
                if len(told) == WORDS_NAMED:
                    break
        return told


def _has_word(text: str, word: str) -> bool:
    return word.casefold() in text.casefold()


def _shared(own: Ids, theirs: Ids) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where `theirs` has a term of `own`, and the place of that term in `own`, which is ascending."""
    # A table of sixteen bits tells most strangers at once, for a tenth of the time of a search.
    is_own = np.zeros(1 << 16, bool)
    is_own[own & np.uint32(0xFFFF)] = True
    likely = np.flatnonzero(is_own[theirs & np.uint32(0xFFFF)])
    place = np.minimum(np.searchsorted(own, theirs[likely]), len(own) - 1)
    is_same = own[place] == theirs[likely]
    return likely[is_same], place[is_same]


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


def _candidate(document: Document, match: _Match, compared: _Comparison) -> Candidate:
    parts: dict[str, Any] = {
        name: round(worth, 4)
        for name, worth in zip(_KIND_NAMES, compared.by_kind[match.place].tolist(), strict=True)
        if worth >= 0.00005
    }
    parts |= {"likeness": round(match.likeness, 4), "time": round(_time_factor(match), 4)}
    if document.published is not None and match.document.published is not None:
        parts["days"] = (match.document.published.date() - document.published.date()).days
    if match.is_follow_up:
        parts["follow_up"] = 1
    parts["words"] = compared.words(match.place)
    return Candidate(match.document.article, match.document.story, reason_of(parts), round(match.score, 6))


def reason_of(parts: Mapping[str, Any]) -> Reason:
    """Return the sentence for the parts of a score: "shares OSCE Minsk Group, Baku; 3 days later"."""
    if parts["words"]:
        text = f"shares {', '.join(parts['words'])}"
    else:
        text = "has a topic in common" if parts.get("topic") else "is told in similar words"
    days = parts.get("days")
    when = "date unknown" if days is None else spell_days(days)
    return Reason("related", f"{text}; {when}", parts)


def spell_days(days: int) -> str:
    """Return "3 days later", "2 years earlier", "the same day"."""
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
