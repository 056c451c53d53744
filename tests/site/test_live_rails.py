"""Whatever happens in whatever order: in the end every page is the one that a process without a memory would make."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.newsroom import indexing, popularity
from broadsheet.newsroom.models import Article, Edition, Pick, Section
from broadsheet.rails.popular import Standing
from broadsheet.site.article_assembly import ArticleAssembly
from factories import STORIES, make_edition, make_section
from newsstand import headlines, publish
from reader import Reader

pytestmark = pytest.mark.django_db

COUNT = 30
WORDS = [
    f"{first}{last}"
    for first in ("har", "cra", "quay", "tram", "lib", "rov")
    for last in ("bour", "ne", "side", "way", "rary", "ers")
]
DEEDS = ["retitle", "withdraw", "return", "pick", "unpick", "popular", "publish", "rename", "kill", "delete"]
STEPS = st.lists(
    st.tuples(st.sampled_from([*DEEDS, "read", "read", "read", "look", "look"]), st.integers(0, COUNT - 1)),
    min_size=3,
    max_size=14,
)


@pytest.fixture
def town(db) -> list[Article]:
    """Stories enough for three rails, that share words but are no versions of each other."""
    sections = [make_section(name) for name in ("Town", "Harbour")]
    chance = Random(5)
    made = [
        publish(
            f"Report {number} on the {STORIES[number % 5][0].lower()}",
            days_ago=number + 1,
            section=sections[number % 2],
            text=" ".join(chance.choices(WORDS, k=60)) + ".",
        )
        for number in range(COUNT)
    ]
    indexing.refresh(each.pk for each in made)
    return made


@given(steps=STEPS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_ends_in_the_page_that_a_fresh_process_makes(town, steps):
    with transaction.atomic():
        reader = Reader()
        for deed, number in steps:
            do(deed, town[number], reader)
        reader.look()
        paths = ["/", "/section/town/", "/feed/", *(each.get_absolute_url() for each in town)]
        kept = {path: shown(reader, path) for path in paths}
        newcomer = Reader()
        fresh = {path: shown(newcomer, path) for path in paths}
        transaction.set_rollback(True)

    assert kept == fresh


def test_a_new_popular_list_joins_pages_and_makes_none(town):
    reader = Reader()
    paths = [each.get_absolute_url() for each in town]
    before = {path: headlines(reader.read(path)) for path in paths}
    made = dict(reader.press.sheets.fresh)
    be_popular(town[7:27])
    reader.look()
    after = {path: headlines(reader.read(path)) for path in paths}

    assert sum(before[path] != after[path] for path in paths) > 10
    joined = [path for path in paths if reader.press.sheets.fresh[path] is made[path]]
    assert len(joined) >= 20


def test_a_pick_takes_its_place_and_related_moves_on(town):
    reader = Reader()
    path = town[0].get_absolute_url()
    related = headlines(reader.read(path))[0]
    picked = Article.objects.get(headline=related)
    Pick.objects.create(
        edition=Edition.objects.get(), article=picked, ends_at=timezone.now() + timedelta(days=1)
    )
    reader.look()

    assert headlines(reader.read(path)).index(related) == 5
    assert len(set(headlines(reader.read(path)))) == 15


def test_a_change_of_one_article_leaves_the_pages_of_others_as_they_were(town):
    reader = Reader()
    paths = [each.get_absolute_url() for each in town]
    for path in paths:
        reader.read(path)
    made = dict(reader.press.sheets.fresh)
    town[0].headline = "Another headline altogether"
    town[0].save()
    reader.look()
    for path in paths:
        reader.read(path)

    anew = {path for path in paths if reader.press.sheets.fresh[path] is not made[path]}
    # Pages that need the ladder show what is newest, which any article may be.
    joined = {path for path in paths if isinstance(made[path].assembly, ArticleAssembly)}
    concerned = {path for path in paths if f"article:{town[0].pk}" in made[path].tags}
    assert len(joined) > COUNT / 2
    assert paths[0] in anew
    # One whose rails move up to a card that was not printed yet is made anew as well.
    assert len(anew & joined - concerned) <= 2


def test_a_change_in_related_prints_that_rail_alone(town):
    reader = Reader()
    path = town[0].get_absolute_url()
    reader.read(path)
    made = reader.press.sheets.fresh[path].assembly
    other = Article.objects.get(pk=made.shown[0])
    other.headline = "Another headline beside it"
    other.save()
    reader.look()
    page = reader.read(path)
    beside = reader.press.sheets.fresh[path].assembly
    town[0].headline = "Another headline of its own"
    town[0].save()
    reader.look()
    own = reader.read(path)

    assert "Another headline beside it" in headlines(page)
    assert (beside.frame, beside.related == made.related) == (made.frame, False)
    assert "Another headline of its own" in own
    assert reader.press.sheets.fresh[path].assembly.frame is not made.frame


def do(deed: str, article: Article, reader: Reader) -> None:
    now = timezone.now()
    current = Article.objects.filter(pk=article.pk).first()
    if deed == "read":
        reader.get(article.get_absolute_url())
    elif deed == "look":
        reader.look()
    elif deed == "popular":
        be_popular(list(Article.objects.filter(live=True))[article.pk % 7 :][:12])
    elif deed == "publish":
        indexing.refresh([publish(f"New beside {article.headline}", days_ago=0).pk])
    elif deed == "rename":
        section = Section.objects.first()
        section.name = f"{section.name}s"
        section.save()
    elif current is None:
        return
    elif deed == "retitle":
        current.headline = f"Once more: {current.headline}"[:200]
        current.save()
        indexing.refresh([current.pk])
    elif deed == "withdraw" and current.live:
        current.unpublish()
    elif deed == "return":
        current.live = True
        current.save()
    elif deed == "pick":
        Pick.objects.get_or_create(
            edition=make_edition(), article=current, defaults={"ends_at": now + timedelta(days=1)}
        )
    elif deed == "unpick":
        for each in Pick.objects.filter(article=current):
            each.delete()
    elif deed == "kill":
        current.killed_at = now
        current.save(update_fields=["killed_at"])
    elif deed == "delete":
        current.delete()


def be_popular(articles: list[Article]) -> None:
    places = [Standing(each.pk, 50 - place, 9, 90) for place, each in enumerate(articles)]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())


def shown(reader: Reader, path: str) -> tuple[int, str]:
    answer = reader.get(path)
    # Where nothing is, what stands beside the apology need not be of this second.
    return answer.status, answer.text if answer.status == 200 else ""
