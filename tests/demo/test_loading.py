"""The demo edition is loaded and removed: what is the paper's own stays, whatever of the demo it uses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Locale

from broadsheet.audience.imported import labels
from broadsheet.audience.models import DailyReads, LabelledReads
from broadsheet.demo.articles import articles
from broadsheet.demo.loader import FOLDER, NotEmpty, is_new, load
from broadsheet.demo.models import DemoMark
from broadsheet.demo.moving import Move
from broadsheet.demo.remover import remove
from broadsheet.newsroom.models import Article, Author, Edition, Pick, PopularList, Section, StoryLine, Topic
from broadsheet.newsroom.models.addresses import Address
from broadsheet.newsroom.popularity import Ranker
from broadsheet.press.models import Change
from broadsheet.press.outbox import PURGE
from factories import make_article

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

THEN = datetime(2031, 3, 1, 12, tzinfo=UTC)
MODELS = (Article, Pick, Image, StoryLine, Topic, Author, Section, Edition)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """A site with the demo edition, loaded with the clock at 2031-03-01; undone at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert is_new()
        load(now=THEN)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The same site for one test, which may change it."""


def test_the_newest_story_is_one_to_seven_days_old_and_its_address_says_so(demo):
    newest = Article.objects.visible(THEN).order_by("-published_at").first()

    assert 1 <= (THEN.date() - newest.published_at.date()).days <= 7
    assert f"/{newest.published_at:%Y/%m/%d}/" in newest.get_absolute_url()


def test_every_story_keeps_its_weekday(demo):
    written = {
        each.story.source_id: each.story.published_at.weekday()
        for language in ("en", "az", "ru")
        for each in articles(FOLDER, language, move=Move())
    }
    # A story under embargo is published when it ends.
    loaded = dict(Article.objects.visible(THEN).values_list("source_id", "published_at"))

    assert len(loaded) == 124
    assert {name: moment.weekday() for name, moment in loaded.items()} == {
        name: written[name] for name in loaded
    }


def test_popular_is_filled_in_each_edition_by_what_was_read_in_a_month(demo):
    Ranker().turn(THEN)
    lists = PopularList.objects.filter(section=None)

    assert {each.locale.language_code for each in lists} == {"en", "az", "ru"}
    assert all(len(each.places) >= 10 and each.places[4]["month"] > 3 for each in lists)


def test_the_reads_have_a_label(demo):
    assert [label for label, _reads in labels(since=THEN - timedelta(days=30))] == ["demo reads"]
    assert DailyReads.objects.count() == 0


def test_no_mark_is_left_in_what_readers_see(demo):
    texts = [
        f"{each.headline} {each.standfirst} {each.plain_body} {each.path}" for each in Article.objects.all()
    ]
    texts += [
        *Edition.objects.values_list("tagline", flat=True),
        *Topic.objects.values_list("name", flat=True),
    ]

    assert [text for text in texts if "{{" in text] == []


def test_it_is_loaded_into_an_empty_site_alone(demo):
    with pytest.raises(NotEmpty):
        load(now=THEN)


def test_all_of_it_is_removed_the_press_hears_of_each_story_and_the_site_is_not_new_again(demo):
    # By the clock of the test the stories are of the future: what readers have seen is announced and leaves an address.
    Article.objects.update(published_at=timezone.now() - timedelta(days=9))
    seen = set(Article.objects.visible(timezone.now()).values_list("pk", flat=True))
    last = Change.objects.order_by("-id").values_list("id", flat=True).first()

    done = remove()

    said = " ".join(Change.objects.filter(id__gt=last).values_list("tags", flat=True)).split()
    assert len(seen) == 124
    assert {f"{PURGE}article:{pk}" for pk in seen} - set(said) == set()
    assert [model.__name__ for model in MODELS if model.objects.exists()] == []
    assert done.kept == []
    assert done.removed["article"] == 125
    assert (DemoMark.objects.count(), LabelledReads.objects.count(), Address.objects.count()) == (0, 0, 0)
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["en"]
    assert not is_new()


def test_exactly_the_own_articles_remain_in_their_sections_and_by_their_authors(demo, client):
    Article.objects.update(published_at=timezone.now() - timedelta(days=9))
    path = Article.objects.filter(locale__language_code="en", embargoed_until=None).first().get_absolute_url()
    shown = client.get(path).status_code
    before = {each.pk: _filed(each) for each in _write_twenty()}
    # With another name it is the paper's own, whoever uses it.
    Edition.objects.filter(locale__language_code="ru").update(name="Наш курьер")

    done = remove()

    # Not 410: it was never this paper's.
    assert (shown, client.get(path).status_code) == (200, 404)
    assert {each.pk: _filed(each) for each in Article.objects.all()} == before
    assert set(Section.objects.values_list("name", flat=True)) == {"Town", "Sport", "Council"}
    assert set(Author.objects.values_list("name", flat=True)) == {"Hana Ostrow", "Tobias Lark"}
    assert list(Edition.objects.values_list("name", flat=True)) == ["The Narrin Lantern", "Наш курьер"]
    assert {(each.kind, each.name) for each in done.kept} == {
        ("author", "Hana Ostrow"), ("author", "Tobias Lark"), ("section", "Town"), ("section", "Sport"),
        ("edition", "The Narrin Lantern"), ("edition", "Наш курьер"),
        # The face of an author who stays; the other has none.
        ("image", "Hana Ostrow"),
    }  # fmt: skip


def test_what_an_editor_changed_is_named_and_kept_until_all_is_asked_for(demo):
    changed = Article.objects.filter(locale__language_code="en", picture__isnull=False).first()
    changed.headline = "What our editor wrote"
    changed.save()

    done = remove()
    kept = list(Article.objects.values_list("headline", flat=True))
    more = remove(with_changed=True)

    assert [each.name for each in done.kept if each.is_changed] == kept == ["What our editor wrote"]
    assert {"image", "section", "edition"} <= {each.kind for each in done.kept}
    assert (more.kept, Article.objects.count(), Section.objects.count(), Image.objects.count()) == (
        [],
        0,
        0,
        0,
    )


def _write_twenty() -> list[Article]:
    """Write ten articles in two of the demo's sections, by two of its authors, and ten in a section of our own."""
    edition = Edition.objects.get(is_main=True)
    hana, tobias = Author.objects.filter(name__in=("Hana Ostrow", "Tobias Lark")).order_by("name")
    town, sport = (Section.objects.get(locale=edition.locale, name=name) for name in ("Town", "Sport"))
    council = Section.objects.create(locale=edition.locale, name="Council", slug="council")
    places = [(town, hana), (sport, tobias), (council, hana), (council, tobias)] * 5
    return [
        make_article(f"Our own report {number}", edition=edition, section=section, authors=[author.name])
        for number, (section, author) in enumerate(places)
    ]


def _filed(article: Article) -> tuple[str, str, list[str]]:
    section = article.section.name if article.section else ""
    return article.headline, section, [each.author.name for each in article.bylines.all()]
