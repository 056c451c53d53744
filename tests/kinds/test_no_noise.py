"""Saving what readers do not see announces nothing, and what was typed comes back when it cannot be saved."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from broadsheet.audience import beacon
from broadsheet.audience.counting.networks import is_one_of, trusted
from broadsheet.newsroom.actions.sweeping import sweep_topics
from broadsheet.newsroom.models import Article, Byline, Pick, Topic
from broadsheet.press.models import Change
from desk.newsdesk import address, story
from desk_paper import PaperDesk, minutes, open_paper_desk, stands
from factories import make_article, make_author, make_topic
from newsstand import take_picture

pytestmark = pytest.mark.django_db


def test_a_hundred_saves_of_a_draft_that_was_never_published_announce_nothing(paper):
    article = paper.article_in("draft")
    Change.objects.all().delete()

    for number in range(100):
        paper.submit(article, "", headline=f"Draft {number}", topics=f"harbour, topic {number}")

    assert (announced(), Topic.objects.count()) == (set(), 0)


@pytest.mark.parametrize("state", ["live", "embargoed", "expired", "killed", "submitted"])
def test_a_saved_draft_announces_nothing_in_any_state(paper, state):
    article = paper.article_in(state)
    Change.objects.all().delete()

    paper.submit(article, "", headline="Only a draft", topics="a new topic")
    autosave(paper, article, headline="Only a draft, saved by itself")

    assert (announced(), Topic.objects.count()) == (set(), 0)


@pytest.mark.parametrize("action", ["set embargo", "schedule", "kill", "delete", "revert"])
def test_what_readers_do_not_see_before_or_after_is_not_announced(paper, action):
    article = paper.article_in("draft")
    Change.objects.all().delete()

    paper.does(action, article)

    assert announced() == set()


@pytest.mark.parametrize("state", ["draft", "embargoed", "killed", "live"])
def test_a_pick_or_a_hold_of_what_nobody_sees_is_not_announced(paper, state):
    article = paper.article_in(state)
    Change.objects.all().delete()

    paper.desk.post("desk_pick_add", article=article.pk, position=1, ends_at=minutes(600))
    paper.desk.post("desk_pick_remove", Pick.objects.get().pk)
    paper.desk.post("desk_hold", article.pk, reason="Pushed")
    paper.desk.post("desk_release", article.pk)

    assert announced() == ({"picks:en", "popular:en"} if state == "live" else set())


@pytest.mark.parametrize("action", ["set embargo", "unpublish", "kill", "delete"])
def test_what_readers_saw_is_announced_as_gone(paper, action):
    article = paper.article_in("live")
    Change.objects.all().delete()

    paper.does(action, article)

    assert f"gone:article:{article.pk}" in announced()


def test_typed_topics_stay_in_the_draft_and_are_made_when_it_is_published(paper):
    article = paper.article_in("draft")
    paper.submit(article, "", topics='harbour, "Smith, John"')
    shown = paper.desk.see("article:edit", article.pk)
    made_while_typing = Topic.objects.count()

    paper.submit(article, "publish", topics='harbour, "Smith, John"')

    stored = Article.objects.get(pk=article.pk)
    assert "&quot;Smith, John&quot;, harbour" in shown
    assert (made_while_typing, stored.new_topics) == (0, "")
    assert sorted(each.name for each in stored.topics.all()) == ["Smith, John", "harbour"]


def test_typed_topics_are_made_by_the_list_s_publication_too(paper):
    article = paper.article_in("draft")
    paper.submit(article, "", topics="harbour")

    paper.does("bulk publish", article)

    assert [each.name for each in Article.objects.get(pk=article.pk).topics.all()] == ["harbour"]


def test_topics_of_an_embargoed_article_are_not_announced(paper):
    article = paper.article_in("draft")
    Change.objects.all().delete()

    paper.submit(article, "publish", topics="secret deal", embargoed_until=minutes(300))

    assert (stands(article), announced()) == ("embargoed", set())


def test_a_topic_or_an_author_is_announced_if_an_article_that_readers_see_has_it(paper):
    article = make_article(topics=["Harbour"], authors=["Ann Reporter"])
    Change.objects.all().delete()
    make_topic("Unused")
    make_author("Nobody Yet")
    unseen = announced()

    topic, author = article.topics.get(), article.bylines.get().author
    for each in (topic, author):
        each.name = f"{each.name} anew"
        each.save()

    assert (unseen, announced()) == (set(), {"chrome:en", "all", f"topic:{topic.pk}", f"author:{author.pk}"})


@pytest.mark.parametrize("thing", ["edition", "section", "topic", "author"])
def test_what_is_saved_as_it_stands_is_not_announced_and_a_new_name_is(paper, thing):
    live = paper.article_in("live")
    topic, author = make_topic("Harbour", edition=live.locale.edition), make_author("A. B.")
    Article.topics.through.objects.create(article=live, topic=topic)
    Byline.objects.create(article=live, author=author)
    rows = {"edition": live.locale.edition, "section": live.section, "topic": topic, "author": author}
    row = type(rows[thing]).objects.get(pk=rows[thing].pk)
    Change.objects.all().delete()

    row.save()

    assert announced() == set()
    row.name = "Another name"
    row.save()
    assert announced() != set()


def test_unused_topics_are_swept_and_those_of_drafts_and_articles_stay(paper):
    edition = paper.section.locale.edition
    used, drafted = make_topic("Used"), make_topic("Drafted")
    make_topic("Mistyyped")
    make_article(topics=[used.name])
    live = paper.article_in("live")
    paper.submit(live, "", topics=drafted.name)

    names = sweep_topics(edition, by=paper.desk.user, now=timezone.now())

    assert (names, set(Topic.objects.values_list("name", flat=True))) == (["Mistyyped"], {"Used", "Drafted"})


def test_the_command_names_what_it_sweeps(paper):
    make_topic("Mistyyped")
    said = StringIO()

    call_command("sweep_topics", stdout=said)
    call_command("sweep_topics", stdout=said)

    assert said.getvalue().count("'Mistyyped' is deleted") == 1


def test_an_article_that_the_database_does_not_take_goes_back_to_who_wrote_it(paper, monkeypatch):
    article = paper.article_in("draft")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Article, "save_revision", fail)
    page = paper.desk.client.post(
        address("article:edit", article.pk),
        story(headline="Typed for an hour", section=paper.section.pk, text="<p>And not lost.</p>"),
    )

    shown = page.content.decode()
    assert (page.status_code, "Your text is still here" in shown) == (200, True)
    assert "Typed for an hour" in shown and "And not lost." in shown


# Wagtail leaves files of thumbnails that it has made to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_draft_is_saved_while_its_picture_has_no_description_and_published_with_one(
    paper, settings, tmp_path
):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    picture, article = take_picture(), paper.article_in("draft")

    saved = autosave(paper, article, picture=picture.pk, standfirst="Saved by itself")
    refused = paper.submit(article, "publish", picture=picture.pk)
    state = stands(article)
    paper.submit(article, "publish", picture=picture.pk, picture_alt="A ferry at the quay")

    assert (saved, state, stands(article)) == (200, "draft", "live")
    assert "what the picture shows" in refused


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("192.0.2.7", True),
        ("::ffff:192.0.2.7", True),
        ("2001:db8:7::1", True),
        ("198.51.100.1", False),
        ("", False),
    ],
)
def test_reads_of_the_newsroom_s_own_networks_are_left_out(settings, monkeypatch, address, is_ours):
    networks = "192.0.2.0/24, 2001:db8:7::/48"
    options = replace(settings.OPTIONS, own_networks=networks, honour_opt_out=False)
    reads = Reads()
    monkeypatch.setattr(beacon, "_options", lambda: options)
    monkeypatch.setattr(beacon, "counter", lambda: reads)

    status = beacon.take({"REQUEST_METHOD": "POST", "PATH_INFO": "/_b/7", "REMOTE_ADDR": address})

    assert (status, reads.articles) == (204, [] if is_ours else [7])
    assert is_one_of(address, trusted(networks)) == is_ours


class Reads:
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.articles: list[int] = []

    def read(self, article: int, **_about: object) -> None:
        self.articles.append(article)


def autosave(paper: PaperDesk, article: Article, **fields: object) -> int:
    """Save as the editor's browser does by itself, and return the status."""
    data = story(**{"headline": "Saved by itself", "section": paper.section.pk, **fields})
    page = paper.desk.client.post(
        address("article:edit", article.pk), data, headers={"accept": "application/json"}
    )
    return page.status_code


def announced() -> set[str]:
    return {tag for change in Change.objects.all() for tag in change.tags.split()}


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()
