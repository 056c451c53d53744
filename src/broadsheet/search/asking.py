"""A query of readers' search, and its results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Order = Literal["best", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader of an edition asks at a moment. Filters are ids; `year` is a year in the edition's time zone."""

    text: str
    edition: int
    language: str
    now: datetime
    section: int | None = None
    author: int | None = None
    year: int | None = None
    order: Order = "best"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and the places of the query's words in it, as pairs of start and end."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is marked."""
        found, last = [], 0
        for start, end in self.marks:
            found += [(self.text[last:start], False), (self.text[start:end], True)]
            last = end
        return [piece for piece in [*found, (self.text[last:], False)] if piece[0]]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers."""

    article: int
    headline: Passage
    passage: Passage


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the articles that answer have a section, author or year (`value`: its id, or the year)."""

    value: int
    articles: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, and counts over all hits. Each list of counts ignores its own filter."""

    count: int = 0
    articles: tuple[Hit, ...] = ()
    sections: tuple[Count, ...] = ()
    authors: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    did_you_mean: str | None = None
