"""A kill is kept: in any order of messages, in any batches, nothing is public after it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.newsroom.actions.filing import Outcome, file_stories
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.identity import concerns
from broadsheet.newsroom.models import Article, KeptTombstone
from broadsheet.newsroom.stories import Paragraph, Story, Tombstone
from factories import NOW, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.measured]
LATER = NOW + timedelta(days=3650)
IDS = ("urn:x-paper:1", "urn:x-paper:2")


@pytest.fixture(autouse=True)
def edition(db):
    return make_edition()


KINDS = ("usable", "withheld", "draft", "embargo", "expiry", "kill")
MESSAGES = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(KINDS), st.integers(1, 9)), min_size=1, max_size=7
)
SIZES = st.lists(st.integers(1, 3), min_size=7, max_size=7)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=MESSAGES, sizes=SIZES)
def test_nothing_is_public_after_a_kill_nor_what_was_held_back(edition, messages, sizes):
    with transaction.atomic():
        killed, held, rest = set(), set(), list(messages)
        for size in sizes:
            batch, rest = rest[:size], rest[size:]
            file_stories([message(*each) for each in batch], by=None, now=NOW)
            killed |= {identifier for identifier, kind, _version in batch if kind == "kill"}

            assert seen(LATER).isdisjoint(killed)
            assert seen(LATER).isdisjoint(held)
            held |= waiting()
        assert seen(NOW).isdisjoint(highest_is_not_to_be_seen(messages))
        transaction.set_rollback(True)


@pytest.mark.parametrize("batches", [[2], [1, 1]])
def test_a_kill_that_comes_before_its_story_keeps_it_out(batches):
    outcomes = in_batches([Tombstone("urn:x-paper:1"), story()], batches)

    assert [each.outcome for each in outcomes] == [Outcome.DROPPED, Outcome.DROPPED]
    assert outcomes[1].because == "its provider has cancelled it"
    assert not Article.objects.exists()


@pytest.mark.parametrize("batches", [[3], [1, 1, 1], [2, 1], [1, 2]])
def test_a_story_that_comes_again_after_its_kill_stays_killed(batches):
    in_batches([story(), Tombstone("urn:x-paper:1"), story()], batches)

    assert [(each.live, each.killed_at) for each in Article.objects.all()] == [(False, NOW)]


def test_a_higher_version_after_a_kill_waits_for_a_person():
    kill = Tombstone("urn:x-paper:1", version="2")
    [_kill, filed] = in_batches([kill, story(version="3")], [1, 1])

    assert (filed.outcome, filed.because) == (
        Outcome.WITHHELD,
        "its provider had cancelled an earlier version of it",
    )
    assert seen(LATER) == set()


@pytest.mark.parametrize("version", ["", "1", "2", "2020-01-01T00:00:00Z"])
def test_no_version_that_is_not_higher_passes_a_kill(version):
    in_batches([Tombstone("urn:x-paper:1", version="2"), story(version=version)], [1, 1])

    assert not Article.objects.exists()


def test_a_kill_outlives_the_article():
    in_batches([story(), Tombstone("urn:x-paper:1")], [1, 1])
    Article.objects.all().delete()
    [filed] = in_batches([story()], [1])

    assert filed.outcome is Outcome.DROPPED


def test_a_kill_at_the_desk_outlives_the_article_too():
    in_batches([story()], [1])
    kill(Article.objects.get(), by=None, now=NOW)
    Article.objects.all().delete()
    [filed] = in_batches([story(version="9")], [1])

    assert filed.outcome is Outcome.DROPPED


def test_a_kill_without_a_version_outweighs_one_with():
    in_batches([Tombstone("urn:x-paper:1", version="2"), Tombstone("urn:x-paper:1")], [1, 1])

    assert list(KeptTombstone.objects.values_list("version", flat=True)) == [""]


@pytest.mark.parametrize(
    ("kill", "there", "is_concerned"),
    [
        (("a.example", "7"), ("a.example", "7"), True),
        (("a.example", "7"), ("b.example", "7"), False),
        (("a.example", "A-7"), ("b.example", "A-7"), False),
        (("a.example", "urn:x-paper:7"), ("b.example", "urn:x-paper:7"), True),
        (("file:kills.json", "7"), ("file:stories.json", "7"), True),
        (("file:kills.json", "A-7"), ("a.example", "A-7"), True),
        (("file:kills.json", "7"), ("a.example", "7"), False),
        (("a.example", ""), ("a.example", ""), False),
    ],
)
def test_a_kill_concerns_what_it_may_be_meant_for(kill, there, is_concerned):
    assert concerns(kill, there, is_alike=False) is is_concerned


def story(identifier: str = "urn:x-paper:1", **fields) -> Story:
    body = (Paragraph(f"<p>The council of Narrin met on Monday, says {identifier} {fields}.</p>"),)
    return Story(f"Council met {identifier}", body, source_id=identifier, language="en", **fields)


def message(identifier: str, kind: str, version: int) -> Story | Tombstone:
    match kind:
        case "kill":
            return Tombstone(identifier, version=str(version))
        case "embargo":
            return story(identifier, version=str(version), embargoed_until=NOW + timedelta(days=1))
        case "expiry":
            return story(identifier, version=str(version), expires_at=NOW - timedelta(days=1))
    return story(identifier, version=str(version), status=kind)


def in_batches(stories, sizes):
    filed, rest = [], list(stories)
    for size in sizes:
        filed += file_stories(rest[:size], by=None, now=NOW)
        rest = rest[size:]
    return filed


def seen(at) -> set[str]:
    return set(Article.objects.visible(at).values_list("source_id", flat=True))


def waiting() -> set[str]:
    """Name the stories that wait for a person."""
    return set(Article.objects.exclude(Q(withheld_because="")).values_list("source_id", flat=True))


def highest_is_not_to_be_seen(messages) -> set[str]:
    """Name the stories whose highest version, the first that came with it, is not to be seen now."""
    hidden = set()
    for identifier in IDS:
        told = [(version, kind) for each, kind, version in messages if each == identifier and kind != "kill"]
        highest = max((version for version, _kind in told), default=0)
        first = next((kind for version, kind in told if version == highest), "usable")
        hidden |= {identifier} if first != "usable" else set()
    return hidden
