"""The alarm rings when networks send many reads of a story that are not counted, and only in the hour in which they do."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from broadsheet.audience.alarm import RefusedReads, alarms, rings
from broadsheet.audience.counting import Counter
from broadsheet.audience.models import RecentReads
from broadsheet.audience.recent import delete_old, slot_of
from broadsheet.audience.recording import Recorder

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"


@pytest.mark.parametrize(
    ("refused", "counted", "is_so"),
    [(19, 0, False), (20, 0, True), (20, 10, True), (20, 11, False), (90, 46, False)],
)
def test_it_rings_for_twenty_refused_reads_and_twice_those_that_counted(refused, counted, is_so):
    assert rings(refused, counted) is is_so


def test_it_rings_for_a_push_as_soon_as_it_is_recorded(paper):
    paper.push(7, times=40, at=NOON)

    assert alarms(NOON) == [RefusedReads(7, refused=39, counted=1)]


def test_it_is_silent_when_the_hour_is_over(paper):
    paper.push(7, times=40, at=NOON)

    assert [len(alarms(NOON + timedelta(minutes=each))) for each in (0, 59, 66)] == [1, 1, 0]


def test_it_rings_within_ten_minutes_after_an_hour_of_reads_that_counted(paper):
    paper.readers(7, 100, at=NOON)
    paper.push(7, times=40, at=NOON + timedelta(minutes=50))

    assert alarms(NOON + timedelta(minutes=50)) == [RefusedReads(7, refused=39, counted=101)]


def test_it_does_not_ring_for_a_story_that_is_read_by_many(paper):
    paper.readers(7, 200, at=NOON)
    paper.push(7, times=30, at=NOON)

    assert alarms(NOON) == []


def test_a_recorder_that_starts_again_counts_no_refused_read_twice(paper):
    paper.push(7, times=40, at=NOON)
    paper.recorder = Recorder(paper.counter.folder)
    paper.push(7, times=10, at=NOON + timedelta(minutes=12))

    assert alarms(NOON + timedelta(minutes=12)) == [RefusedReads(7, refused=48, counted=1)]


def test_an_hour_that_turns_loses_nothing(paper):
    paper.push(7, times=12, at=NOON - timedelta(minutes=1))
    paper.push(7, times=12, at=NOON + timedelta(minutes=1))

    assert alarms(NOON + timedelta(minutes=1)) == [RefusedReads(7, refused=22, counted=1)]


def test_five_minutes_are_forgotten_after_two_hours(paper):
    paper.push(7, times=40, at=NOON)
    delete_old(NOON + timedelta(hours=1, minutes=50))
    assert RecentReads.objects.exists()

    delete_old(NOON + timedelta(hours=2, minutes=6))

    assert not RecentReads.objects.exists()


def test_a_slot_begins_every_five_minutes():
    assert slot_of(NOON + timedelta(minutes=9, seconds=59)) == NOON + timedelta(minutes=5)


class Paper:
    """A paper whose reads are counted and recorded at once."""

    def __init__(self, folder):
        self.counter = Counter(folder)
        self.counter.live.replace(np.arange(1, 101))
        self.recorder = Recorder(folder)

    def push(self, article, *, times, at):
        """Let one address read a story as so many browsers, within half a minute and so unhindered."""
        for number in range(times):
            self._read(article, "192.0.2.1", 60 + number, at - timedelta(seconds=2 * (times - number)))
        self.recorder.record(at)

    def readers(self, article, count, *, at):
        for number in range(count):
            self._read(article, f"{20 + number % 200}.{number // 200}.0.1", 1, at)
        self.recorder.record(at)

    def _read(self, article, address, browser, at):
        self.counter.read(article, address=address, agent=BROWSER.format(browser), now=at.timestamp())


@pytest.fixture
def paper(tmp_path):
    made = Paper(tmp_path)
    yield made
    made.counter.close()
