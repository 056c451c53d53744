"""A kill says who, when and why, and takes its pictures along; a correction is an update, a minor change is none."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.actions.correcting import correct
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.models import Article
from desk.newsdesk import address
from desk_paper import PaperDesk, open_paper_desk, said_on, stands
from factories import make_article
from newsstand import take_picture

pytestmark = [pytest.mark.django_db, pytest.mark.measured]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("The court has said so", "The court has said so"),
        ("", "no reason was given"),
        ("  ", "no reason was given"),
    ],
)
def test_a_kill_is_explained_in_the_history_and_above_the_editor(paper, reason, told):
    article = paper.article_in("live")

    paper.desk.post("desk_kill", article.pk, reason=reason)

    editor = paper.desk.client.get(address("article:edit", article.pk))
    assert told in paper.desk.see("article:history", article.pk)
    assert "Killed by chief on" in said_on(editor) and told in said_on(editor)


def test_a_kill_by_a_program_is_explained_too(paper):
    article = make_article(killed_at=timezone.now(), live=False)

    editor = paper.desk.client.get(address("article:edit", article.pk))

    assert "Killed by an import or a program" in said_on(editor)


def test_a_kill_by_an_account_that_was_deleted_is_not_put_on_a_program(paper):
    article = paper.article_in("live")
    boss = get_user_model().objects.create_superuser("boss", password="x")
    kill(article, by=boss, now=timezone.now(), reason="The court has said so")
    boss.delete()

    said = said_on(paper.desk.client.get(address("article:edit", article.pk)))

    assert ("deleted" in said, "a program" in said, "The court has said so" in said) == (True, False, True)


@pytest.mark.parametrize("place", ["lead", "text"])
def test_a_picture_that_the_draft_of_another_article_shows_stays(paper, pictures, place):
    article = make_article(picture=pictures[0], picture_alt="A ferry")
    shows = {"picture": pictures[0], "picture_alt": "A ferry"}
    draft = paper.article_in("live")
    for name, value in (shows if place == "lead" else {"body": [picture_block(pictures[0])]}).items():
        setattr(draft, name, value)
    draft.save_revision()

    paper.desk.post("desk_kill", article.pk, with_pictures="on")

    assert Image.objects.count() == 2


def test_a_revived_article_that_has_expired_is_not_said_to_be_ready(paper):
    article = paper.article_in("expired")
    paper.does("kill", article)

    said = paper.does("revive", article)

    assert ("is a draft again" in said, "it has expired" in said, "may be published" in said) == (
        True,
        True,
        False,
    )


def test_the_banner_is_gone_once_the_article_is_revived(paper):
    article = paper.article_in("killed")

    paper.does("revive", article)

    editor = paper.desk.client.get(address("article:edit", article.pk))
    assert (stands(article), "Killed by" in said_on(editor)) == ("draft", False)


def test_a_kill_takes_its_own_pictures_along_and_leaves_those_of_others(paper, pictures):
    own, shared = pictures
    article = make_article(picture=own, picture_alt="A ferry", body=[picture_block(shared)])
    make_article(picture=shared, picture_alt="A bridge")

    paper.desk.post("desk_kill", article.pk, with_pictures="on")

    assert list(Image.objects.all()) == [shared]
    assert f"Deleted with it: {own.title}" in paper.desk.see("article:list")
    assert "Pictures deleted with it" in paper.desk.see("article:history", article.pk)


def test_a_picture_that_stands_only_in_another_body_stays(paper, pictures):
    own, shared = pictures
    article = make_article(picture=shared, picture_alt="A bridge", body=[picture_block(own)])
    make_article(body=[picture_block(shared)])

    paper.desk.post("desk_kill", article.pk, with_pictures="on")

    assert list(Image.objects.all()) == [shared]


def test_a_kill_leaves_pictures_unless_somebody_asks(paper, pictures):
    article = make_article(picture=pictures[0], picture_alt="A ferry")

    paper.desk.post("desk_kill", article.pk)

    assert Image.objects.count() == 2


def test_a_correction_moves_the_date_of_the_update_everywhere(paper):
    article = published_long_ago(paper)

    paper.submit(article, "publish", corrections=[a_correction()])

    assert updated_now(article) and all(names_update(paper, article).values())


def test_a_correction_by_a_program_is_an_update_too(paper):
    article = published_long_ago(paper)

    correct(article, "It was twenty people, not twelve.", by=None, now=timezone.now())

    assert updated_now(article)


def test_a_correction_is_an_update_even_of_a_minor_change(paper):
    article = published_long_ago(paper)

    paper.submit(article, "publish", corrections=[a_correction()], is_minor_change="on")

    assert updated_now(article)


def test_a_minor_change_moves_no_date_and_the_next_change_does(paper):
    article = published_long_ago(paper)

    paper.submit(article, "publish", headline="A comma, moved", is_minor_change="on")
    moved_by_minor = updated_now(article)
    paper.submit(article, "publish", headline="Another story altogether")

    assert (moved_by_minor, updated_now(article)) == (False, True)


def test_a_minor_change_that_waits_in_a_draft_stays_minor(paper):
    article = published_long_ago(paper)

    paper.submit(article, "", headline="A comma, moved", is_minor_change="on")
    paper.does("bulk publish", article)

    assert (Article.objects.get(pk=article.pk).headline, updated_now(article)) == ("A comma, moved", False)


def published_long_ago(paper: PaperDesk) -> Article:
    article = paper.article_in("live")
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(hours=3))
    return article


def updated_now(article: Article) -> bool:
    updated_at = Article.objects.get(pk=article.pk).updated_at
    return updated_at is not None and timezone.now() - updated_at < timedelta(minutes=10)


def names_update(paper: PaperDesk, article: Article) -> dict[str, bool]:
    """Say of page, sitemap and feed whether they name the day and hour of the update."""
    stored = Article.objects.get(pk=article.pk)
    client = paper.desk.client
    day = f"{stored.updated_at:%Y-%m-%dT%H:%M}"
    return {
        "page": f'"dateModified": "{day}' in client.get(stored.get_absolute_url()).content.decode(),
        "sitemap": f"<lastmod>{day}" in client.get("/sitemap-1.xml").content.decode(),
        "feed": f"<atom:updated>{day}" in client.get("/feed/").content.decode(),
    }


def a_correction() -> dict[str, object]:
    at = timezone.localtime(timezone.now())
    return {"text": "It was twenty people, not twelve.", "at": f"{at:%Y-%m-%d %H:%M}", "id": "", "DELETE": ""}


def picture_block(image: Image) -> tuple[str, dict[str, object]]:
    return ("picture", {"image": image, "alt": "What it shows", "caption": "", "credit": ""})


@pytest.fixture
def pictures(settings, tmp_path) -> tuple[Image, Image]:
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return take_picture(), take_picture()


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()
