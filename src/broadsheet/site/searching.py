"""Answer a reader's search from the index, or from memory if the same was asked a moment ago."""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from ..newsroom import queries
from ..newsroom.models import Author, Section
from ..prose.typography import single_spaced, without_controls
from ..search.asking import Query, Results
from ..search.index import IndexBrokenError
from ..search.open_index import OpenIndex
from .contexts import EditionContext
from .pagination import PAGE_LENGTH, page_number

# Letters of a query that count. The engine chooses the words.
LONGEST_QUERY = 400
# Last page of an answer: another word in the query finds a story sooner than more pages.
MOST_PAGES = 50
# Seconds for which an answer is kept, and how many answers are.
KEPT_SECONDS = 60.0
MOST_KEPT = 500
# The folder of the index within the data folder (worker/search_index.py).
FOLDER = "search"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: words, filters, order and page."""

    text: str
    section: Section | None
    author: Author | None
    year: int | None
    order: Literal["best", "newest"]
    page: int

    def parameters(self, **other: str) -> dict[str, str]:
        """Return the parameters of its address with `other` in place of some, without empty ones."""
        said = {
            "q": self.text,
            "section": self.section.slug if self.section else "",
            "author": self.author.slug if self.author else "",
            "year": str(self.year or ""),
            "order": self.order if self.order != "best" else "",
        }
        return {name: value for name, value in (said | other).items() if value}


def asked_of(request: HttpRequest, paper: EditionContext) -> Asked:
    """Return the search that a request asks for. Filters for an unknown section, author or year are ignored.

    Raises Http404 for a page that no search has.
    """
    said = request.GET
    text = single_spaced(without_controls(said.get("q", "")))[:LONGEST_QUERY]
    section, year = said.get("section", ""), said.get("year", "")
    # PostgreSQL takes no NUL.
    author = without_controls(said.get("author", ""))
    is_year = year.isascii() and year.isdecimal() and len(year) == len("2026")
    return Asked(
        text=text,
        section=next((each for each in paper.sections if each.slug == section), None),
        author=queries.author_at(author) if author else None,
        year=int(year) if is_year else None,
        order="newest" if said.get("order") == "newest" else "best",
        page=page_number(request, last=MOST_PAGES),
    )


def answered(asked: Asked, paper: EditionContext) -> Results | None:
    """Return the answer, None where the index is being built."""
    query = Query(
        text=asked.text,
        edition=paper.edition.locale_id,
        language=paper.language,
        now=paper.now,
        section=asked.section.pk if asked.section else None,
        author=asked.author.pk if asked.author else None,
        year=asked.year,
        order=asked.order,
        offset=(asked.page - 1) * PAGE_LENGTH,
        limit=PAGE_LENGTH,
    )
    index = index_in(settings.DATA / FOLDER)
    try:
        reader = index.reader()
        # Folder and place change with the index, so that no kept answer is older than the index.
        key = _kept.key((reader.folder.name, reader.place), query)
        kept = _kept.find(key)
        if kept is None:
            kept = index.search_in(reader, query)
            _kept.keep(key, kept)
    except IndexBrokenError:
        return None
    return kept


@cache
def index_in(folder: Path) -> OpenIndex:
    """Return the index of a folder as this process reads it."""
    return OpenIndex(folder)


class KeptAnswers:
    """Keeps answers for a minute, by a digest of what was asked: the words themselves are kept nowhere."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._answers: OrderedDict[bytes, tuple[float, Results]] = OrderedDict()
        self._lock = threading.Lock()

    def key(self, version: object, query: Query) -> bytes:
        """Return the digest of a query and a version of the index, whatever the query's case."""
        parts = (
            version, query.text.casefold(), query.edition, query.section, query.author, query.year, query.order,
            query.offset, query.limit,
        )  # fmt: skip
        return hashlib.blake2b(
            repr(parts).encode(errors="replace"), key=self._secret, digest_size=16
        ).digest()

    def find(self, key: bytes) -> Results | None:
        """Return the answer of a key, as long as it is kept."""
        with self._lock:
            self._forget_old()
            kept = self._answers.get(key)
        return kept[1] if kept else None

    def keep(self, key: bytes, answer: Results) -> None:
        """Keep an answer for a minute; the oldest make room for it."""
        with self._lock:
            self._answers[key] = time.monotonic(), answer
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        while self._answers and next(iter(self._answers.values()))[0] < oldest:
            self._answers.popitem(last=False)


_kept = KeptAnswers()
