"""What is counted reaches the database whole, however often, late or out of order it is written."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import OperationalError, connection
from django.test import Client

from broadsheet.audience import beacon as beacon_module
from broadsheet.audience import counts, recording
from broadsheet.audience.counting import Counter, tallies
from broadsheet.audience.counting.sources import Source
from broadsheet.audience.models import DailyReads, DecayedReads, HourlyReads
from broadsheet.audience.recording import Recorder, upsert_largest
from broadsheet.audience.sums import KnownSums

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


def test_reads_reach_the_database_and_their_sums_the_ranking(tmp_path):
    counter = counting(tmp_path)
    read(counter, 1, times=3)
    read(counter, 2, source=Source.SEARCH)

    assert Recorder(tmp_path).record(NOON) == 2

    assert reads_by_article() == {1: 3, 2: 1}
    assert counts.sources(since=NOON) == {Source.DIRECT: 3, Source.SEARCH: 1}
    known = KnownSums()
    assert sorted(known.update(NOON)) == [1, 2]
    of_first = known.at(NOON)[known.ids.tolist().index(1)]
    assert of_first.reshape(2, 3).sum(axis=0) == pytest.approx([3, 3, 3], rel=0.01)


def test_recording_again_and_after_a_start_adds_nothing(tmp_path):
    counter = counting(tmp_path)
    read(counter, 1, times=3)
    recorder = Recorder(tmp_path)
    recorder.record(NOON)

    assert recorder.record(NOON) == 0
    assert Recorder(tmp_path).record(NOON) == 1

    read(counter, 1, first=50)
    recorder.record(NOON)
    assert reads_by_article() == {1: 4}


def test_what_a_database_that_is_away_cannot_take_is_written_later(tmp_path, monkeypatch):
    counter = counting(tmp_path)
    read(counter, 1, times=2)
    recorder = Recorder(tmp_path)
    with monkeypatch.context() as away:
        away.setattr(recording, "upsert_largest", fail)
        with pytest.raises(OperationalError):
            recorder.record(NOON)

    later = NOON + timedelta(hours=5)
    read(counter, 1, first=9, at=later)
    recorder.record(later)

    assert list(HourlyReads.objects.order_by("hour").values_list("reads", flat=True)) == [2, 1]
    # The hours that are written down are not kept in files.
    assert tallies.hours(tmp_path) == [int(later.timestamp() // 3600)]


def test_machines_are_added_up_in_any_order_repeated_or_late(tmp_path):
    folders = [tmp_path / name for name in ("one", "two", "three")]
    recorders = [Recorder(folder) for folder in folders]
    for number, folder in enumerate(folders):
        read(counting(folder), 1, times=2 + number, first=40 * number)
    known = KnownSums()
    for number in (2, 0, 2, 1, 0):
        recorders[number].record(NOON)
        known.update(NOON)
        recorders[number]._written.clear()

    assert counts.total(1) == 2 + 3 + 4
    assert known.at(NOON)[0].reshape(2, 3).sum(axis=0) == pytest.approx([9, 9, 9], rel=0.01)


def test_an_older_state_of_a_machine_changes_nothing():
    hour = NOON.replace(minute=0)
    keys, values = ("article_id", "hour", "node"), ("reads", "cold", "refused")
    upsert_largest(HourlyReads, keys, values, [(1, hour, 7, 5, 2, 1)])
    upsert_largest(HourlyReads, keys, values, [(1, hour, 7, 3, 4, 0)])

    assert HourlyReads.objects.values_list("reads", "cold", "refused").get() == (5, 4, 1)


def test_sums_of_an_earlier_landmark_are_worth_what_they_were(tmp_path):
    counter = counting(tmp_path)
    epoch_ends = datetime.fromtimestamp((tallies.epoch_of(NOON.timestamp()) + 1) * tallies.EPOCH, UTC)
    before, after = epoch_ends - timedelta(hours=1), epoch_ends + timedelta(hours=1)
    read(counter, 1, at=before)
    Recorder(tmp_path).record(before)
    known = KnownSums()
    known.update(before)
    known.update(after)

    worth = known.at(after)[0].reshape(2, 3).sum(axis=0)
    assert worth == pytest.approx([2 ** (-2 / hours) for hours in tallies.HALF_LIVES])
    fresh = KnownSums()
    fresh.update(after)
    assert fresh.at(after)[0] == pytest.approx(known.at(after)[0])


def test_hours_become_days_after_a_week_and_nothing_is_lost(tmp_path):
    counter = counting(tmp_path)
    for days, times in ((20, 2), (9, 1), (1, 3)):
        at = NOON - timedelta(days=days)
        read(counter, 1, times=times, at=at, first=days)
        Recorder(tmp_path).record(at)

    assert counts.roll_up(NOON) == 2
    assert counts.roll_up(NOON) == 0

    assert (HourlyReads.objects.count(), DailyReads.objects.count()) == (1, 2)
    assert counts.total(1) == 6
    assert counts.most_read(since=NOON - timedelta(days=2), limit=5) == [(1, 3)]
    assert counts.most_read(since=NOON - timedelta(days=30), limit=5) == [(1, 6)]


def test_what_is_too_old_to_matter_is_deleted(tmp_path):
    read(counting(tmp_path), 1)
    Recorder(tmp_path).record(NOON)

    counts.roll_up(NOON + timedelta(days=500))

    assert (HourlyReads.objects.count(), DailyReads.objects.count(), DecayedReads.objects.count()) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("told", "headers", "counted"),
    [
        ("7", {}, 1),
        ("7?from=www.google.com", {}, 1),
        ("7?from=", {}, 1),
        ("7?from=%F0%9F%98%80&from=%00", {}, 1),
        ("7", {"Origin": "http://testserver"}, 1),
        ("7", {"Origin": "https://elsewhere.example"}, 0),
        ("seven", {}, 0),
        ("%D9%A7", {}, 0),
        ("9" * 65, {}, 0),
        ("7?from=" + "x" * 500, {}, 0),
        ("7; DROP TABLE", {}, 0),
        ("7", {"User-Agent": "Googlebot/2.1"}, 0),
        ("7", {"Sec-Purpose": "prefetch"}, 0),
        ("7", {"Sec-GPC": "1"}, 0),
        ("7", {"DNT": "1"}, 0),
    ],
)
def test_the_beacon_says_204_whatever_comes_and_counts_only_honest_reads(told, headers, counted, beacon):
    response = Client(headers={"User-Agent": FIREFOX, "Host": "testserver", **headers}).post(f"/_b/{told}")

    assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert response.headers["Cache-Control"] == "no-store"
    Recorder(beacon.folder).record(datetime.now(UTC))
    assert counts.total(7) == counted


def test_no_table_and_no_file_holds_who_read(beacon):
    agent = FIREFOX.replace("140", "141")
    for number in range(1, 40):
        Client(
            headers={"User-Agent": agent, "Host": "testserver"}, REMOTE_ADDR=f"203.0.113.{number * 6}"
        ).post(f"/_b/{number}?from=www.example.org")
    Recorder(beacon.folder).record(datetime.now(UTC))
    assert sum(reads for _, reads in counts.most_read(since=datetime.now(UTC), limit=100)) == 39

    kept = [b"".join(each.read_bytes() for each in beacon.folder.rglob("*") if each.is_file())]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept.append(repr(cursor.fetchall()).encode())
    everything = b"".join(kept)

    for told in (b"203.0.113", bytes([203, 0, 113]), b"Firefox/141", b"www.example.org", b"example.org"):
        assert told not in everything


def test_other_methods_are_refused(beacon):
    assert Client().get("/_b/7").status_code == 405


@pytest.fixture
def beacon(tmp_path, monkeypatch):
    counter = counting(tmp_path)
    monkeypatch.setattr(beacon_module, "counter", lambda: counter)
    return counter


def counting(folder):
    counter = Counter(folder)
    counter.live.replace(np.arange(1, 101))
    return counter


def read(counter, article, *, times=1, first=1, at=NOON, source=Source.DIRECT):
    for number in range(first, first + times):
        counter.read(
            article, address=f"10.{number}.0.1", agent=FIREFOX, now=at.timestamp(), source=int(source)
        )


def reads_by_article():
    return dict(counts.most_read(since=NOON, limit=10))


def fail(*_arguments):
    raise OperationalError("the database is away")
