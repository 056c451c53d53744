"""Articles are published as they were last saved, at once or at their hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.actions.publishing import KilledArticle, PastMoment, publish, schedule, unpublish
from broadsheet.newsroom.models import Article
from factories import NOW, make_article

pytestmark = pytest.mark.django_db


def test_what_was_saved_last_is_published():
    article = make_article("Bridge closed")
    save_draft(article, "Bridge opened")

    publish(article, by=None, now=timezone.now())

    assert seen() == ["Bridge opened"]


def test_a_draft_that_was_given_an_hour_is_published_then_and_not_before():
    article = make_article("Bridge opened", live=False)
    # A revision keeps no microseconds.
    article.go_live_at = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    revision = article.save_revision()

    publish(article, by=None, now=timezone.now())
    revision.refresh_from_db()

    assert seen() == [] and revision.approved_go_live_at == article.go_live_at


def test_an_unpublished_article_is_a_draft():
    article = make_article()

    unpublish(article, by=None, now=NOW)

    assert (Article.objects.get().live, Article.objects.get().expired) == (False, False)


@pytest.mark.parametrize("moments", [{}, {"at": timezone.now() + timedelta(days=1)}])
def test_a_killed_article_is_neither_published_nor_scheduled(moments):
    article = make_article()
    kill(article, by=None, now=NOW)

    with pytest.raises(KilledArticle, match="Revive it"):
        (schedule if moments else publish)(article, by=None, now=NOW, **moments)

    assert not Article.objects.get().live


def test_an_imported_article_stays_on_the_site_until_its_next_version_is_due():
    article = make_article("Bridge closed")

    schedule(article, at=timezone.now() + timedelta(days=1), by=None, now=timezone.now())

    assert seen() == ["Bridge closed"]
    assert Article.objects.get().scheduled_revision is not None


def test_a_draft_over_an_imported_article_is_scheduled_and_the_article_stays():
    article = make_article("Bridge closed")
    save_draft(article, "Bridge opened")

    schedule(article, at=timezone.now() + timedelta(days=1), by=None, now=timezone.now())

    assert seen() == ["Bridge closed"]
    assert Article.objects.get().get_scheduled_revision_as_object().headline == "Bridge opened"


def test_nothing_is_scheduled_for_a_moment_that_has_passed():
    article = make_article(live=False)

    with pytest.raises(PastMoment):
        schedule(article, at=NOW, by=None, now=NOW)


def save_draft(article: Article, headline: str) -> None:
    draft = Article.objects.get(pk=article.pk)
    draft.headline = headline
    draft.save_revision()


def seen() -> list[str]:
    return list(Article.objects.visible(timezone.now()).values_list("headline", flat=True))
