"""Counted reads are written down, and pages hear of them when the order of the most read changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from broadsheet.audience import counts
from broadsheet.audience.flushing import QUIET, Flusher
from broadsheet.audience.models import HourlyReads
from broadsheet.audience.readers import Readers
from broadsheet.audience.signals import counted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
LATER = NOW + QUIET


def test_counted_reads_are_written_down_once(counter):
    counter.read(7, times=2)

    assert [counter.flush(NOW), counter.flush(NOW)] == [2, 0]
    assert list(HourlyReads.objects.values_list("article_id", "reads")) == [(7, 2)]


def test_reads_that_change_no_order_are_not_told(counter):
    for moment in (NOW, LATER, LATER + QUIET):
        counter.read(7)
        counter.flush(moment)

    assert counter.told == [{7: 1}]


def test_a_new_order_is_told_with_everything_read_since_the_last_time(counter):
    counter.read(7, times=2)
    counter.flush(NOW)
    counter.read(8)
    counter.read(7)
    counter.flush(LATER)

    assert counter.told == [{7: 2}, {8: 1, 7: 1}]


def test_a_new_order_within_the_quiet_is_told_after_it_though_nobody_reads_any_more(counter):
    for article, moment in ((7, NOW), (8, NOW + timedelta(seconds=3))):
        counter.read(article)
        counter.flush(moment)
    told_at_once = list(counter.told)
    counter.flush(LATER)

    assert (told_at_once, counter.told) == ([{7: 1}], [{7: 1}, {8: 1}])


def test_nobody_reading_costs_no_query(counter, django_assert_num_queries):
    with django_assert_num_queries(0):
        counter.flush(NOW)


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_is_kept_for_later(counter):
    counter.read(7)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audience_hourlyreads RENAME TO away")
        lost = counter.flush(NOW)
        cursor.execute("ALTER TABLE away RENAME TO audience_hourlyreads")

    assert (lost, counter.flush(NOW)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_told_is_told_later_and_counted_once(counter):
    counter.is_deaf = True
    counter.read(7)
    counter.flush(NOW)
    counter.is_deaf = False
    counter.flush(NOW)

    assert (counter.told, counts.total(7)) == ([{7: 1}], 1)


class Counter:
    """Readers, what writes their reads down, and what was told of it."""

    def __init__(self) -> None:
        self.readers = Readers()
        self.flusher = Flusher(self.readers, half_life=timedelta(hours=6))
        self.flush = self.flusher.flush
        self.told = []
        self.addresses = 0
        self.is_deaf = False

    def read(self, article, *, times=1):
        for _reader in range(times):
            self.addresses += 1
            self.readers.read(
                article,
                address=str(self.addresses),
                agent="Mozilla/5.0 Firefox/140.0",
                day=date(2026, 11, 23),
            )

    def hear(self, reads, **_ignored):
        if self.is_deaf:
            raise OperationalError("away")
        self.told.append(reads)


@pytest.fixture
def counter():
    counter = Counter()
    counted.connect(counter.hear)
    yield counter
    counted.disconnect(counter.hear)
