"""The database finds the same candidates as the plain lists in memory that say what it should find."""

import random
from datetime import timedelta

import pytest
from django.db.models import Count

from broadsheet.newsroom.indexing.candidates import candidates, keep_key_terms, question
from broadsheet.newsroom.indexing.windows import AHEAD, Windows
from broadsheet.newsroom.models import KeyTerm
from broadsheet.prose.terms import TermKind
from broadsheet.rails import postings
from broadsheet.rails.postings import ASKED, KEPT, NEAREST, Postings
from broadsheet.rails.related import key_terms
from broadsheet.rails.statistics import Statistics
from broadsheet.rails.vectors import vector
from factories import NOW, make_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_the_database_finds_what_the_lists_in_memory_find(seed):
    locale = make_edition().locale_id
    archive = made_archive(random.Random(seed), 150)
    statistics, lists = Statistics(), Postings()
    statistics.add(each for _number, _date, each in archive)
    keep_key_terms(archive, locale, statistics)
    for number, date, each in archive:
        lists.add(number, date, *key_terms(each, statistics, limit=KEPT))

    for number, date, each in archive[:40]:
        asked = key_terms(each, statistics, limit=ASKED, known=True)
        found = candidates(question(number, locale, date, each, statistics), limit=20)
        # The weights are rounded to be stored: of two that are nearly equal either may come first.
        assert len(set(found) & set(lists.candidates(number, date, *asked, limit=20))) >= len(found) - 1


def test_of_a_term_of_half_the_archive_only_the_nearest_days_are_looked_at():
    locale, statistics = make_edition().locale_id, Statistics()
    common = vector({TermKind.STEM: {"bridge": 1}})
    days = [NOW - timedelta(days=each) for each in range(1000)]
    archive = [(number, day, common) for number, day in enumerate(days, 1)]
    statistics.documents = 10_000
    statistics.add([common, common])
    keep_key_terms(archive, locale, statistics)

    found = candidates(question(500, locale, days[499], common, statistics), limit=1000)

    nearest = range(500 - postings.NEAREST, 501 + postings.NEAREST)
    assert set(found) <= set(nearest)
    assert len(found) == 2 * postings.NEAREST - 1


@pytest.mark.parametrize("in_order", [True, False])
def test_who_asks_for_many_finds_what_each_would_find(in_order):
    locale, statistics = make_edition().locale_id, Statistics()
    archive = made_archive(random.Random(5), 4000, words=80)
    statistics.add(each for _number, _date, each in archive)
    keep_key_terms(archive, locale, statistics)
    often = KeyTerm.objects.values("term").annotate(times=Count("article")).order_by("-times")[:80]
    assert min(each["times"] for each in often) > NEAREST + AHEAD
    if in_order:
        archive.sort(key=lambda story: (story[1] is None, story[1]))
    asked = [question(number, locale, date, each, statistics) for number, date, each in archive[::17]]

    windows = Windows()
    found = [
        lists for start in range(0, len(asked), 50) for lists in windows.found(asked[start : start + 50])
    ]

    assert all(len(each) == postings.MOST_CANDIDATES for each in found)
    for one, lists in zip(asked, found, strict=True):
        # Sums of the same weights in another order: of two that are nearly equal either may be the last.
        assert len(set(lists) ^ set(candidates(one))) <= 2


def test_editions_share_no_term():
    english, russian, statistics = make_edition("en").locale_id, make_edition("ru").locale_id, Statistics()
    same = vector({TermKind.STEM: {"osce": 1, "minsk": 2}})
    statistics.add([same, same])
    keep_key_terms([(1, NOW, same)], english, statistics)
    keep_key_terms([(2, NOW, same)], russian, statistics)

    assert candidates(question(1, english, NOW, same, statistics)) == []
    assert KeyTerm.objects.count() == 4


def made_archive(chance, size, *, words=200):
    """Stories of twelve words each, over four years, some of unknown date."""
    words = [f"word{number}" for number in range(words)]
    return [
        (number, None if number % 9 == 0 else NOW - timedelta(days=chance.randrange(1500)),
         vector({TermKind.STEM: dict.fromkeys(chance.sample(words, 12), 1), TermKind.NAME: {chance.choice(words): 2}}))
        for number in range(1, size + 1)
    ]  # fmt: skip
