"""Relate the stories of an archive that fits in memory: what the newsroom does with its database, on plain texts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from . import related
from .depths import Depths
from .hubs import FIRST_PLACES, spread
from .model import Candidate
from .postings import ASKED, KEPT, MOST_CANDIDATES, Postings
from .registry import RAILS
from .related import Document
from .statistics import Statistics

# The newsroom's lists are this deep.
STORED = Depths(RAILS).stored


@dataclass(frozen=True, slots=True)
class ArchiveStory:
    """A story as a file tells it; `tags` are whatever its newsroom filed it under."""

    headline: str
    text: str
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    language: str = ""


class Archive:
    """Stories by number, those of each language apart, as editions are."""

    def __init__(self, stories: Iterable[ArchiveStory]) -> None:
        self._documents: list[Document] = []
        self._shown: dict[bool, Counter[int]] = {}
        self._languages: list[str] = []
        for number, story in enumerate(stories):
            self._languages.append(story.language)
            self._documents.append(
                related.describe(
                    number,
                    headline=story.headline,
                    body=story.text,
                    language=story.language,
                    published=story.published,
                    topics=story.tags,
                )
            )
        self._statistics = {language: Statistics() for language in self._languages}
        for language, document in zip(self._languages, self._documents, strict=True):
            self._statistics[language].add([document.vector])
        self._postings = {language: Postings() for language in self._statistics}
        for language, document in zip(self._languages, self._documents, strict=True):
            ids, weights = related.key_terms(document.vector, self._statistics[language], limit=KEPT)
            self._postings[language].add(document.article, document.published, ids, weights)

    def __len__(self) -> int:
        return len(self._documents)

    def neighbours(self, number: int, *, limit: int, is_as_of_publication: bool = False) -> list[Candidate]:
        """Return the stories that belong beside a story, best first, even those of which a page would not speak.

        What is shown beside many others stands further back, as in the newsroom: the first call ranks all stories for that.

        With `is_as_of_publication`, only stories that were published by the story's own day. More than the
        database would offer is asked for only where `limit` needs it; then the rest of the archive is ranked too.
        """
        ranked = self._ranked(number, limit, is_as_of_publication=is_as_of_publication)
        return spread(ranked, self._times_shown(is_as_of_publication=is_as_of_publication))[:limit]

    def _times_shown(self, *, is_as_of_publication: bool) -> Counter[int]:
        """Return in how many first tens each story stands."""
        found = self._shown.get(is_as_of_publication)
        if found is None:
            found = self._shown[is_as_of_publication] = Counter()
            for number in range(len(self)):
                ranked = self._ranked(number, FIRST_PLACES, is_as_of_publication=is_as_of_publication)
                found.update(each.article for each in ranked[:FIRST_PLACES])
        return found

    def _ranked(self, number: int, limit: int, *, is_as_of_publication: bool) -> list[Candidate]:
        document, language = self._documents[number], self._languages[number]
        statistics = self._statistics[language]
        asked = related.key_terms(document.vector, statistics, limit=ASKED, known=True)
        found = self._postings[language].candidates(
            number,
            document.published,
            *asked,
            limit=max(MOST_CANDIDATES, limit),
            is_only_before=is_as_of_publication,
        )
        if len(found) < limit:
            found = [*found, *self._others(number, set(found), is_as_of_publication)]
        others = [self._documents[each] for each in found]
        return related.rank(document, others, statistics=statistics, limit=max(limit, STORED), floor=0.0)

    def _others(self, number: int, known: set[int], is_as_of_publication: bool) -> Iterator[int]:
        own = self._documents[number]
        for other in self._documents:
            if other.article in known or self._languages[other.article] != self._languages[number]:
                continue
            if is_as_of_publication and not _is_by_the_day_of(own, other):
                continue
            yield other.article


def _is_by_the_day_of(own: Document, other: Document) -> bool:
    if own.published is None or other.published is None:
        return True
    return other.published.date() <= own.published.date()
