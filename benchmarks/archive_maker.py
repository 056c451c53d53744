"""Make an archive of any size in the database, and time the worker's own code on it."""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale

from broadsheet.newsroom import indexing
from broadsheet.newsroom.indexing.candidates import term_key
from broadsheet.newsroom.indexing.counts import Counts
from broadsheet.newsroom.indexing.ranking import Ranking
from broadsheet.newsroom.models import Article, Edition
from broadsheet.prose.terms import TermKind
from broadsheet.rails.postings import KEPT
from broadsheet.rails.related import key_terms, read
from broadsheet.rails.statistics import Statistics
from broadsheet.rails.vectors import Vector, term_id

SENTENCES, OWN_OF_STORY, NAMES, A_STORY = 8, 3, 3, 10
FIRST_DAY, DAYS = date(2011, 1, 1), 15 * 365
ROWS = 50_000
ARTICLE = {
    "headline": "", "slug": "", "standfirst": "", "body": "[]", "teaser": "", "picture_alt": "", "picture_caption": "",
    "picture_credit": "", "source": "", "date_precision": "second", "date_basis": "", "source_id": "",
    "fingerprint": "", "live": True, "has_unpublished_changes": False, "expired": False, "locked": False,
    "is_line_fixed": False,
}  # fmt: skip


class Archive:
    """Articles that are told apart by number; `write` puts them into an empty database, the rest measures what it finds there."""

    def __init__(self, sentences: list[str], size: int) -> None:
        self._random = Random(7)
        self._numbers = np.random.default_rng(7)
        self._sentences = sentences
        self._read = [read("", "", each, language="en")[0] for each in sentences]
        self._size = size
        self._locale = Locale.objects.get_or_create(language_code="en")[0]
        Edition.objects.get_or_create(locale=self._locale, name="The Archive", is_main=True)
        self.of_story: list[float] = []
        self._plans = [self._plan(number) for number in range(-(-size // A_STORY))]

    def _plan(self, story: int) -> tuple[list[int], list[str], int]:
        own = self._numbers.integers(0, len(self._sentences), OWN_OF_STORY).tolist()
        # Four hundred thousand names, as an archive of that size has.
        names = [
            f"Name{number:x} Surname{number % 997:x}" for number in self._numbers.integers(0, 400_000, NAMES)
        ]
        return own, names, int(self._numbers.integers(0, DAYS))

    def write(self) -> None:
        """Write articles, vectors, telling terms and statistics in bulk."""
        statistics = Statistics()
        vectors, days = [], np.zeros(self._size, np.int64)
        for number in range(self._size):
            own, names, first = self._plans[number // A_STORY]
            others = self._numbers.integers(0, len(self._sentences), SENTENCES - OWN_OF_STORY).tolist()
            vectors.append(self._merged([*own, *others], names))
            days[number] = first + self._numbers.integers(0, 60)
        for start in range(0, self._size, ROWS):
            statistics.add(vectors[start : start + ROWS])
        self._write_articles(days)
        self._write_analyses(vectors)
        self._write_telling(vectors, days, statistics)
        self._write_statistics(statistics)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence('newsroom_article', 'id'), %s)", [self._size]
                )
            cursor.execute("ANALYZE")

    def _merged(self, sentences: list[int], names: list[str]) -> Vector:
        ids = [self._read[each].ids for each in sentences]
        named = np.array([term_id(TermKind.NAME, each.lower()) for each in names], np.uint32)
        parts = [
            term_id(kind, word)
            for each in names
            for word in each.lower().split()
            for kind in (TermKind.WORD, TermKind.STEM)
        ]
        merged, counts = np.unique(
            np.concatenate([*ids, named, np.array(parts, np.uint32)]), return_counts=True
        )
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
        columns = ["article_id", "locale_id", "stage", "digest", "vector", "telling", "signature", "shown"]
        rows = (
            (
                number + 1,
                self._locale.pk,
                2,
                "x",
                each.to_bytes(),
                b"",
                "[]",
                "\n".join(["word"] * len(each.ids)),
            )
            for number, each in enumerate(vectors)
        )
        _bulk("newsroom_analysis", columns, rows)

    def _write_telling(self, vectors: list[Vector], days: np.ndarray, statistics: Statistics) -> None:
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
        _bulk("newsroom_tellingterm", ["term", "day", "article", "weight"], rows)

    def _write_statistics(self, statistics: Statistics) -> None:
        rows = (
            (self._locale.pk, kind, statistics.documents, 0, buckets)
            for kind, buckets in enumerate(statistics.to_bytes())
        )
        _bulk("newsroom_termbuckets", ["locale_id", "kind", "documents", "through", "buckets"], rows)

    def bytes(self) -> int:
        """Return the size of the database."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            else:
                cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def some(self, count: int) -> list[int]:
        """Return so many articles at random."""
        return self._random.sample(range(1, self._size + 1), count)

    def times_of_ranking(self, articles: list[int]) -> list[float]:
        """Return the seconds that each of these articles takes; what one has read is not kept for the next."""
        counts = Counts()
        Ranking(counts).ranked([1])
        seconds = []
        self.of_story = []
        for number in articles:
            ranking = Ranking(counts)
            begun = time.perf_counter()
            found = ranking.ranked([number])
            seconds.append(time.perf_counter() - begun)
            mates = [each.article for each in found[number][: A_STORY - 1]]
            self.of_story.append(
                sum((each - 1) // A_STORY == (number - 1) // A_STORY for each in mates) / (A_STORY - 1)
            )
        return seconds

    def times_of_publishing(self, count: int) -> list[float]:
        """Return the seconds from a saved article to its finished list and the finished lists of its neighbours."""
        seconds = []
        counts = Counts()
        counts.statistics(self._locale.pk)
        for number in range(count):
            own, names, _first = self._plans[self._random.randrange(len(self._plans))]
            text = (
                " ".join(self._sentences[each] for each in own)
                + f" {names[0]} met {names[1]} and {names[2]}."
            )
            article = Article.objects.create(
                locale=self._locale, headline=f"Published {number}", live=True, published_at=timezone.now(),
                body=[("paragraph", f"<p>{text}</p>")],
            )  # fmt: skip
            begun = time.perf_counter()
            indexing.refresh([article.pk], counts=counts)
            seconds.append(time.perf_counter() - begun)
            assert article.neighbours.exists()
        return seconds

    def rate_of_rebuilding(self) -> float:
        """Return how many articles a second a rebuild takes, over articles with texts."""
        Article.objects.filter(pk__gt=self._size).delete()
        for number in range(1, self._size + 1):
            own, names, _first = self._plans[(number - 1) // A_STORY]
            chosen = [
                *own,
                *self._numbers.integers(0, len(self._sentences), SENTENCES - OWN_OF_STORY).tolist(),
            ]
            text = (
                " ".join(self._sentences[each] for each in chosen)
                + f" {names[0]} met {names[1]} and {names[2]}."
            )
            body = f'[{{"type": "paragraph", "value": "<p>{text.replace(chr(92), "").replace(chr(34), "")}</p>"}}]'
            Article.objects.filter(pk=number).update(headline=" ".join(text.split()[:7]), body=body)
        indexing.start_over()
        begun = time.perf_counter()
        done = indexing.finish()
        return done / (time.perf_counter() - begun)


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
