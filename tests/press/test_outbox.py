"""Changes reach a reader of the outbox once, in order, and survive its sleep."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from broadsheet.press import outbox
from broadsheet.press.models import Change
from broadsheet.press.pressing import Press
from broadsheet.press.shared_values import LoadedValue


@pytest.mark.django_db
def test_changes_come_in_order_and_once():
    outbox.announce(["b", "a"])
    first = outbox.latest()
    outbox.announce(["c"])

    assert [sorted(each.tags) for each in outbox.since(0)][-2:] == [["a", "b"], ["c"]]
    assert [sorted(each.tags) for each in outbox.since(first)] == [["c"]]


@pytest.mark.django_db
def test_nothing_is_announced_of_nothing():
    before = outbox.latest()
    outbox.announce([])

    assert outbox.latest() == before


@pytest.mark.django_db
def test_what_everybody_has_heard_of_is_pruned_and_numbers_go_on():
    for tag in "abc":
        outbox.announce([tag])
    newest = outbox.latest()
    outbox.move_to("worker", newest)
    Change.objects.update(at=timezone.now() - timedelta(days=9))
    outbox.prune(before=timezone.now() - timedelta(days=2))
    outbox.announce(["d"])

    assert [sorted(each.tags) for each in outbox.since(newest)] == [["d"]]
    assert Change.objects.count() == 2


@pytest.mark.django_db
def test_a_slow_reader_s_changes_are_not_pruned():
    outbox.announce(["a"])
    position = outbox.latest() - 1
    outbox.announce(["b"])
    outbox.move_to("worker", position)
    Change.objects.update(at=timezone.now() - timedelta(days=9))
    outbox.prune(before=timezone.now())

    assert len(outbox.since(position)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_is_never_told():
    before = outbox.latest()
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.announce(["never"])
        raise RuntimeError

    assert outbox.since(before) == []


@pytest.mark.django_db
def test_a_tail_that_slept_takes_every_change_into_account():
    press = Press(room=1_000_000, pause=1)
    press.begin()
    for number in range(700):
        outbox.announce([f"article:{number}"])

    assert press.tail.look() == 700
    assert press.cache.heard == outbox.latest()


@pytest.mark.django_db
def test_a_change_that_could_not_be_taken_into_account_is_heard_of_again():
    press = Press(room=1_000_000, pause=1)
    press.begin()
    states = iter(["first", Error("away"), "second"])

    def read() -> LoadedValue[str]:
        state = next(states)
        if isinstance(state, Error):
            raise state
        return LoadedValue(state, frozenset(["article:1"]))

    found = press.shares.get("one", read)
    before = found.at(0)
    outbox.announce(["article:1"])
    with pytest.raises(Error):
        press.tail.look()
    in_need = found.value
    press.tail.look()

    assert (before, in_need, found.value) == ("first", "first", "second")
