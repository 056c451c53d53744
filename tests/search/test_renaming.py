"""Articles are found by the new name of what they are filed under, however many there are."""

import pytest
from django.utils import timezone

from broadsheet.search.asking import Query
from broadsheet.search.open_index import OpenIndex
from broadsheet.worker import renamed_names
from broadsheet.worker.renamed_names import RenamedNames
from broadsheet.worker.search_index import SearchIndex
from factories import make_section
from newsstand import publish, publish_many

ARCHIVE = range(1, 13)


@pytest.fixture
def reads(monkeypatch):
    """Return renamed names over an archive of twelve articles, of which five are read at once."""
    monkeypatch.setattr(renamed_names, "NUMBERS_AT_ONCE", 5)

    def read(kind, number, *, after, limit):
        return [each for each in ARCHIVE if each > after and each % number == 0][:limit]

    return RenamedNames(read)


def test_every_article_comes_once_a_few_at_a_time(reads):
    reads.add("section", 1)

    assert taken(reads, 2) == [*ARCHIVE]


def test_what_was_not_taken_in_comes_again(reads):
    reads.add("section", 1)
    first = reads.first(3)

    assert reads.first(3) == first == [1, 2, 3]


def test_one_that_is_renamed_again_begins_again(reads):
    reads.add("section", 1)
    reads.first(5)
    reads.done(5)
    reads.first(5)
    reads.add("section", 1)

    assert {*ARCHIVE} <= {*taken(reads, 5)}


def test_what_has_no_articles_stands_in_nobodys_way(reads):
    reads.add("author", 99)
    reads.add("topic", 6)

    assert taken(reads, 4) == [6, 12]


@pytest.mark.django_db
def test_a_section_with_more_articles_than_are_read_at_once_is_found_by_its_new_name(tmp_path, monkeypatch):
    monkeypatch.setattr(renamed_names, "NUMBERS_AT_ONCE", 3)
    town = make_section("Town")
    publish_many(7, section=town)
    index = SearchIndex(tmp_path)
    index.catch_up()
    town.name = "Zeppelins"
    town.save()
    index.catch_up()

    assert count(tmp_path, town, "zeppelins") == 7


@pytest.mark.django_db
def test_a_story_of_a_sub_section_is_in_the_section_too_and_follows_its_name(tmp_path):
    town = make_section("Wharfside")
    harbour = make_section("Harbour", parent=town)
    publish("A crane turns", section=harbour)
    publish("A crane falls", section=make_section("Sport"))
    index = SearchIndex(tmp_path)
    index.catch_up()
    before = count(tmp_path, town, "crane", section=town.pk), count(tmp_path, town, "wharfside")
    town.name = "Zeppelins"
    town.save()
    index.catch_up()

    assert before == (1, 1)
    assert count(tmp_path, town, "zeppelins") == 1


def taken(reads: RenamedNames, limit: int) -> list[int]:
    """Take in all, a few at a time; no more than two batches are ever held."""
    found = []
    while reads:
        some = reads.first(limit)
        assert len(some) <= limit
        found += some
        reads.done(len(some))
    return found


def count(folder, filed, text: str, **filters) -> int:
    query = Query(text=text, edition=filed.locale_id, language="en", now=timezone.now(), **filters)
    return OpenIndex(folder).search(query).count
