"""The document that the index takes in for an article."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """An article as it is searched for. `year` is that of its release in the edition's zone; names are as printed."""

    article: int
    edition: int
    language: str
    headline: str
    released: datetime
    year: int
    # What cards, and results of search engines, show in place of the headline.
    other_headlines: tuple[str, ...] = ()
    standfirst: str = ""
    teaser: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    section_ids: tuple[int, ...] = ()
    author_ids: tuple[int, ...] = ()
    topic_ids: tuple[int, ...] = ()
    expires: datetime | None = None
