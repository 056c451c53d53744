"""Queries over articles that a database keeps, SQLite or PostgreSQL, are answered as those over the bare texts."""

from html import escape
from uuid import uuid4

import pytest
from judged import JUDGED
from judged_archives import ARCHIVES, NOW, Archives, edition, language
from judged_others import JUDGED_OTHERS

from broadsheet.newsroom.models import Article, Author, Byline, Topic
from broadsheet.search.asking import Query
from broadsheet.search.documents import SearchDocument
from broadsheet.search.index import IndexReader, IndexWriter
from broadsheet.search.open_index import OpenIndex
from broadsheet.worker.search_index import SearchIndex
from factories import make_edition

# The first archive of each language: an edition has one.
_FIRST_OF_LANGUAGE = {language(each): each for each in reversed(ARCHIVES)}
KEPT = tuple(each for each in ARCHIVES if _FIRST_OF_LANGUAGE[language(each)] == each)
FIRST = 5


@pytest.mark.slow
@pytest.mark.django_db
def test_a_database_changes_no_answer(real_data, tmp_path):
    numbers = {edition(each) for each in KEPT}
    documents = [each for each in Archives(real_data).documents if each.edition in numbers]
    with IndexWriter(tmp_path / "bare") as writer:
        writer.put(documents, now=NOW)
        writer.commit(1)
    keep(documents)
    index = SearchIndex(tmp_path / "kept")
    index.catch_up()
    bare, kept = IndexReader(tmp_path / "bare"), OpenIndex(tmp_path / "kept")
    asked = [each for each in JUDGED + JUDGED_OTHERS if each.archive in KEPT]

    assert len(asked) > 60
    assert index.count == len(documents)
    different = [
        judged.text
        for judged in asked
        if first(bare, judged, edition(judged.archive))
        != first(kept, judged, make_edition(language(judged.archive)).locale_id)
    ]
    assert different == []


def first(reader: IndexReader | OpenIndex, judged, number: int) -> list[int]:
    query = Query(text=judged.text, edition=number, language=language(judged.archive), now=NOW)
    return [each.article for each in reader.search(query).articles[:FIRST]]


def keep(documents: list[SearchDocument]) -> None:
    """Store each document as an article of the same number."""
    locales = {edition(each): make_edition(language(each)).locale for each in KEPT}
    english = locales[edition(KEPT[0])]
    authors = {
        number: name for each in documents for number, name in zip(each.author_ids, each.authors, strict=True)
    }
    topics = {
        number: name for each in documents for number, name in zip(each.topic_ids, each.topics, strict=True)
    }
    Author.objects.bulk_create(
        Author(pk=number, name=name, slug=f"author-{number}") for number, name in authors.items()
    )
    Topic.objects.bulk_create(
        Topic(pk=number, name=name, slug=f"topic-{number}", locale=english) for number, name in topics.items()
    )
    Article.objects.bulk_create(
        Article(
            pk=each.article,
            locale=locales[each.edition],
            translation_key=uuid4(),
            headline=each.headline,
            standfirst=each.standfirst,
            body=[("paragraph", f"<p>{escape(each.body)}</p>")],
            slug=f"article-{each.article}",
            path=f"article-{each.article}",
            live=True,
            published_at=each.released,
        )
        for each in documents
    )  # fmt: skip
    Byline.objects.bulk_create(
        Byline(article_id=each.article, author_id=number, sort_order=place)
        for each in documents
        for place, number in enumerate(each.author_ids)
    )
    filed = Article.topics.through
    filed.objects.bulk_create(
        filed(article_id=each.article, topic_id=number) for each in documents for number in each.topic_ids
    )
