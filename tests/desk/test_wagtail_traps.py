"""The traps that Wagtail lays for an archive of flat articles, one test each."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from newsdesk import address
from wagtail.models import Locale, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from broadsheet.newsroom.models import Article
from factories import make_article, make_edition

pytestmark = pytest.mark.django_db


def test_translating_an_article_does_not_publish_the_original_text(chief):
    original = make_article("Ferry sails again")
    edition = make_edition("az", is_main=False)

    translation = _translate(chief, original, edition.locale)

    assert (translation.live, translation.is_visible(timezone.now()), translation.latest_revision) == (
        False,
        False,
        None,
    )


def test_the_date_of_publication_is_not_copied_to_a_translation(chief):
    original = make_article("Ferry sails again")
    edition = make_edition("az", is_main=False)

    translation = _translate(chief, original, edition.locale)

    assert (translation.published_at, translation.first_published_at) == (None, None)


def test_the_date_of_publication_is_ours_and_not_the_one_that_wagtail_sets(chief):
    article = make_article("From the archive", published_at=datetime(2012, 11, 16, 10, tzinfo=UTC))

    changed = chief.rewrite(
        article, headline="From the archive!", action="publish", published_at="2012-11-16 10:00"
    )

    assert changed.published_at.year == 2012 and changed.last_published_at.year >= 2026


def test_the_first_edit_of_an_imported_article_keeps_the_text_that_came_in(chief):
    article = _imported("Imported headline", text="<p>As it came over the wire.</p>")

    chief.see("article:edit", article.pk)
    chief.rewrite(article, headline="Edited headline", text="<p>Quite another text.</p>", action="publish")

    first = Revision.objects.for_instance(article).order_by("id").first().as_object()
    assert (first.headline, first.plain_body) == ("Imported headline", "As it came over the wire.")
    assert Revision.objects.for_instance(article).count() == 2


def test_looking_at_an_imported_article_does_not_mark_it_as_changed(chief):
    article = _imported("Only looked at")

    chief.see("article:edit", article.pk)

    article.refresh_from_db()
    assert (article.live, article.has_unpublished_changes) == (True, False)
    assert article.live_revision_id == article.latest_revision_id is not None


def test_opening_an_article_twice_keeps_one_base_revision(chief):
    article = _imported("Opened twice")

    chief.see("article:edit", article.pk)
    chief.see("article:edit", article.pk)

    assert Revision.objects.for_instance(article).count() == 1


def test_the_list_finds_an_imported_article_once_the_index_is_rebuilt(chief):
    article = _imported("Zeppelin over the harbour")
    assert "Zeppelin over" not in chief.see("article:list", q="Zeppelin")

    get_search_backend().get_index_for_model(Article).add_items(Article, [article])

    assert "Zeppelin over the harbour" in chief.see("article:list", q="Zeppelin")


def test_an_imported_article_counts_as_a_user_of_its_picture_once_references_are_rebuilt(chief):
    article = _imported("With a link to another")
    target = make_article("Linked to")
    article.body = [("paragraph", f'<p><a linktype="article" id="{target.pk}">there</a></p>')]
    article.save_base(raw=True)

    ReferenceIndex.create_or_update_for_object(article)

    assert ReferenceIndex.get_references_to(target).count() == 1


def test_the_list_asks_no_question_per_row(chief):
    make_edition("az", is_main=False)
    few = _queries_of_the_list(chief, rows=2)
    many = _queries_of_the_list(chief, rows=18)

    assert many == few


def test_the_list_costs_at_most_fifteen_queries(chief):
    assert _queries_of_the_list(chief, rows=20) <= 15


def test_the_list_never_reads_a_body(chief):
    make_article("With a long body")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        chief.see("article:list")

    assert not [query["sql"] for query in queries if '"newsroom_article"."body"' in query["sql"]]


def test_the_number_of_an_article_is_an_integer():
    assert isinstance(Article._meta.pk, models.BigAutoField)


def test_the_address_of_the_edit_screen_keeps_its_default_name():
    assert reverse("wagtailsnippets_newsroom_article:edit", args=[7]).startswith("/desk/")


def test_the_search_is_installed_once():
    assert [app.label for app in apps.get_app_configs() if app.name == "modelsearch"] == []
    assert apps.is_installed("wagtail.search")


def _translate(desk, article: Article, locale: Locale) -> Article:
    form = reverse("simple_translation:submit_snippet_translation", args=["newsroom", "article", article.pk])
    response = desk.client.post(form, {"locales": [locale.pk]})
    assert response.status_code == 302
    return Article.objects.get(locale=locale, translation_key=article.translation_key)


def _imported(headline: str, *, text: str = "<p>Words of the wire.</p>") -> Article:
    """An article as the importer leaves it: a row, with no revision, log or index."""
    model = make_article("Model of an import")
    row = Article(
        locale=model.locale,
        headline=headline,
        slug="imported",
        path=f"2020/01/01/{headline.lower().replace(' ', '-')}",
        body=[("paragraph", text)],
        published_at=model.published_at,
        first_published_at=model.published_at,
        live=True,
    )
    return Article.objects.bulk_create([row])[0]


def _queries_of_the_list(desk, *, rows: int) -> int:
    for _number in range(rows):
        make_article(authors=("Ann Reporter",))
    desk.client.get(address("article:list"))
    with CaptureQueriesContext(connection) as queries:
        desk.see("article:list")
    return len(queries)
