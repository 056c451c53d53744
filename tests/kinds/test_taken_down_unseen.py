"""What was taken down before anybody saw it was never published: it has no date, and its address is nobody's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.models import Address, Article, DatePrecision
from broadsheet.newsroom.stories import Paragraph, Story
from desk_paper import PaperDesk, open_paper_desk, stands

pytestmark = [pytest.mark.django_db, pytest.mark.measured]

WORDS = "<p>The oldest orchard of the province has won the prize that was given.</p>"


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()


@pytest.mark.parametrize("deed", ["kill", "unpublish"])
@pytest.mark.parametrize("origin", ["import", "desk"])
@pytest.mark.parametrize("is_edited", [False, True])
def test_it_is_dated_when_it_is_published_after_its_embargo_has_passed(paper, deed, origin, is_edited):
    article = imported() if origin == "import" else paper.article_in("embargoed")
    if is_edited:
        paper.submit(article, "publish", headline="Edited under embargo")
    paper.does(deed, article)
    embargo_passes(article)
    before = Client().get(Article.objects.get().get_absolute_url()).status_code
    paper.does("revive", article)
    pressed = timezone.now()
    said = paper.does("bulk publish", article)
    stored = Article.objects.get()

    assert (before, stands(article)) == (404, "live"), said
    assert stored.published_at >= pressed
    assert stored.path.startswith(f"{timezone.localtime(pressed):%Y/%m/%d}/")


def test_its_address_is_nobody_s_when_it_is_deleted_after_its_embargo_has_passed(paper):
    article = paper.article_in("embargoed")
    paths = [article.get_absolute_url()]
    paper.does("unpublish", article)
    embargo_passes(article)
    paths.append(Article.objects.get().get_absolute_url())
    paper.does("delete", article)

    assert [Client().get(each).status_code for each in paths] == [404, 404]
    assert not Address.objects.exists()


def test_its_slug_goes_on_to_follow_its_headline(paper):
    article = paper.article_in("embargoed")
    paper.does("unpublish", article)
    stored = Article.objects.get()
    stored.headline = "Wholly new words"
    stored.save()

    assert stored.slug == "wholly-new-words"


def test_what_was_seen_before_its_embargo_stays_gone_after_a_kill(paper):
    article = paper.article_in("live")
    path = article.get_absolute_url()
    paper.does("set embargo", article)
    paper.does("kill", article)

    assert Client().get(path).status_code == 410


def imported() -> Article:
    now = timezone.now()
    story = Story(
        "Prize for the orchard", (Paragraph(WORDS),), language="en", source_id="t:1", scope="orchards",
        published_at=now - timedelta(days=1), date_precision=DatePrecision.SECOND,
        embargoed_until=now + timedelta(hours=1),
    )  # fmt: skip
    file_stories([story], by=None, now=now)
    return Article.objects.get()


def embargo_passes(article: Article) -> None:
    """Have each moment to come, in the row and in its versions, be three hours ago."""
    now = timezone.now()
    ended = now - timedelta(hours=3)
    for version in article.revisions.all():
        for name in ("embargoed_until", "published_at"):
            if (version.content.get(name) or "") > f"{now:%Y-%m-%dT%H:%M:%S}":
                version.content[name] = ended.isoformat()
        version.save(update_fields=["content"])
    stored = Article.objects.get(pk=article.pk)
    moments: dict[str, Any] = {"embargoed_until": ended}
    if stored.published_at and stored.published_at > now:
        moments["published_at"] = ended
    Article.objects.filter(pk=article.pk).update(**moments)
