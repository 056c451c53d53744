"""A correction reaches readers, and no draft takes it away again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.newsroom.actions.correcting import EmptyCorrection, UnseenArticle, correct
from broadsheet.newsroom.actions.publishing import publish, schedule
from broadsheet.newsroom.models import Article
from factories import NOW, make_article

pytestmark = pytest.mark.django_db
TEXT = "The bridge has three arches, not four."


def test_a_correction_stands_on_the_article_with_its_moment():
    article = make_article()

    correct(article, f" {TEXT}\n", by=None, now=NOW)

    assert corrections() == [(TEXT, NOW)]


def test_an_article_without_a_draft_is_still_as_it_was_published():
    article = make_article("Bridge closed")

    correct(article, TEXT, by=None, now=NOW)

    stored = Article.objects.get()
    assert not stored.has_unpublished_changes and stored.live_revision == stored.latest_revision
    assert [each["text"] for each in stored.latest_revision.content["corrections"]] == [TEXT]


def test_a_waiting_draft_is_not_published_by_a_correction():
    article = make_article("Bridge closed")
    save_draft(article, "Half a thought")

    correct(article, TEXT, by=None, now=NOW)

    stored = Article.objects.get()
    assert (stored.headline, stored.latest_revision.as_object().headline) == (
        "Bridge closed",
        "Half a thought",
    )
    assert corrections() == [(TEXT, NOW)]


def test_publishing_the_draft_that_waited_keeps_the_correction():
    article = make_article("Bridge closed")
    save_draft(article, "Bridge opened")
    correct(article, TEXT, by=None, now=NOW)

    publish(article, by=None, now=NOW)

    assert Article.objects.get().headline == "Bridge opened"
    assert corrections() == [(TEXT, NOW)]


def test_the_schedule_of_a_draft_stays_and_keeps_the_correction():
    article, tomorrow = make_article("Bridge closed"), timezone.now() + timedelta(days=1)
    schedule(article, at=tomorrow, by=None, now=timezone.now())

    correct(article, TEXT, by=None, now=NOW)

    waiting = Revision.objects.get(approved_go_live_at=tomorrow)
    assert [each["text"] for each in waiting.content["corrections"]] == [TEXT]


@pytest.mark.parametrize("state", [{"live": False}, {"killed_at": NOW}], ids=["draft", "killed"])
def test_what_readers_do_not_see_is_not_corrected_in_public(state):
    with pytest.raises(UnseenArticle):
        correct(make_article(**state), TEXT, by=None, now=NOW)


def test_a_correction_says_something():
    with pytest.raises(EmptyCorrection):
        correct(make_article(), " \n", by=None, now=NOW)


def save_draft(article: Article, headline: str) -> None:
    draft = Article.objects.get(pk=article.pk)
    draft.headline = headline
    draft.save_revision()


def corrections() -> list[tuple[str, object]]:
    return list(Article.objects.get().corrections.values_list("text", "at"))
