"""A source may hold back what is public already, in whatever version; what it says again, a person has decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.newsroom.actions.filing import Outcome, file_stories
from broadsheet.newsroom.actions.killing import revive
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Paragraph, Story, Tombstone
from broadsheet.newsroom.whereabouts import fate_of
from broadsheet.press.models import Change
from broadsheet.prose.dates import DatePrecision
from broadsheet.wire.importer import import_files
from broadsheet.wire.text.moments import in_its_time
from factories import NOW, make_edition
from wire.wordpress_exports import export, post

pytestmark = [pytest.mark.django_db, pytest.mark.measured]
LATER = NOW + timedelta(days=3650)
ID = "urn:x-paper:1"


@pytest.fixture(autouse=True)
def edition(db):
    return make_edition()


@pytest.mark.parametrize("version", ["1", "2", "", "b", "2020-01-01T00:00:00Z"])
@pytest.mark.parametrize(
    "restriction",
    [
        {"status": "draft"},
        {"status": "submitted"},
        {"status": "withheld"},
        {"embargoed_until": NOW + timedelta(days=1)},
        {"expires_at": NOW - timedelta(days=1)},
    ],
    ids=lambda each: next(iter(each)),
)
@pytest.mark.parametrize("sizes", [[2], [1, 1]])
def test_a_restriction_takes_down_what_is_here_in_no_higher_version(restriction, version, sizes):
    add(sizes, story(version="1"), story(version=version, **restriction))

    assert not Article.objects.visible(NOW).exists()


def test_an_older_version_takes_nothing_down():
    add([1, 1], story(version="2"), story(version="1", status="draft"))

    assert Article.objects.visible(NOW).exists()


@pytest.mark.parametrize("status", ["draft", "submitted", "withheld"])
@pytest.mark.parametrize("version", ["", "1"])
def test_what_a_person_has_published_stays_when_its_source_says_the_same_again(status, version):
    held = story(version=version, status=status)
    add([1], held)
    publish()
    [filed] = add([1], held)

    assert (filed.outcome, Article.objects.visible(LATER).count()) == (Outcome.UNCHANGED, 1)


def test_what_was_written_at_the_desk_is_not_taken_down_by_a_draft_of_the_same_words():
    add([1], story("", status="usable"))
    Article.objects.update(filed={}, scope="", source_version="")
    add([1], story("", status="draft"))

    assert Article.objects.visible(NOW).exists()


@pytest.mark.parametrize("changed", ["", "2017-10-03 06:30:00"])
@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_a_post_that_is_public_no_longer_is_not_public_here(tmp_path, status, changed):
    import_files([written(tmp_path, post(1, post_modified_gmt="2017-10-02 07:30:00"))])
    again = {"post_date_gmt": "0000-00-00 00:00:00", "status": status, "post_modified_gmt": changed}
    import_files([written(tmp_path, post(1, **again))])

    assert [each.live for each in Article.objects.all()] == [False]


def test_a_kill_that_comes_again_does_not_undo_what_a_person_has_revived():
    kill = Tombstone(ID, version="2")
    add([1, 1], story(version="1"), kill)
    revive(Article.objects.get(), by=None, now=NOW)
    publish()
    [again] = add([1], kill)

    assert (again.outcome, Article.objects.visible(LATER).count()) == (Outcome.UNCHANGED, 1)


@pytest.mark.parametrize("more", ["2", "1", "3"])
def test_a_version_that_a_person_published_after_a_kill_outlives_the_kills_of_lower_ones(more):
    batch = [Tombstone(ID, version="2"), story(version="4")]
    add([2], *batch)
    publish()
    outcomes = [each.outcome for each in add([3], Tombstone(ID, version=more), *batch)]

    assert (outcomes, Article.objects.visible(LATER).count()) == ([Outcome.UNCHANGED] * 3, 1)


@pytest.mark.parametrize("version", ["", "4", "5"])
def test_a_stricter_kill_is_obeyed(version):
    add([2], Tombstone(ID, version="2"), story(version="4"))
    publish()
    [filed] = add([1], Tombstone(ID, version=version))

    assert (filed.outcome, Article.objects.visible(LATER).count()) == (Outcome.WITHDRAWN, 0)


def test_what_is_killed_within_its_batch_was_never_there():
    add([2], story(published_at=NOW - timedelta(days=9)), Tombstone(ID))
    article = Article.objects.get()

    assert (article.first_published_at, article.last_published_at) == (None, None)
    assert fate_of(article, now=NOW, was_public=False) == "hidden"


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_a_draft_that_comes_in_is_dated_when_a_person_publishes_it(status):
    add([1], story(status=status, published_at=NOW - timedelta(days=30)))
    article = Article.objects.get()
    assert (article.published_at, article.path) == (None, f"undated/{article.slug}")

    before = timezone.now()
    publish()

    article = Article.objects.get()
    assert article.published_at >= before
    assert article.path.startswith(f"{article.published_on:%Y/%m/%d}/")


STATED = {
    "a wrong clock": {"published_at": NOW + timedelta(hours=3)},
    "today, before noon": {
        "published_at": NOW + timedelta(hours=3),
        "date_precision": DatePrecision.DAY,
    },
    "an update to come": {
        "published_at": NOW - timedelta(days=1),
        "updated_at": NOW + timedelta(hours=3),
    },
}


@pytest.mark.parametrize("stated", STATED.values(), ids=STATED)
def test_an_item_that_has_not_changed_is_no_update(stated):
    at = [NOW + timedelta(minutes=minutes) for minutes in (0, 30, 400)]
    outcomes, states = [], []
    for now in at:
        item = in_its_time(story(**stated), now=now)
        [filed] = file_stories([item], by=None, now=now)
        outcomes.append(filed.outcome)
        states.append((Article.objects.values().get(), Change.objects.count()))

    assert outcomes == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert states[0] == states[1] == states[2]


def test_a_higher_version_that_says_the_same_is_no_update():
    add([1], story(version="1", published_at=NOW - timedelta(days=9)))
    before = Article.objects.values().get(), Change.objects.count()
    [filed] = add([1], story(version="3", published_at=NOW - timedelta(days=9)))
    after = Article.objects.values().get(), Change.objects.count()
    [lower] = add([1], story(version="2", headline="An older text"))

    assert (filed.outcome, lower.outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert ({**after[0], "source_version": "1"}, after[1]) == before


@pytest.mark.parametrize("version", ["1", "2"], ids=["known", "higher"])
def test_a_draft_that_comes_again_unchanged_is_named_with_its_reason(version):
    [first] = add([1], story(version="1", status="draft"))
    [again] = add([1], story(version=version, status="draft"))

    assert (again.outcome, again.because) == (Outcome.UNCHANGED, first.because)


def story(identifier: str = ID, headline: str = "Bridge closed", **fields) -> Story:
    body = (Paragraph(f"<p>{headline}: the council of Narrin met on Monday.</p>"),)
    return Story(headline, body, source_id=identifier, language="en", **fields)


def add(sizes, *stories: Story | Tombstone):
    filed, rest = [], list(stories)
    for size in sizes:
        filed += file_stories(rest[:size], by=None, now=NOW)
        rest = rest[size:]
    return filed


def publish() -> None:
    """Publish the only article as an editor does."""
    Article.objects.get().save_revision().publish()


def written(folder, *items: str):
    path = folder / "export.xml"
    path.write_text(export(*items), encoding="utf-8")
    return path
