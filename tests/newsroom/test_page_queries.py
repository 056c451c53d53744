"""Queries that are written once answer like those that are written each time."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.newsroom import page_queries, queries
from broadsheet.newsroom.cards import card
from broadsheet.newsroom.models import Article, Neighbour
from broadsheet.newsroom.prepared import Prepared
from broadsheet.newsroom.surroundings import of_draft, stored
from broadsheet.newsroom.visibility import is_visible, turns
from factories import make_edition, make_section
from newsstand import publish, publish_many, take_picture

pytestmark = pytest.mark.django_db


def test_the_same_sql_serves_other_values(django_assert_num_queries):
    first, second = publish_many(2)
    asked = Prepared(
        lambda number, path, key, now: Article.objects.visible(now)
        .filter(pk=number, path=path, translation_key=key)
        .values_list("headline", "published_at"),
        number=int, path=str, key=UUID, now=datetime,
    )  # fmt: skip

    def ask(article: Article, **more) -> list[tuple]:
        own = {"number": article.pk, "path": article.path, "key": article.translation_key}
        return asked(**(own | {"now": timezone.now()} | more))

    with django_assert_num_queries(5):
        assert ask(first) == [(first.headline, first.published_at)]
        assert ask(second) == [(second.headline, second.published_at)]
        assert ask(second, path="elsewhere") == ask(second, key=uuid4()) == []
        assert ask(second, now=second.published_at - timedelta(seconds=1)) == []


def test_a_value_that_does_not_reach_the_sql_is_an_error():
    asked = Prepared(lambda number: Article.objects.filter(pk=number + 1).values_list("pk"), number=int)

    with pytest.raises(ValueError, match="number"):
        asked(number=1)


@pytest.mark.django_db(transaction=True)
def test_it_is_written_anew_for_another_connection():
    asked = Prepared(lambda number: Article.objects.filter(pk=number).values_list("pk"), number=int)
    article = publish()
    before = asked(number=article.pk)
    connection.close()

    assert asked(number=article.pk) == before == [(article.pk,)]


def test_an_article_is_found_with_its_picture_and_section(settings, tmp_path, django_assert_num_queries):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    made = publish("With everything", section=make_section(), picture=take_picture())
    sections = queries.sections_by_locale()[made.locale_id]
    edition = queries.edition_of("en")
    with django_assert_num_queries(1):
        found = page_queries.article_at(edition, made.path, now=timezone.now(), sections=sections)
        assert (found.section.name, found.picture.file.name) == ("Town", made.picture.file.name)
        assert found.get_absolute_url() == made.get_absolute_url()

    assert columns(found) == columns(Article.objects.get(pk=made.pk))
    assert page_queries.article_at(edition, "elsewhere", now=timezone.now()) is None
    assert page_queries.article_at(edition, made.path, now=made.published_at - timedelta(seconds=1)) is None


def test_a_neighbour_is_what_a_card_would_have_read(settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    article, *others = publish_many(3, section=make_section())
    others[0].picture = take_picture()
    others[0].save()
    for place, each in enumerate(others):
        parts = {"words": ["quay"], "days": place}
        Neighbour.objects.create(
            article=article, neighbour=each, position=place, score=1 - place / 4, parts=parts
        )
    edition = queries.edition_of("en")
    rows = {each.pk: each for each in queries.light(queries.in_edition(edition, timezone.now()))}

    found = page_queries.neighbours(article.pk)
    assert [(each.id, each.story, each.score) for each in found] == [(each.pk, each.story, 1 - place / 4) for place, each in enumerate(others)]  # fmt: skip
    assert found[1].reason.text == "shares quay; 1 day later"
    for each in found:
        row = rows[each.id]
        assert card(each, each.reason, edition=edition) == card(row, each.reason)
        assert (each.line_id, each.locale_id) == (row.line_id, row.locale_id)
        for at in (row.published_at, row.published_at - timedelta(seconds=1)):
            assert is_visible(each, at) is is_visible(row, at)
            assert turns(each, at) == turns(row, at)


def test_companions_are_the_translations_and_what_the_text_links_to():
    make_edition()
    german = make_edition("de")
    article, *others = publish_many(3)
    translation = publish("Auf Deutsch", edition=german, translation_key=article.translation_key)
    hidden = publish("Not yet", days_ago=-1)
    for linked in ([], [others[0]], [*others, hidden]):
        translations, seen = page_queries.companions(
            article, [each.pk for each in linked], now=timezone.now()
        )
        assert [each.get_absolute_url() for each in translations] == [translation.get_absolute_url()]
        assert translations[0].locale.language_code == "de"
        assert seen == {each.pk: each for each in linked if each is not hidden}
        assert {each.get_absolute_url() for each in seen.values()} == {
            each.get_absolute_url() for each in linked if each is not hidden
        }


def test_what_surrounds_a_stored_article_is_what_its_draft_says():
    article = publish(authors=["Ada Blue", "Ben Red"], topics=["Ports", "Cranes"])
    article.corrections.create(text="The crane is green.", at=timezone.now())
    article.corrections.create(text="It is blue after all.", at=timezone.now())
    plain = publish()

    assert stored(Article.objects.get(pk=article.pk)) == of_draft(Article.objects.get(pk=article.pk))
    assert stored(plain) == of_draft(plain)


def columns(article: Article) -> dict[str, object]:
    """Return what was read of an article, its body as it is stored."""
    known = {name: value for name, value in article.__dict__.items() if name[0] != "_"}
    return known | ({"body": list(article.body.raw_data)} if "body" in known else {})
