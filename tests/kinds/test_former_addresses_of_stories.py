"""A story's former addresses belong to its article once it was public there or is here, and to nobody before."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.actions.publishing import publish
from broadsheet.newsroom.actions.sweeping import sweep_topics
from broadsheet.newsroom.models import Article, Topic
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.models import Change
from factories import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.measured]

OLD, SHORT = "/blog/otter.html", "/?p=7"
TOMORROW = datetime.now(UTC) + timedelta(days=1)
NOT_PUBLIC = [
    {"status": "draft"},
    {"status": "submitted"},
    {"status": "withheld", "withheld_because": "it is private"},
    {"go_live_at": TOMORROW},
    {"embargoed_until": TOMORROW},
]


def deleted(article: Article) -> None:
    article.delete()


def killed(article: Article) -> None:
    kill(article, by=None, now=timezone.now())


def untouched(_article: Article) -> None: ...


@pytest.fixture(autouse=True)
def edition():
    return make_edition()


@pytest.mark.parametrize("fields", NOT_PUBLIC)
@pytest.mark.parametrize("deed", [untouched, killed, deleted])
def test_what_was_public_nowhere_is_never_gone(deed, fields):
    deed(filed(**fields))

    assert [status(OLD), status(SHORT)] == [404, 200 if deed is deleted else 404]


@pytest.mark.parametrize("fields", NOT_PUBLIC[:4])
def test_a_public_story_gets_the_address_of_one_that_is_public_nowhere(fields):
    filed(**fields)
    public = filed("Marta", source_id="urn:x-hill:2")

    assert [location(OLD), location(SHORT)] == [public.get_absolute_url()] * 2


def test_a_story_keeps_the_address_that_a_draft_is_promised_as_its_own():
    day = datetime(2012, 11, 16, 12, tzinfo=UTC)
    filed(status="draft", former_addresses=("/2012/11/16/marta/",))
    public = filed(
        "Marta", published_at=day, date_precision="second", source_id="urn:x-hill:2", former_addresses=()
    )

    assert public.get_absolute_url() == "/2012/11/16/marta/"
    assert status("/2012/11/16/marta/") == 200


@pytest.mark.parametrize("fields", NOT_PUBLIC[:3])
@pytest.mark.parametrize("deed", [untouched, killed, deleted])
def test_once_it_is_published_its_former_addresses_are_its_own_for_good(deed, fields):
    publish(filed(**fields), by=None, now=timezone.now())
    article = Article.objects.get()
    deed(article)
    filed("Marta", source_id="urn:x-hill:2")

    assert [status(OLD), status(SHORT)] == [301 if deed is untouched else 410] * 2


@pytest.mark.parametrize("deed", [killed, deleted])
def test_what_was_public_where_it_comes_from_is_gone_for_good(deed):
    deed(filed())

    assert [status(OLD), status(SHORT)] == [410, 410]


@pytest.mark.parametrize("version", ["1", "2"], ids=["known", "newer"])
@pytest.mark.parametrize("batches", [[2], [1, 1]])
def test_whichever_telling_of_a_story_brings_an_address_it_is_the_article_s(version, batches):
    tellings = iter(
        [told(version="1", former_addresses=(SHORT,)), told(version=version, former_addresses=(OLD,))]
    )
    for count in batches:
        file_stories(islice(tellings, count), by=None, now=timezone.now())

    assert [location(OLD), location(SHORT)] == [Article.objects.get().get_absolute_url()] * 2


def test_a_story_that_moves_to_its_own_edition_takes_its_addresses_along():
    filed(language="az", former_addresses=())
    file_stories([told(language="az")], by=None, now=timezone.now(), places=Places(new_editions=["az"]))

    assert location(OLD) == Article.objects.get().get_absolute_url() == "/az/undated/otter/"


def test_an_address_that_is_told_again_is_told_to_no_cache():
    filed()
    before = Change.objects.count()
    filed()

    assert Change.objects.count() == before


@pytest.mark.parametrize("hidden", [{"embargoed_until": TOMORROW}, {"go_live_at": TOMORROW}])
def test_what_an_update_hides_was_seen_all_the_same(hidden):
    path = filed(version="1").get_absolute_url()
    filed(version="2", **hidden)
    answers = [status(path)]
    killed(Article.objects.get())

    assert [*answers, status(path)] == [404, 410]


@pytest.mark.parametrize(("state", "answer"), [("usable", 410), ("draft", 404)])
def test_a_topic_that_an_update_removes_was_seen_if_its_article_was(state, answer, edition):
    filed(version="1", topics=("Bridges",), status=state)
    filed(version="2", topics=("Boats",), status=state)
    sweep_topics(edition, by=None, now=timezone.now())

    assert (status("/topic/bridges/"), [each.name for each in Topic.objects.all()]) == (answer, ["Boats"])


def filed(headline: str = "Otter", **fields) -> Article:
    [done] = file_stories([told(headline, **fields)], by=None, now=timezone.now())
    return done.article


def told(headline: str = "Otter", **fields) -> Story:
    body = (Paragraph(f"<p>{headline}: seen at the harbour of Narrin on Monday.</p>"),)
    known = {"source_id": "urn:x-hill:1", "former_addresses": (OLD, f"https://hill.example{SHORT}")}
    return Story(headline, body, **{"language": "en", **known, **fields})


def status(path: str) -> int:
    return Client().get(path).status_code


def location(path: str) -> str:
    return Client().get(path).headers.get("Location", "")
