"""Changes reach a reader of the outbox once, in order, and survive its sleep."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.press import outbox
from broadsheet.press.models import Change
from broadsheet.press.store import PageStore
from broadsheet.press.tail import Tail


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
    store = PageStore(room=1_000_000)
    tail = Tail(store, pause=1)
    store.heard = outbox.latest()
    for number in range(700):
        outbox.announce([f"article:{number}"])

    assert tail.look() == 700
    assert store.heard == outbox.latest()
