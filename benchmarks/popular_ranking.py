"""Rank a million articles that were read, as the counting process does every three seconds.

python benchmarks/popular_ranking.py [100000 1000000]
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime

import numpy as np

SECTIONS = 12
ROUNDS = 7
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main() -> None:
    """Print the milliseconds of one ranking, of all lists of one edition, and of a plain sort beside it."""
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"BROADSHEET_DATA": name, "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"}
        import django  # noqa: PLC0415  # the settings depend on the folder

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        for size in [int(each) for each in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
            _measure(size)


def _measure(size: int) -> None:
    from broadsheet.newsroom.popularity import Ranker  # noqa: PLC0415

    chance = np.random.default_rng(1)
    ranker = Ranker()
    ages = chance.exponential(24 * 400, size)
    sums = chance.pareto(1.1, (size, 6)) * np.exp2(-ages / 2000)[:, None] + 0.5
    ranker.sums._place = {article: article for article in range(size)}
    ranker.sums._ids, ranker.sums._sums = np.arange(size), sums
    ranker.sums.at = lambda _now: ranker.sums._sums * 1.0  # type: ignore[method-assign]
    facts = ranker.facts
    facts.published = NOW.timestamp() - ages * 3600
    facts.locale = np.ones(size, np.int64)
    facts.section = chance.integers(1, SECTIONS + 1, size)
    facts.story, facts.line = np.arange(size), np.zeros(size, np.int64)
    facts._place = ranker.sums._place
    seconds, plain = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        lists = ranker.ranked(NOW)
        seconds.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        np.sort(sums[:, 0])
        plain.append(time.perf_counter() - begun)
    ranked, sorted_ = statistics.median(seconds) * 1000, statistics.median(plain) * 1000
    print(
        f"{size:>9,} articles, {len(lists)} lists: {ranked:6.1f} ms, {ranked / sorted_:.1f} of numpy's sort of one column"
    )


if __name__ == "__main__":
    main()
