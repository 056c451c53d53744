"""Two editors on one article: neither overwrites what the other has saved without being asked."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail import hooks

from broadsheet.newsroom.models import Article, Section
from desk.newsdesk import Newsdesk, address, story
from desk_paper import PaperDesk, open_paper_desk

pytestmark = pytest.mark.django_db

HELD = re.compile(r'name="(loaded_revision_id|loaded_revision_created_at)"[^>]*value="([^"]*)"')
SAID = "Somebody has saved another version"


@pytest.fixture
def paper(db):
    return open_paper_desk()


@pytest.mark.parametrize("button", ["", "action-publish", "action-submit"])
@pytest.mark.parametrize("state", ["draft", "live"])
def test_who_saves_over_a_newer_version_is_asked_and_keeps_the_text(paper, state, button):
    article = paper.article_in(state)
    mine, theirs = opened(paper, article), opened(paper, article)
    saved(second(), article, theirs, "", standfirst="Typed by the second editor")

    page = saved(paper, article, mine, button, standfirst="Typed by the first editor")

    assert (page.status_code, newest(article)) == (200, "Typed by the second editor")
    shown = unescape(page.content.decode())
    assert SAID in shown and "Typed by the first editor" in shown


def test_who_saves_again_puts_the_own_version_in_its_place_and_the_other_stays_in_the_history(paper):
    article = paper.article_in("draft")
    mine, theirs = opened(paper, article), opened(paper, article)
    saved(second(), article, theirs, "", standfirst="Typed by the second editor")
    page = saved(paper, article, mine, "", standfirst="Typed by the first editor")

    again = saved(paper, article, held(page), "", standfirst="Typed by the first editor")

    assert (again.status_code, newest(article)) == (302, "Typed by the first editor")
    kept = [each.as_object().standfirst for each in Article.objects.get(pk=article.pk).revisions.all()]
    assert "Typed by the second editor" in kept


def test_whose_own_autosave_comes_first_is_asked_nothing(paper):
    article = paper.article_in("draft")
    mine, autosave = opened(paper, article), opened(paper, article)
    saved(paper, article, autosave, "", standfirst="Typed")

    page = saved(paper, article, mine, "", standfirst="Typed to the end")

    assert (page.status_code, newest(article)) == (302, "Typed to the end")


def test_who_is_alone_is_asked_nothing(paper):
    article = paper.article_in("draft")

    pages = [
        saved(paper, article, opened(paper, article), "", standfirst=f"Draft {each}") for each in range(3)
    ]

    assert ([each.status_code for each in pages], newest(article)) == ([302] * 3, "Draft 2")


@pytest.mark.parametrize("button", ["", "action-publish"])
@pytest.mark.parametrize("state", ["draft", "live"])
@pytest.mark.parametrize("is_first", [True, False])
def test_an_autosave_under_way_does_not_replace_what_the_button_saved(paper, state, button, is_first):
    article = paper.article_in(state)
    version = opened(paper, article)
    if not is_first:
        before = autosaved(paper, article, version, standfirst="Typed")
        version |= {"overwrite_revision_id": before.json()["revision_id"]}
    beside = []

    def press(request, _article):
        if not beside and not request.accepts("text/html"):
            beside.append(None)
            beside[0] = saved(paper, article, version, button, standfirst="Typed to the end").status_code

    # The hook runs when the request has read the article, and before it has saved it.
    with hooks.register_temporarily("before_edit_snippet", press):
        answer = autosaved(paper, article, version, standfirst="Typed to")

    assert (beside, newest(article)) == ([302], "Typed to the end")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")


def test_who_saves_at_the_same_moment_as_another_is_asked_once(paper):
    article = paper.article_in("draft")
    mine, theirs, other = opened(paper, article), opened(paper, article), second()
    beside = []

    def press(_request, _article):
        if not beside:
            beside.append(None)
            beside[0] = saved(other, article, theirs, "", standfirst="Typed by the second editor").status_code

    with hooks.register_temporarily("before_edit_snippet", press):
        page = saved(paper, article, mine, "", standfirst="Typed by the first editor")
    kept = newest(article)
    again = saved(paper, article, held(page), "", standfirst="Typed by the first editor")

    assert (beside, page.status_code, kept) == ([302], 200, "Typed by the second editor")
    assert SAID in unescape(page.content.decode())
    assert (again.status_code, newest(article)) == (302, "Typed by the first editor")


def opened(paper, article):
    """Open the form, and return what it says of the version that it was filled with."""
    return held(paper.desk.client.get(address("article:edit", article.pk)))


def held(page):
    found = dict(HELD.findall(unescape(page.content.decode())))
    assert found["loaded_revision_id"]
    return found


def second():
    """Sign a second editor in to the desk of the paper."""
    user = get_user_model().objects.create_superuser("second", password="x")
    client = Client()
    client.force_login(user)
    return PaperDesk(Newsdesk(client, user), Section.objects.get())


def saved(paper, article, version, button, **fields):
    form = story(headline=article.headline, section=paper.section.pk, **fields)
    return paper.desk.client.post(
        address("article:edit", article.pk), form | version | ({button: "1"} if button else {})
    )


def autosaved(paper, article, version, **fields):
    """Save as the editor's browser does by itself."""
    form = story(headline=article.headline, section=paper.section.pk, **fields)
    return paper.desk.client.post(
        address("article:edit", article.pk), form | version, headers={"accept": "application/json"}
    )


def newest(article):
    return Article.objects.get(pk=article.pk).get_latest_revision_as_object().standfirst
