"""Whatever happens in whatever order: in the end every page is the one that a process without a memory would make."""

import time
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.newsroom.models import Article, Edition, Pick
from broadsheet.press.shared_values import LoadedValue
from broadsheet.rails import Rail
from broadsheet.site import frame
from broadsheet.site.article_assembly import ArticleAssembly
from newsstand import headlines
from reader import Reader
from small_town import COUNT, DEEDS, be_popular, do, make_town

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(st.sampled_from([*DEEDS, "read", "read", "read", "look", "look"]), st.integers(0, COUNT - 1)),
    min_size=3,
    max_size=14,
)


@pytest.fixture
def town(db) -> list[Article]:
    return make_town()


@given(steps=STEPS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_ends_in_the_page_that_a_fresh_process_makes(town, steps):
    with transaction.atomic():
        reader = Reader()
        for deed, number in steps:
            do_or_read(deed, town[number], reader)
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
    made = dict(reader.press.cache.fresh)
    be_popular(town[7:27])
    reader.look()
    after = {path: headlines(reader.read(path)) for path in paths}

    assert sum(before[path] != after[path] for path in paths) > 10
    joined = [path for path in paths if reader.press.cache.fresh[path] is made[path]]
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
    made = dict(reader.press.cache.fresh)
    town[0].headline = "Another headline altogether"
    town[0].save()
    reader.look()
    for path in paths:
        reader.read(path)

    anew = {path for path in paths if reader.press.cache.fresh[path] is not made[path]}
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
    made = reader.press.cache.fresh[path].assembly
    other = Article.objects.get(pk=made.shown[Rail.RELATED][0])
    other.headline = "Another headline beside it"
    other.save()
    reader.look()
    page = reader.read(path)
    beside = reader.press.cache.fresh[path].assembly
    town[0].headline = "Another headline of its own"
    town[0].save()
    reader.look()
    own = reader.read(path)

    assert "Another headline beside it" in headlines(page)
    assert (beside.frame, beside.own == made.own) == (made.frame, False)
    assert "Another headline of its own" in own
    assert reader.press.cache.fresh[path].assembly.frame is not made.frame


def test_what_stands_around_pages_is_printed_once_until_it_changes(town, monkeypatch):
    reader = Reader()
    first, second = (each.get_absolute_url() for each in (town[0], town[2]))
    reader.read(first)
    with monkeypatch.context() as patch:
        patch.setattr(frame, "get_template", _nothing_is_printed)
        assert ">Town</a>" in reader.read(second)
    section = town[0].section
    section.name = "Quays"
    section.save()
    reader.look()
    pages = [reader.read(path) for path in (first, second, "/section/town/")]

    assert all(">Quays</a>" in each and ">Town</a>" not in each for each in pages)
    assert [each.count('aria-current="page"') for each in pages] == [0, 0, 1]


def test_a_page_made_while_what_pages_share_is_read_anew_is_not_taken_for_new(town, monkeypatch):
    reader = Reader()
    killed = town[3]
    paths = [
        "/",
        "/section/harbour/",
        "/search/?q=report",
        killed.get_absolute_url(),
        town[0].get_absolute_url(),
    ]
    for path in paths:
        reader.read(path)
    _read_meanwhile(reader, "board:en", paths, monkeypatch)
    do("kill", killed)
    reader.look()
    meanwhile = [reader.get(path) for path in paths]

    assert [each.status for each in meanwhile] == [200, 200, 200, 410, 200]
    assert all(killed.headline not in headlines(each.text) for each in meanwhile)
    assert headlines(reader.read("/")) == headlines(Reader().read("/"))


def test_what_is_killed_as_the_database_goes_away_is_shown_by_no_page(town, monkeypatch):
    reader = Reader()
    picked = town[3]
    do("pick", picked)
    paths = ["/", *(each.get_absolute_url() for each in town)]
    showing = {path for path in paths if picked.headline in headlines(reader.read(path))}
    kept = dict(reader.press.cache.fresh)
    do("kill", picked)
    with monkeypatch.context() as patch:
        patch.setattr(reader.press.shares.get("board:en", _never), "_load", _is_away)
        with pytest.raises(OperationalError):
            reader.look()
        current = {path: reader.press.current(path, time.time()) for path in paths}
    reader.look()

    assert len(showing) > 10
    own = picked.get_absolute_url()
    assert {path for path, found in current.items() if found is None} == {own, *showing}
    assert all(found[0] is kept[path] for path, found in current.items() if found is not None)
    assert all(picked.headline not in headlines(reader.get(path).text) for path in paths)


def test_where_nothing_is_the_masthead_is_that_of_today(town):
    reader = Reader()
    reader.get("/nowhere/")
    section = town[0].section
    section.name = "Quays"
    section.save()
    reader.look()
    apology = reader.get("/nowhere/")

    assert (apology.status, ">Quays</a>" in apology.text, ">Town</a>" in apology.text) == (404, True, False)


def _read_meanwhile(reader: Reader, name: str, paths: list[str], monkeypatch) -> None:
    """Have pages asked for while the share of a name is being read."""
    share = reader.press.shares.get(name, _never)
    load = share._load

    def load_and_read():
        found = load()
        for path in paths:
            reader.get(path)
        return found

    monkeypatch.setattr(share, "_load", load_and_read)


def _never() -> LoadedValue:
    raise AssertionError("This share is known.")


def _is_away() -> LoadedValue:
    raise OperationalError("The database is away.")


def _nothing_is_printed(name: str) -> None:
    raise AssertionError(name)


def do_or_read(deed: str, article: Article, reader: Reader) -> None:
    if deed == "read":
        reader.get(article.get_absolute_url())
    elif deed == "look":
        reader.look()
    else:
        do(deed, article)


def shown(reader: Reader, path: str) -> tuple[int, str]:
    answer = reader.get(path)
    # Where nothing is, what stands beside the apology need not be of this second.
    return answer.status, answer.text if answer.status == 200 else ""
