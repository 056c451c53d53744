"""Readers find what is there, however they spell it: a hundred judged queries over real archives."""

import pytest
from judged import AZERBAIJANI_WORDS, JUDGED
from judged_archives import NOW, Archives, edition, language
from judged_others import JUDGED_OTHERS

from broadsheet.prose.folding import plain
from broadsheet.search.asking import Query, Results
from broadsheet.search.index import IndexReader, IndexWriter

FIRST = 5
WANTED = 0.9


@pytest.fixture(scope="module")
def archives(real_data):
    return Archives(real_data)


@pytest.fixture(scope="module")
def reader(archives, tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged")
    with IndexWriter(folder) as writer:
        writer.put(archives.documents, now=NOW)
        writer.commit(1)
    return IndexReader(folder)


@pytest.mark.slow
@pytest.mark.parametrize("queries", [JUDGED, JUDGED_OTHERS], ids=["judged before", "others"])
def test_nine_of_ten_judged_queries_succeed(archives, reader, queries):
    failed = [
        (judged.kind, judged.archive, judged.text)
        for judged in queries
        if _right(archives, _ask(reader, judged.archive, judged.text), judged) < judged.need
    ]

    assert len(queries) - len(failed) >= WANTED * len(queries), failed


@pytest.mark.slow
def test_azerbaijani_words_find_the_same_with_and_without_their_letters(reader):
    different = []
    for word in AZERBAIJANI_WORDS:
        with_letters, without = (
            {hit.article for hit in _ask(reader, "az", text, limit=200).articles}
            for text in (word, plain(word, "az"))
        )
        if not with_letters or with_letters != without:
            different.append(word)

    assert different == []


def _ask(reader: IndexReader, archive: str, text: str, **more) -> Results:
    return reader.search(
        Query(text=text, edition=edition(archive), language=language(archive), now=NOW, **more)
    )


def _right(archives: Archives, results: Results, judged) -> int:
    """Return how many of the first results are right ones."""
    first = results.articles[:FIRST]
    return sum(not archives.names[hit.article].isdisjoint(judged.right) for hit in first)
