"""Stories are filed in batches: each once, all or none, with one entry in the audit log."""

from datetime import timedelta
from itertools import islice, permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from broadsheet.newsroom.actions.filing import Outcome, file_stories
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.models import Article, Byline, Edition, Section
from broadsheet.newsroom.stories import Paragraph, Picture, Story, Tombstone
from broadsheet.press.models import Change
from factories import NOW, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def edition():
    return make_edition()


def test_each_story_of_a_batch_has_its_own_outcome():
    file_stories([story("Here", "1"), story("Killed later", "2")], by=None, now=NOW)
    batch = [
        story("New", "3"),
        story("Here", "1"),
        story("Held back", "4", status="withheld"),
        story("Without an identifier"),
        story("Without an identifier"),
        Tombstone("2"),
        Tombstone("never seen"),
    ]

    assert [(each.outcome, bool(each.article)) for each in file_stories(batch, by=None, now=NOW)] == [
        (Outcome.ADDED, True),
        (Outcome.UNCHANGED, False),
        (Outcome.WITHHELD, True),
        (Outcome.ADDED, True),
        (Outcome.UNCHANGED, False),
        (Outcome.WITHDRAWN, False),
        (Outcome.DROPPED, False),
    ]


def test_a_batch_is_announced_once_with_every_article():
    filed = file_stories([story("Bridge closed"), story("Plums are ripe")], by=None, now=NOW)

    [change] = Change.objects.order_by("-id")[:1]
    assert {f"article:{each.article.pk}" for each in filed} <= set(change.tags.split())


def test_the_edition_s_history_names_the_articles_of_a_batch(edition):
    filed = file_stories([story("Bridge closed"), story("Plums are ripe")], by=None, now=NOW)

    [entry] = ModelLogEntry.objects.for_instance(edition)
    assert (entry.action, entry.timestamp) == ("desk.file", NOW)
    assert entry.data == {"articles": [each.article.pk for each in filed]}


def test_a_batch_that_brings_nothing_new_is_told_to_nobody():
    file_stories([story("Bridge closed", "1")], by=None, now=NOW)
    before = ModelLogEntry.objects.count(), Change.objects.count()
    file_stories([story("Bridge closed", "1"), Tombstone("2")], by=None, now=NOW)

    assert (ModelLogEntry.objects.count(), Change.objects.count()) == before


def test_of_a_batch_that_fails_nothing_is_left():
    stories = [
        story("Bridge closed", section="Town"),
        story("Plums are ripe", body=(Picture("https://a.example/1.jpg"),)),
    ]
    before = Change.objects.count()
    with pytest.raises(OSError, match="full"):
        file_stories(stories, by=None, now=NOW, find_image=on_a_full_disk)

    assert [Article.objects.count(), Section.objects.count(), Byline.objects.count()] == [0, 0, 0]
    assert Change.objects.count() == before


def test_the_time_of_filing_dates_a_story_that_states_none_and_no_other():
    file_stories([story("Dated", published_at=NOW - timedelta(days=9)), story("Undated")], by=None, now=NOW)

    assert dict(Article.objects.values_list("headline", "first_published_at")) == {
        "Dated": NOW - timedelta(days=9),
        "Undated": NOW,
    }


def test_dates_and_the_key_of_a_translation_come_along():
    make_edition("az", is_main=False)
    updated = NOW - timedelta(days=1)
    file_stories(
        [story("Bridge closed", "1", published_at=NOW - timedelta(days=9), updated_at=updated)],
        by=None,
        now=NOW,
    )
    file_stories([story("Körpü bağlandı", "2", language="az", translation_of="1")], by=None, now=NOW)

    original, translation = Article.objects.order_by("source_id")
    assert (original.updated_at, original.last_published_at) == (updated, updated)
    assert translation.translation_key == original.translation_key


@pytest.mark.parametrize("order", list(permutations(("en", "az", "ru"))))
@pytest.mark.parametrize("batches", [[3], [1, 1, 1], [2, 1], [1, 2]])
def test_a_story_and_its_translations_find_each_other_in_whatever_order_they_come(order, batches):
    for language in ("az", "ru"):
        make_edition(language, is_main=False)
    original = {"en": ""}
    stories = iter(
        [story(each, each, language=each, translation_of=original.get(each, "en")) for each in order]
    )
    places = Places()
    for count in batches:
        file_stories(islice(stories, count), by=None, now=NOW, places=places)

    assert Article.objects.count() == 3
    assert len(set(Article.objects.values_list("translation_key", flat=True))) == 1


@pytest.mark.parametrize("batches", [[3], [1, 1, 1]])
def test_a_second_translation_into_one_language_is_filed_by_itself(batches):
    make_edition("az", is_main=False)
    stories = iter(
        [
            story("Bridge closed", "1"),
            story("Körpü bağlandı", "2", language="az", translation_of="1"),
            story("Körpü yenə bağlandı", "3", language="az", translation_of="1"),
        ]
    )
    for count in batches:
        file_stories(islice(stories, count), by=None, now=NOW)

    original, first, second = Article.objects.order_by("source_id")
    assert first.translation_key == original.translation_key != second.translation_key


@pytest.mark.parametrize("waiting", [("1", ""), ("2", "1")], ids=["original", "translation"])
def test_a_story_that_moves_to_an_edition_of_its_own_keeps_its_translations(waiting):
    make_edition("ru", is_main=False)
    identifier, original = waiting
    waits = story("Körpü bağlandı", identifier, language="az", translation_of=original)
    other = (
        story("Bridge closed", "1")
        if original
        else story("Мост закрыт", "2", language="ru", translation_of="1")
    )
    first, second = (other, waits) if original else (waits, other)
    file_stories([first], by=None, now=NOW)
    file_stories([second], by=None, now=NOW)
    file_stories([waits], by=None, now=NOW, places=Places(new_editions=["az"]))

    assert sorted(each.locale.language_code for each in Article.objects.all()) == sorted(
        ["az", other.language]
    )
    assert len(set(Article.objects.values_list("translation_key", flat=True))) == 1


def test_the_batches_of_an_archive_share_the_places_that_they_open():
    places = Places(default_section="Town", new_editions=["az"])
    for headline in ("Bridge closed", "Plums are ripe"):
        file_stories([story(headline, language="az")], by=None, now=NOW, places=places)

    assert places.made == ["edition az", "section Town (az)"]
    assert [each.language for each in Edition.objects.all()] == ["en", "az"]


@pytest.mark.parametrize("versions", ["1", "11", "12"], ids=["added", "sent again", "updated"])
def test_no_story_of_a_batch_asks_the_database_for_itself(versions):
    questions(1, "1")

    # SQLite takes a thousand values at once, so that forty rows come in a few statements.
    assert questions(40, versions) < questions(4, versions) + 20


def questions(count: int, versions: str) -> int:
    """Count the questions that the last of some versions of a batch takes."""
    Article.objects.all().delete()
    for version in versions:
        batch = [
            story(f"{n} {version}", f"urn:x-paper:{n}", version=version, section="Town", topics=("Bridges",))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            file_stories(batch, by=None, now=NOW)
    # Wagtail brings its own index up to date row by row.
    return len([each for each in captured.captured_queries if 'UPDATE "wagtailsearch' not in each["sql"]])


def story(headline: str, source_id: str = "", **fields) -> Story:
    text = (Paragraph(f"<p>{headline}: the council of Narrin met on Monday.</p>"),)
    return Story(headline, **{"body": text, "source_id": source_id, "language": "en", **fields})


def on_a_full_disk(_picture: Picture) -> None:
    raise OSError("The disk is full")
