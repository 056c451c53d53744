"""Make an archive of any size in the database, or time the worker's own code on it.

python benchmarks/related_archive.py write|measure SIZE
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import django
import numpy as np

django.setup()

from django.core.management import call_command  # noqa: E402  # the models need the settings
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from papers import sentences  # noqa: E402
from results import Cell, show  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from broadsheet.newsroom import indexing  # noqa: E402
from broadsheet.newsroom.indexing.candidates import term_key  # noqa: E402
from broadsheet.newsroom.indexing.counts import Counts  # noqa: E402
from broadsheet.newsroom.indexing.ranking import Ranking  # noqa: E402
from broadsheet.newsroom.models import Article, Edition  # noqa: E402
from broadsheet.prose.terms import TermKind  # noqa: E402
from broadsheet.rails.postings import KEPT  # noqa: E402
from broadsheet.rails.related import key_terms, read  # noqa: E402
from broadsheet.rails.statistics import Statistics  # noqa: E402
from broadsheet.rails.vectors import Vector, term_id  # noqa: E402

ASKED, PUBLISHED = 400, 40
SENTENCES, OWN_OF_STORY, NAMES, A_STORY = 8, 3, 3, 10
FIRST_DAY, DAYS = date(2011, 1, 1), 15 * 365
ROWS = 50_000
ARTICLE = {
    "headline": "", "slug": "", "standfirst": "", "body": "[]", "teaser": "", "picture_alt": "", "picture_caption": "",
    "picture_credit": "", "source": "", "date_precision": "second", "date_basis": "", "source_id": "",
    "fingerprint": "", "live": True, "has_unpublished_changes": False, "expired": False, "locked": False,
    "is_line_fixed": False, "kind": "news", "kicker": "", "short_headline": "", "search_title": "", "card_text": "",
    "new_topics": "", "is_minor_change": False, "scope": "", "source_version": "", "link": "", "filed": "{}",
    "stated_language": "", "withheld_because": "",
}  # fmt: skip


def main() -> None:
    """Write an archive, or measure the one that is there."""
    step, size = sys.argv[1], int(sys.argv[2])
    if step == "write":
        call_command("migrate", verbosity=0)
        Archive(sentences(), size).write()
    else:
        measure(Archive(sentences(), size), size)


def measure(archive: "Archive", size: int) -> None:
    """Show how long one article's list takes, and a publication."""
    asked = Random(7).sample(range(1, size + 1), min(ASKED, size))
    rows: list[list[Cell]] = [
        ["candidates and ranking of one article, ms", *_waited(archive.times_of_ranking(asked))],
        ["the same, read from the disk before, ms", *_waited(archive.times_of_ranking(asked))],
        ["publication to finished lists, ms", *_waited(archive.times_of_publishing(PUBLISHED))],
    ]
    title = f"{connection.vendor}, {size:,} articles, {archive.bytes() / 1e9:.2f} GB"
    show(title, ("", "median", "p95", "of"), rows)


def _waited(seconds: list[float]) -> list[Cell]:
    return [*map(float, np.percentile(np.array(seconds) * 1000, [50, 95])), len(seconds)]


class Archive:
    """Articles that are told apart by number; `write` puts them into an empty database, the rest measures what it finds there."""

    def __init__(self, sentences: list[str], size: int) -> None:
        self._random = Random(7)
        self._numbers = np.random.default_rng(7)
        self._sentences = sentences
        # What the texts write for each stem and name.
        self._words: dict[int, str] = {}
        self._read = []
        for each in sentences:
            found, shown = read("", "", each, language="en")
            self._words.update(zip(_shown_ids(found), shown, strict=True))
            self._read.append(found)
        self._size = size
        self._locale = Locale.objects.get_or_create(language_code="en")[0]
        Edition.objects.get_or_create(locale=self._locale, name="The Archive", is_main=True)
        self._plans = [self._plan(number) for number in range(-(-size // A_STORY))]

    def _plan(self, story: int) -> tuple[list[int], list[str], int]:
        own = self._some(OWN_OF_STORY)
        # Four hundred thousand names, as an archive of that size has.
        drawn = self._numbers.integers(0, 400_000, NAMES)
        names = [f"Name{number:x} Surname{number % 997:x}" for number in drawn]
        return own, names, int(self._numbers.integers(0, DAYS))

    def _some(self, count: int) -> list[int]:
        return self._numbers.integers(0, len(self._sentences), count).tolist()

    def _text(self, chosen: list[int], names: list[str]) -> str:
        return " ".join(
            [*(self._sentences[each] for each in chosen), f"{names[0]} met {names[1]} and {names[2]}."]
        )

    def write(self) -> None:
        """Write articles, vectors, key terms and statistics in bulk."""
        statistics = Statistics()
        vectors, days = [], np.zeros(self._size, np.int64)
        for number in range(self._size):
            own, names, first = self._plans[number // A_STORY]
            vectors.append(self._merged([*own, *self._some(SENTENCES - OWN_OF_STORY)], names))
            days[number] = first + self._numbers.integers(0, 60)
        for start in range(0, self._size, ROWS):
            statistics.add(vectors[start : start + ROWS])
        self._write_articles(days)
        self._write_analyses(vectors)
        self._write_key_terms(vectors, days, statistics)
        self._write_statistics(statistics)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT setval('newsroom_article_id_seq', {self._size})")
            cursor.execute("ANALYZE")

    def _merged(self, sentences: list[int], names: list[str]) -> Vector:
        self._words.update((term_id(TermKind.NAME, each.lower()), each) for each in names)
        self._words.update((term_id(TermKind.STEM, each.lower()), each) for each in " ".join(names).split())
        ids = [self._read[each].ids for each in sentences]
        named = np.array([term_id(TermKind.NAME, each.lower()) for each in names], np.uint32)
        words = " ".join(names).lower().split()
        parts = [term_id(kind, word) for word in words for kind in (TermKind.WORD, TermKind.STEM)]
        every = np.concatenate([*ids, named, np.array(parts, np.uint32)])
        merged, counts = np.unique(every, return_counts=True)
        return Vector(merged, np.minimum(counts, 255).astype(np.uint8))

    def _write_articles(self, days: np.ndarray) -> None:
        columns = [*ARTICLE, "id", "path", "translation_key", "locale_id", "published_at"]
        base = datetime(FIRST_DAY.year, 1, 1, 12, tzinfo=UTC)
        fixed = list(ARTICLE.values())
        sqlite = connection.vendor == "sqlite"
        rows = (
            (*fixed, number + 1, f"p/{number}", f"{number:032x}", self._locale.pk,
             (base + timedelta(days=int(days[number]))).strftime("%Y-%m-%d %H:%M:%S" + ("" if sqlite else "+00")))
            for number in range(self._size)
        )  # fmt: skip
        _bulk("newsroom_article", columns, rows)

    def _write_analyses(self, vectors: list[Vector]) -> None:
        columns = ["article_id", "locale_id", "stage", "digest", "vector", "key_terms", "signature", "shown"]
        rows = (
            (number + 1, self._locale.pk, 2, "x", each.to_bytes(), b"", "[]",
             "\n".join(self._words[term] for term in _shown_ids(each)))
            for number, each in enumerate(vectors)
        )  # fmt: skip
        _bulk("newsroom_analysis", columns, rows)

    def _write_key_terms(self, vectors: list[Vector], days: np.ndarray, statistics: Statistics) -> None:
        terms, owners, weights = [], [], []
        for number, each in enumerate(vectors):
            ids, worth = key_terms(each, statistics, limit=KEPT)
            terms.append(ids)
            weights.append(worth)
            owners.append(np.full(len(ids), number, np.int64))
        term, owner, weight = np.concatenate(terms), np.concatenate(owners), np.concatenate(weights)
        day = days[owner] + FIRST_DAY.toordinal()
        order = np.lexsort((owner, day, term))
        high = term_key(self._locale.pk, 0)
        rows = (
            row
            for start in range(0, len(order), ROWS)
            for some in [order[start : start + ROWS]]
            for row in zip(
                (term[some].astype(np.int64) + high).tolist(), day[some].tolist(), (owner[some] + 1).tolist(),
                weight[some].round(3).tolist(), strict=True,
            )
        )  # fmt: skip
        _bulk("newsroom_keyterm", ["term", "day", "article", "weight"], rows)

    def _write_statistics(self, statistics: Statistics) -> None:
        own = (self._locale.pk, statistics.documents, 0)
        rows = ((*own, kind, buckets) for kind, buckets in enumerate(statistics.to_bytes()))
        _bulk("newsroom_termbuckets", ["locale_id", "documents", "through", "kind", "buckets"], rows)

    def bytes(self) -> int:
        """Return the size of the database."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            else:
                cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def times_of_ranking(self, articles: list[int]) -> list[float]:
        """Return the seconds that each of these articles takes; what one has read is not kept for the next."""
        counts = Counts()
        Ranking(counts).ranked([1])
        seconds = []
        for number in articles:
            ranking = Ranking(counts)
            begun = time.perf_counter()
            ranking.ranked([number])
            seconds.append(time.perf_counter() - begun)
        return seconds

    def times_of_publishing(self, count: int) -> list[float]:
        """Return the seconds from a saved article to its finished list and the finished lists of its neighbours."""
        seconds = []
        counts = Counts()
        counts.statistics(self._locale.pk)
        for number in range(count):
            own, names, _first = self._plans[self._random.randrange(len(self._plans))]
            body = [("paragraph", f"<p>{self._text(own, names)}</p>")]
            article = Article.objects.create(
                locale=self._locale, headline=f"Published {number}", live=True, published_at=timezone.now(), body=body
            )  # fmt: skip
            begun = time.perf_counter()
            indexing.refresh([article.pk], counts=counts)
            seconds.append(time.perf_counter() - begun)
            assert article.neighbours.exists()
        return seconds


def _shown_ids(vector: Vector) -> list[int]:
    """Return the stems and names of a vector, in its order: the database keeps a word for each of them."""
    return [
        term for kind in (TermKind.STEM, TermKind.NAME) for term in vector.ids[vector.of_kind(kind)].tolist()
    ]


def _bulk(table: str, columns: list[str], rows: Any) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        cursor.execute("PRAGMA synchronous = OFF")
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


if __name__ == "__main__":
    main()
