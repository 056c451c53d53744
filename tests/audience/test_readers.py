"""Readers are counted once a day and article, robots never, and nothing names them."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from broadsheet.audience import beacon as beacon_module
from broadsheet.audience import counts
from broadsheet.audience.readers import Readers

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_reader_counts_once_a_day_and_article():
    readers = Readers()
    said = [
        readers.read(article, address=address, agent=FIREFOX, day=day)
        for article, address, day in [
            (1, "192.0.2.1", DAY),
            (1, "192.0.2.1", DAY),
            (2, "192.0.2.1", DAY),
            (1, "192.0.2.2", DAY),
            (1, "192.0.2.1", DAY + timedelta(days=1)),
        ]
    ]

    assert said == [True, False, True, True, True]
    assert readers.take() == {1: 3, 2: 1}
    assert readers.take() == {}


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.5", "python-requests/2", "x" * 600])
def test_robots_and_the_nameless_do_not_count(agent):
    assert Readers().read(1, address="192.0.2.1", agent=agent, day=DAY) is False


def test_nothing_kept_names_a_reader_or_links_two_reads():
    readers = Readers()
    readers.read(1, address="192.0.2.1", agent=FIREFOX, day=DAY)
    readers.read(2, address="192.0.2.1", agent=FIREFOX, day=DAY)

    assert len(readers._seen) == 2
    assert all(len(key) == 8 and b"192" not in key for key in readers._seen)


def test_memory_is_bounded_and_nobody_counts_twice_when_it_is_full():
    readers = Readers(most_remembered=2)
    said = [readers.read(1, address=f"192.0.2.{n}", agent=FIREFOX, day=DAY) for n in (1, 2, 3, 1)]

    assert said == [True, True, False, False]


@pytest.mark.django_db
def test_reads_add_up_by_the_hour():
    counts.record({1: 2, 2: 1}, at=NOW)
    counts.record({1: 3}, at=NOW + timedelta(minutes=5))

    assert counts.hourly([1, 2], since=NOW - timedelta(hours=1)) == [
        (1, NOW.replace(minute=0), 5),
        (2, NOW.replace(minute=0), 1),
    ]


@pytest.mark.django_db
def test_what_is_read_now_comes_before_what_was_read_more_but_long_ago():
    counts.record({1: 100}, at=NOW - timedelta(hours=40))
    counts.record({2: 10}, at=NOW)
    found = counts.most_read(now=NOW, half_life=timedelta(hours=6), since=NOW - timedelta(hours=48), limit=10)

    assert [article for article, _score in found] == [2, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "headers", "counted"),
    [
        ("7", {}, 1),
        ("7", {"Origin": "http://testserver"}, 1),
        ("7", {"Origin": "https://elsewhere.example"}, 0),
        ("seven", {}, 0),
        ("", {}, 0),
        ("9" * 65, {}, 0),
        ("7; DROP TABLE", {}, 0),
        ("7", {"User-Agent": "Googlebot/2.1"}, 0),
    ],
)
def test_the_beacon_says_204_whatever_comes_and_counts_only_honest_reads(
    body, headers, counted, fresh_readers
):
    response = Client(headers={"User-Agent": FIREFOX, **headers}).post("/_b", body, content_type="text/plain")

    assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert sum(fresh_readers.take().values()) == counted


def test_other_methods_are_refused(fresh_readers):
    assert Client().get("/_b").status_code == 405


@pytest.mark.django_db
def test_a_forwarded_address_is_believed_only_from_our_own_proxy(fresh_readers, settings):
    for forwarded in ("198.51.100.1", "198.51.100.2"):
        Client(headers={"User-Agent": FIREFOX, "X-Forwarded-For": forwarded}).post(
            "/_b", "7", content_type="text/plain"
        )

    assert fresh_readers.take() == {7: 1}


@pytest.fixture
def fresh_readers(monkeypatch):
    readers = Readers()
    monkeypatch.setattr(beacon_module, "readers", readers)
    # The thread that writes reads down has its own tests.
    monkeypatch.setattr(beacon_module, "flusher", lambda: SimpleNamespace(start=lambda: None))
    return readers
