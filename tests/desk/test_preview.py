"""A preview is the page itself, before readers may see it."""

import pytest
from django.utils import timezone
from newsdesk import address, story

from factories import make_article, make_articles

pytestmark = pytest.mark.django_db


def test_a_preview_shows_what_is_in_the_form_and_not_yet_saved(chief, section):
    article = make_article("Old headline", section=section)
    make_articles(6)

    page = _preview(chief, address("article:preview_on_edit", article.pk), section, headline="New headline")

    assert "New headline" in page and "Old headline" not in page and "The ferry sails again." in page


def test_an_article_that_was_never_saved_can_be_previewed_with_rails(chief, section):
    make_articles(16, section=section)

    page = _preview(chief, address("article:preview_on_add"), section, headline="Never saved")

    assert "Never saved" in page
    assert [title for title in ("Related articles", "Editor", "Latest") if title not in page] == []


def test_a_new_story_is_previewed_as_if_it_were_published_now(chief, section):
    page = _preview(chief, address("article:preview_on_add"), section, headline="Never saved")

    assert f'<time datetime="{timezone.now():%Y-%m-%d}' in page and "Date unknown" not in page


def test_a_draft_under_embargo_can_be_previewed(chief, section):
    article = make_article("Secret", live=False, section=section)

    page = _preview(
        chief,
        address("article:preview_on_edit", article.pk),
        section,
        headline="Secret",
        embargoed_until="2099-01-01 00:00",
    )

    assert "Secret" in page


def test_a_revision_can_be_looked_at(chief, section):
    article = make_article("First words", section=section)
    chief.see("article:edit", article.pk)
    first = article.revisions.get()
    chief.rewrite(article, headline="Second words", section=section.pk, action="publish")

    page = chief.see("article:revisions_view", article.pk, first.pk)

    assert "First words" in page


def _preview(desk, url: str, section, **fields) -> str:
    answer = desk.client.post(url, story(section=section.pk, **fields)).json()
    assert answer == {"is_valid": True, "is_available": True}
    response = desk.client.get(url)
    assert response.status_code == 200
    return response.content.decode()
