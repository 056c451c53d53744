"""What an editor does with a whole article: kill, revive, publish and unpublish many."""

import pytest
from django.urls import reverse
from django.utils import timezone
from newsdesk import address, story

from broadsheet.newsroom.models import Article
from broadsheet.press.models import Change
from factories import make_article

pytestmark = pytest.mark.django_db


def test_a_killed_article_is_gone_at_once_and_everywhere(editor):
    article = make_article("Withdrawn for legal reasons")
    Change.objects.all().delete()

    editor.post("desk_kill", article.pk)

    assert not Article.objects.visible(timezone.now()).exists()
    assert f"article:{article.pk}" in " ".join(Change.objects.values_list("tags", flat=True))


def test_killing_asks_first(editor):
    article = make_article("Asked about")

    assert "disappears at once" in editor.see("desk_kill", article.pk)
    assert Article.objects.visible(timezone.now()).exists()


def test_publishing_does_not_bring_a_killed_article_back(editor, section):
    article = make_article("Killed once", section=section)
    editor.post("desk_kill", article.pk)

    page = editor.client.post(
        address("article:edit", article.pk),
        story(headline="Killed once", section=section.pk) | {"action-publish": "1"},
    )

    assert "Revive it before it is published" in page.content.decode()
    assert not Article.objects.visible(timezone.now()).exists()


def test_a_revived_article_waits_until_it_is_published(editor, section):
    article = make_article("Back again", section=section)
    editor.post("desk_kill", article.pk)

    editor.post("desk_revive", article.pk)
    waiting = Article.objects.visible(timezone.now()).exists()
    editor.rewrite(article, headline="Back again", section=section.pk, action="publish")

    assert not waiting and Article.objects.visible(timezone.now()).exists()


def test_killing_and_reviving_are_in_the_history(editor):
    article = make_article("With a history")

    editor.post("desk_kill", article.pk)
    editor.post("desk_revive", article.pk)

    history = editor.see("article:history", article.pk)
    assert "Killed" in history and "Revived" in history


def test_reporters_cannot_kill(reporter):
    article = make_article()

    reporter.post("desk_kill", article.pk)

    assert Article.objects.visible(timezone.now()).exists()


def test_many_articles_are_unpublished_and_published_again(editor):
    articles = [make_article() for _number in range(3)]

    _bulk(editor, "unpublish", articles)
    seen_between = Article.objects.visible(timezone.now()).count()
    _bulk(editor, "publish", articles)

    assert (seen_between, Article.objects.visible(timezone.now()).count()) == (0, 3)


def test_reporters_cannot_publish_many(reporter):
    article = make_article(live=False)

    _bulk(reporter, "publish", [article])

    assert not Article.objects.visible(timezone.now()).exists()


def test_an_article_that_readers_see_can_be_viewed_from_its_edit_screen_and_the_list(editor):
    article = make_article("To be looked at")

    for page in (editor.see("article:edit", article.pk), editor.see("article:list")):
        assert f'href="{article.get_absolute_url()}"' in page


def test_a_draft_has_no_live_page_to_view(editor):
    article = make_article("Nobody sees it", live=False)

    assert "View live" not in editor.see("article:edit", article.pk)


def _bulk(desk, deed: str, articles: list[Article]) -> None:
    url = reverse("wagtail_bulk_action", args=["newsroom", "article", deed])
    desk.client.post(
        url + "?" + "&".join(f"id={article.pk}" for article in articles) + f"&next={address('article:list')}"
    )
