"""A killed article is gone until it was revived and published."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from broadsheet.newsroom.actions.killing import kill, revive
from broadsheet.newsroom.actions.publishing import publish
from broadsheet.newsroom.models import Article
from broadsheet.press.models import Change
from factories import NOW, make_article

pytestmark = pytest.mark.django_db


def test_a_killed_article_is_not_live_and_pages_with_it_are_purged():
    article = make_article()
    Change.objects.all().delete()

    kill(article, by=None, now=NOW)

    stored = Article.objects.get()
    assert (stored.live, stored.killed_at) == (False, NOW)
    assert f"gone:article:{article.pk}" in Change.objects.get().tags.split()


def test_what_was_killed_and_left_live_is_taken_down_by_another_kill():
    article = make_article(killed_at=NOW)

    kill(article, by=None, now=timezone.now())

    stored = Article.objects.get()
    assert (stored.live, stored.killed_at) == (False, NOW)


def test_what_was_killed_and_left_live_is_not_shown_by_reviving_it():
    article = make_article(killed_at=NOW)

    revive(article, by=None, now=NOW)

    assert not Article.objects.visible(timezone.now()).exists()


def test_a_revived_article_is_seen_when_it_is_published():
    article = make_article()
    kill(article, by=None, now=NOW)

    revive(article, by=None, now=NOW)
    publish(article, by=None, now=NOW)

    assert Article.objects.visible(timezone.now()).get() == article


def test_killing_stores_no_change_that_the_caller_has_not_saved():
    article = make_article("Bridge closed")
    article.headline = "Half a thought"

    kill(article, by=None, now=NOW)

    assert Article.objects.get().headline == "Bridge closed"


def test_who_may_not_publish_takes_nothing_down():
    article = make_article()
    reader = get_user_model().objects.create_user("reader", password="x")

    with pytest.raises(PermissionDenied):
        kill(article, by=reader, now=NOW)

    assert Article.objects.visible(timezone.now()).exists()
