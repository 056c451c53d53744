"""Who may do what: editors publish, reporters write and submit."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from newsdesk import address, story

from broadsheet.desk.accounts import ensure_editor
from broadsheet.newsroom.models import Article
from factories import make_article

pytestmark = pytest.mark.django_db


def test_there_are_editors_and_reporters_and_no_third_group():
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Reporters"}


def test_an_editor_publishes(editor, section):
    assert editor.write(action="publish", section=section.pk).live


def test_a_reporter_cannot_publish_even_by_a_form_made_by_hand(reporter, section):
    data = story(section=section.pk) | {"action-publish": "1"}

    reporter.client.post(address("article:add"), data)

    assert not Article.objects.filter(live=True).exists()


def test_what_a_reporter_submits_waits_for_an_editor(reporter, editor, section):
    article = reporter.write(action="submit", section=section.pk)
    state = article.current_workflow_state
    assert (article.live, state.workflow.name) == (False, "Editor's approval")

    editor.post("article:workflow_action", article.pk, "approve", state.current_task_state.pk)

    article.refresh_from_db()
    assert article.live and article.published_at is not None


def test_a_reporter_does_not_delete(reporter):
    article = make_article()

    reporter.post("article:delete", article.pk)

    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("model", ["section", "topic", "author", "edition"])
def test_an_editor_sees_what_articles_are_filed_under(editor, model):
    assert editor.status(f"{model}:list") == 200


def test_reporters_handle_pictures(reporter):
    assert reporter.client.get(reverse("wagtailimages:add")).status_code == 200


def test_the_first_account_is_made_once_with_a_password_of_its_own():
    name, password = ensure_editor()

    assert get_user_model().objects.get().check_password(password) and name == "editor"
    assert len(password) >= 16 and ensure_editor() is None
