"""Whatever an editor does with an article, the desk says afterwards what readers see, or why it was not done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import Article
from broadsheet.newsroom.states import Action, State
from desk.newsdesk import address, story
from desk_paper import PaperDesk, minutes, open_paper_desk, said_on, stands
from newsstand import take_picture

pytestmark = pytest.mark.django_db

GONE, NO = "gone", "refused"
# What becomes of an article in each state by each action.
OUTCOMES: dict[str, dict[str, str]] = {
    "draft": {
        "publish": "live", "schedule": "scheduled", "cancel schedule": NO, "set embargo": "embargoed",
        "approve": NO, "bulk publish": "live", "revert": "draft", "unpublish": NO, "kill": "killed",
        "revive": NO, "delete": GONE, "submit": "submitted",
    },
    "submitted": {
        "publish": "live", "schedule": "scheduled", "cancel schedule": NO, "set embargo": "embargoed",
        "approve": "live", "bulk publish": "live", "revert": "submitted", "unpublish": NO, "kill": "killed",
        "revive": NO, "delete": GONE, "submit": NO,
    },
    "scheduled": {
        "publish": NO, "schedule": NO, "cancel schedule": "draft", "set embargo": NO,
        "approve": NO, "bulk publish": NO, "revert": NO, "unpublish": NO, "kill": "killed",
        "revive": NO, "delete": GONE, "submit": NO,
    },
    "embargoed": {
        "publish": "embargoed", "schedule": "embargoed", "cancel schedule": NO, "set embargo": "embargoed",
        "approve": NO, "bulk publish": "embargoed", "revert": "embargoed", "unpublish": "draft", "kill": "killed",
        "revive": NO, "delete": GONE, "submit": "embargoed",
    },
    "live": {
        "publish": "live", "schedule": "live", "cancel schedule": NO, "set embargo": "embargoed",
        "approve": NO, "bulk publish": "live", "revert": "live", "unpublish": "draft", "kill": "killed",
        "revive": NO, "delete": GONE, "submit": "live",
    },
    "expired": {
        "publish": NO, "schedule": NO, "cancel schedule": NO, "set embargo": NO,
        "approve": NO, "bulk publish": NO, "revert": "draft", "unpublish": NO, "kill": "killed",
        "revive": NO, "delete": GONE, "submit": NO,
    },
    "killed": {
        "publish": NO, "schedule": NO, "cancel schedule": NO, "set embargo": NO,
        "approve": NO, "bulk publish": NO, "revert": "killed", "unpublish": NO, "kill": NO,
        "revive": "draft", "delete": NO, "submit": NO,
    },
}  # fmt: skip
CELLS = [(state, action) for state, row in OUTCOMES.items() for action in row]


def test_the_table_has_every_state_and_every_action():
    assert {(State(state), Action(action)) for state, action in CELLS} == {
        (state, action) for state in State for action in Action
    }


@pytest.mark.parametrize(("state", "action"), CELLS)
def test_the_desk_does_what_the_state_allows_and_says_what_readers_see(paper, state, action):
    article = paper.article_in(state)
    assert stands(article) == state

    said = paper.does(action, article)

    outcome = OUTCOMES[state][action]
    if outcome == GONE:
        assert not Article.objects.exists()
        return
    assert stands(article) == (state if outcome == NO else outcome)
    if outcome == NO:
        assert said and not any(boast in said for boast in BOASTS), said
    else:
        seen = Article.objects.visible(timezone.now()).exists()
        assert ("Readers see" if seen else "Readers do not see it") in said, said


# The desk says none of these where it has refused.
BOASTS = (
    "article published",
    "is withdrawn",
    "is a draft again",
    "deleted.",
    "unscheduled.",
    "updated",
    "has been scheduled for publishing",
    "has been replaced",
    "has been submitted",
)


def test_what_has_expired_is_published_once_its_expiry_is_cleared(paper):
    article = paper.article_in("expired")

    said = paper.submit(article, "publish", expire_at="")

    assert (stands(article), "Readers see it now." in said) == ("live", True)


@pytest.mark.parametrize(
    "waits", [{"embargoed_until": 300}, {"published_at": 300}, {"go_live_at": 50, "embargoed_until": 300}]
)
def test_what_would_expire_before_anybody_sees_it_is_refused(paper, waits):
    article = paper.article_in("draft")
    moments = {name: minutes(each) for name, each in waits.items()}

    said = paper.submit(article, "publish", expire_at=minutes(100), **moments)

    assert (stands(article), "expire before readers see it" in said) == ("draft", True)


def test_the_desk_names_the_end_of_an_embargo_that_ends_after_the_schedule(paper):
    article, ends = paper.article_in("draft"), timezone.localtime(timezone.now() + timedelta(minutes=300))

    said = paper.submit(article, "publish", go_live_at=minutes(100), embargoed_until=f"{ends:%Y-%m-%d %H:%M}")

    assert f"{ends:%H:%M}:00" in said


def test_a_change_of_a_live_article_waits_for_one_approval(paper):
    article = paper.article_in("live")
    first, second = paper.does("submit", article), paper.does("submit", article)

    assert ("has been submitted" in first, "waits for approval already" in second) == (True, True)


def test_a_refused_publication_gives_the_text_back(paper):
    article = paper.article_in("expired")

    page = paper.desk.client.post(
        address("article:edit", article.pk),
        story(
            headline="Typed just now",
            section=paper.section.pk,
            expire_at=minutes(-9),
            standfirst="Kept words",
        )
        | {"action-publish": "1"},
    )

    assert page.status_code == 200
    assert "Typed just now" in page.content.decode() and "Kept words" in page.content.decode()


def test_a_saved_draft_of_a_live_article_is_said_to_be_unseen(paper):
    article = paper.article_in("live")

    said = paper.submit(article, "")

    assert "not this draft" in said


def test_an_approval_from_the_dashboard_says_what_readers_see(paper):
    article = paper.article_in("submitted")
    task = article.current_workflow_state.current_task_state.pk

    page = paper.desk.client.post(
        address("article:workflow_action", article.pk, "approve", task), follow=True
    )

    assert (stands(article), "Readers see it now." in said_on(page)) == ("live", True)


def test_a_killed_article_is_not_published_by_the_schedule_or_the_approval_that_it_had(paper):
    for state in ("scheduled", "submitted"):
        article = paper.article_in(state)
        paper.does("kill", article)

        assert Article.objects.get(pk=article.pk).scheduled_revision is None
        assert not Article.objects.get(pk=article.pk).workflow_in_progress


def test_many_are_published_and_those_that_cannot_be_are_named(paper):
    good, dead = paper.article_in("draft"), paper.article_in("killed")

    said = paper.publish_many([good, dead])

    assert "1 article published." in said and "was killed. Revive it" in said


def test_a_picture_without_a_description_keeps_an_article_from_being_published_from_the_list(
    paper, picture_of
):
    article = paper.article_in("draft")
    Article.objects.filter(pk=article.pk).update(picture=picture_of(), has_unpublished_changes=False)

    said = paper.does("bulk publish", article)

    assert (stands(article), "no alternative text" in said) == ("draft", True)


def test_whoever_opens_or_publishes_what_was_withheld_is_told_why(paper):
    article = paper.article_in("draft")
    Article.objects.filter(pk=article.pk).update(withheld_because="it has a password")

    asked = (
        address("article:edit", article.pk),
        address("article:list"),
        f"{reverse('wagtail_bulk_action', args=['newsroom', 'article', 'publish'])}?id={article.pk}",
        reverse("wagtailadmin_home"),
    )
    pages = [paper.desk.client.get(each).content.decode() for each in asked]

    assert "Withheld at its import: it has a password. Publishing it shows it to readers." in pages[0]
    assert ["it has a password" in each for each in pages] == [True] * 4


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()


@pytest.fixture
def picture_of(settings, tmp_path) -> Callable[[], Any]:
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return take_picture
