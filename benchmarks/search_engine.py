"""Measure the search engine alone: the rate of a rebuild, its size and memory, and answers to kinds of queries.

The archive is made: each article has twenty real sentences of ../shared/data and three made names, over fifteen years.
    python benchmarks/search_engine.py [--texts 1000000] [--queries 40] [--folder KEPT]
With --folder the index is kept there, and where it is found there it is not built again.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from papers import need_texts, sentences
from results import show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from broadsheet.search.asking import Query
from broadsheet.search.documents import SearchDocument
from broadsheet.search.index import IndexReader, IndexWriter

NOW = datetime(2026, 11, 30, tzinfo=UTC)
YEARS = 15
SENTENCES = 20
AUTHORS, TOPICS, SECTIONS, NAMES = 400, 300, 12, 30_000
BATCH = 5000
SYLLABLES = "ka lo mi ra ten vol sel dan ur bek zan tol gri nes pal hov".split()  # noqa: SIM905


def main() -> None:
    """Build an index, then ask it."""
    options = argparse.ArgumentParser()
    options.add_argument("--texts", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=40)
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    need_texts()
    stock = list(sentences())
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        built = [] if (folder / "meta.json").exists() else _build(folder, stock, asked.texts)
        _measure(folder, stock, asked.queries, built, asked.texts)


def _build(folder: Path, stock: list[str], texts: int) -> list[tuple[float, float]]:
    """Return how many seconds each batch took, without making its texts."""
    spent = []
    batch: list[SearchDocument] = []
    with IndexWriter(folder) as writer:
        for document in _documents(stock, texts):
            batch.append(document)
            if len(batch) == BATCH or document.article == texts:
                spent.append(_timed(writer.put, batch, now=NOW))
                batch = []
        spent.append(_timed(writer.commit, 1))
    return spent


def _timed(work: Callable[..., object], *given: object, **named: object) -> tuple[float, float]:
    """Return how many seconds some work took, by the clock and of this process's processor time."""
    start = time.perf_counter(), time.process_time()
    work(*given, **named)
    return time.perf_counter() - start[0], time.process_time() - start[1]


def _documents(stock: list[str], texts: int) -> Iterator[SearchDocument]:
    chance = random.Random(5)
    names = [_name(chance) for _ in range(NAMES)]
    for number in range(1, texts + 1):
        told = chance.choices(stock, k=SENTENCES)
        persons = chance.sample(names, 3)
        released = NOW - timedelta(days=365.25 * YEARS * (1 - number / texts))
        author, topics = chance.randrange(AUTHORS), chance.sample(range(TOPICS), 3)
        yield SearchDocument(
            article=number,
            edition=1,
            language="en",
            headline=f"{persons[0]}: {' '.join(told[0].split()[:7])}",
            standfirst=told[1],
            body=f"{' '.join(told[:10])} {', '.join(persons)} met. {' '.join(told[10:])}",
            authors=(names[author],),
            author_ids=(author + 1,),
            topics=tuple(f"Topic {names[topic]}" for topic in topics),
            topic_ids=tuple(topic + 1 for topic in topics),
            sections=("News",),
            section_ids=(chance.randrange(SECTIONS) + 1,),
            released=released,
            year=released.year,
        )


def _name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(2))


def _measure(
    folder: Path, stock: list[str], asked: int, built: list[tuple[float, float]], texts: int
) -> None:
    opened, _ = _timed(IndexReader, folder)
    reader = IndexReader(folder)
    size = sum(each.stat().st_size for each in folder.iterdir()) / 1e6
    rows = []
    every: list[tuple[float, float]] = []
    for kind, make in KINDS.items():
        chance = random.Random(9)
        taken = [_timed(reader.search, make(chance, stock)) for _ in range(asked)]
        every += taken
        rows.append([kind, *_figures(taken)])
    rows.append(["all", *_figures(every)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"The engine at {texts:,} texts",
        ["", "figure"],
        [
            *_rates(built, texts),
            ["MB on disk", size],
            ["MB of memory at most, of this process", memory],
            ["ms to open", 1000 * opened],
        ],
    )
    show("Answers, in ms", ["query", "median", "p95", "most", "processor, p95"], rows)


def _rates(built: list[tuple[float, float]], texts: int) -> list[list[str | float]]:
    """Return the rates of a build; none of an index that was there."""
    if not built:
        return []
    clock, processor = map(sum, zip(*built, strict=True))
    return [
        ["articles a second, analysed and written", texts / clock],
        ["articles a second of processor time", texts / processor],
    ]


def _figures(taken: list[tuple[float, float]]) -> list[float]:
    """Return median, 95th percentile and most by the clock, and the 95th percentile of processor time, in ms."""
    clock, processor = (sorted(1000 * each for each in column) for column in zip(*taken, strict=True))
    high = min(len(clock) - 1, int(0.95 * len(clock)))
    return [clock[len(clock) // 2], clock[high], clock[-1], processor[high]]


def _query(text: str, **more: object) -> Query:
    return Query(text=text, edition=1, language="en", now=NOW, **more)


def _some(words: int) -> Callable[[random.Random, list[str]], Query]:
    """Return what asks for words that follow each other in a text of the archive."""

    def make(chance: random.Random, stock: list[str]) -> Query:
        told = chance.choice([each for each in chance.choices(stock, k=50) if len(each.split()) >= words])
        at = chance.randrange(len(told.split()) - words + 1)
        return _query(" ".join(told.split()[at : at + words]))

    return make


def _mixed(words: int) -> Callable[[random.Random, list[str]], Query]:
    """Return what asks for words of several texts, which seldom stand in one."""

    def make(chance: random.Random, stock: list[str]) -> Query:
        return _query(" ".join(chance.choice(chance.choice(stock).split()) for _ in range(words)))

    return make


def _mistyped(chance: random.Random, stock: list[str]) -> Query:
    words = [word for each in chance.choices(stock, k=40) for word in each.split() if len(word) > 5]
    word = chance.choice(words)
    at = chance.randrange(1, len(word) - 1)
    return _query(word[:at] + word[at + 1 :])


KINDS: dict[str, Callable[[random.Random, list[str]], Query]] = {
    "one word": _some(1),
    "two words": _some(2),
    "a frequent phrase": lambda chance, stock: _query('"in the"'),
    "four words": _some(4),
    "a question of eight words": _some(8),
    "twelve words": _some(12),
    "eight words of eight texts": _mixed(8),
    "one word, mistyped": _mistyped,
    "newest first": lambda chance, stock: _query(_some(1)(chance, stock).text, order="newest"),
    "one word, three filters": lambda chance, stock: _query(
        _some(1)(chance, stock).text, section=3, year=2020, author=5
    ),
}


if __name__ == "__main__":
    main()
