"""A reader of an article counts once a day, a network as its habits allow, and a number of processes as one."""

import multiprocessing
import os
import shutil
import signal
import time

import numpy as np
import pytest

from broadsheet.audience.counting import Counter, Verdict, allowances, generations, tallies
from broadsheet.audience.counting.networks import forwarded, origin, trusted
from broadsheet.audience.counting.robots import ASKED_A_SECOND, Robots
from broadsheet.audience.counting.sources import Source, source_of
from broadsheet.audience.counting.table import BUCKET, PROBES, ReaderTable

NOON = 20_000 * 86_400 + 43_200.0
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0"


def test_a_reader_counts_once_an_article(counter):
    said = [
        read(counter, article, address=address)
        for article, address in [(1, "192.0.2.1"), (1, "192.0.2.1"), (2, "192.0.2.1"), (1, "198.51.100.2")]
    ]

    assert said == [Verdict.COUNTED, Verdict.REPEATED, Verdict.COUNTED, Verdict.COUNTED]
    assert counted(counter.folder) == {1: 2, 2: 1}


def test_a_reader_counts_again_when_the_day_is_over(counter):
    said = [read(counter, 1, at=NOON + hours * 3600) for hours in (0, 11, 13, 25)]

    assert said == [Verdict.COUNTED, Verdict.REPEATED, Verdict.REPEATED, Verdict.COUNTED]


def test_an_address_that_rotates_its_browser_string_is_one_reader(counter):
    said = [read(counter, 1, agent=browser(number), at=NOON + number * 2) for number in range(500)]

    assert said.count(Verdict.COUNTED) == 1
    assert counted(counter.folder) == {1: 1}


def test_an_address_counts_one_reader_more_when_it_read_widely_the_half_day_before(counter):
    for article in range(1, 9):
        read(counter, article, at=NOON - 3600)

    today = [read(counter, 9, agent=browser(number), at=NOON + number * 2) for number in range(50)]

    assert today.count(Verdict.COUNTED) == 2


def test_breadth_of_today_buys_nothing_today(counter):
    for article in range(1, 9):
        read(counter, article)

    today = [read(counter, 9, agent=browser(number), at=NOON + number * 2) for number in range(50)]

    assert today.count(Verdict.COUNTED) == 1


@pytest.mark.parametrize(
    ("network", "readers"), [("203.0.113.{}", 8), ("2001:db8:7:{}::1", 2)], ids=["24", "48"]
)
def test_a_neighbourhood_of_strangers_counts_eight_times_and_one_of_ipv6_twice(counter, network, readers):
    said = [read(counter, 1, address=network.format(number)) for number in range(1, 200)]

    assert said.count(Verdict.COUNTED) == readers


@pytest.mark.parametrize("network", ["203.0.{}.7", "2001:db8:{}::1"], ids=["16", "32"])
@pytest.mark.parametrize("earlier", [[], [5]], ids=["new", "little read"])
def test_of_a_provider_four_strangers_count_and_24_in_a_new_paper(counter, network, earlier):
    for article in earlier:
        read(counter, article, at=NOON - 3600)

    said = [read(counter, 1, address=network.format(number)) for number in range(1, 200)]

    assert said.count(Verdict.COUNTED) == (4 if earlier else 22)


@pytest.mark.parametrize(("reads", "free"), [(0, 4), (1000, 4), (2500, 10), (5500, 22), (1_000_000, 22)])
def test_a_provider_may_add_more_to_a_story_of_a_paper_that_is_read_more(reads, free):
    assert allowances.free_of_provider(reads) == free


def test_a_shared_address_counts_as_far_as_others_read_the_story_too(counter):
    share_address(counter)
    for number in range(210):
        read(counter, 20, address=f"{11 + number}.1.2.3")

    said = [read(counter, 20, agent=browser(number), at=NOON + number * 2) for number in range(50)]

    # Half a per cent of the paper, three times over, of the 200 and more others.
    assert said.count(Verdict.COUNTED) == 1 + 3


def test_one_network_may_not_stand_for_the_others(counter):
    share_address(counter)
    for number in range(210):
        read(counter, 20, address=f"2001:db8:{number:x}::1")

    said = [read(counter, 20, agent=browser(number), at=NOON + number * 2) for number in range(50)]

    assert said.count(Verdict.COUNTED) == 2


def test_a_half_day_that_an_older_version_wrote_is_read_on(tmp_path):
    """Neither reads of the paper nor of providers were kept, and no acknowledged read may count again."""
    half_day, earlier = int(NOON // 43_200), int(NOON // 43_200) - 1
    address, reader = bytes([192, 0, 2, 1]), b"%b\0%b\0%d" % (bytes([192, 0, 2, 1]), browser(1).encode(), 1)
    for number in (half_day, earlier):
        known = generations.Generation(tmp_path, number)
        networks = known.key(address), known.key(b"around" + address[:3])
        for key in (known.key(reader), *networks, *(generations.pair(each, 1) for each in networks)):
            known.add(key)
        known.close()
    old = tallies.Tallies(tmp_path, 101, now=NOON)
    old.add(1, is_warm=True, source=0, now=NOON)
    old.close()

    counter = Counter(tmp_path)
    counter.live.replace(np.arange(1, 101))

    assert read(counter, 1) == Verdict.REPEATED
    assert read(counter, 1, agent=browser(2)) == Verdict.REFUSED
    assert read(counter, 2) == Verdict.COUNTED
    assert counted(tmp_path) == {1: 1, 2: 1}
    shutil.rmtree(tmp_path / f"half-day-{half_day}")
    counter.close()
    again = Counter(tmp_path)
    assert read(again, 1) == Verdict.REPEATED
    again.close()


def test_reads_of_a_network_are_counted_beyond_what_an_entry_holds(tmp_path):
    half_day = generations.Generation(tmp_path, 1)
    for _ in range(20_000):
        half_day.add_many(7 << 44)
        half_day.add_read()

    assert half_day.reads == 20_000
    assert half_day.count_many(7 << 44) == pytest.approx(20_000, abs=generations.SAMPLED)


def test_addresses_of_one_household_are_one_address():
    assert origin("2001:db8:1:2:aaaa::1") == origin("2001:db8:1:2:bbbb::9")
    assert origin("2001:db8:1:2::1") != origin("2001:db8:1:3::1")
    assert origin("::ffff:192.0.2.1") == origin("192.0.2.1")
    assert origin("not an address") is None


def test_floods_from_one_address_are_cut_off_before_anything_is_looked_up(counter):
    said = [
        read(counter, 1 + number % 90, agent=browser(number), at=NOON + number / 100) for number in range(200)
    ]

    assert said.count(Verdict.TOO_FAST) > 150
    assert read(counter, 1, address="198.51.100.9", at=NOON + 3) == Verdict.COUNTED


@pytest.mark.parametrize(
    "agent",
    ["", "Googlebot/2.1", "curl/8.5", "x" * 600, "Mozilla/5.0 (compatible; AhrefsSiteAudit/6.1)"],
)
def test_robots_and_the_nameless_do_not_count(counter, agent):
    assert read(counter, 1, agent=agent) == Verdict.ROBOT
    assert counted(counter.folder) == {}


def test_of_new_browser_strings_only_so_many_are_looked_up_in_a_second():
    robots = Robots()
    said = [robots.is_robot(browser(number), now=NOON) for number in range(ASKED_A_SECOND + 5)]

    assert said.count(None) == 5
    assert robots.is_robot(browser(ASKED_A_SECOND + 4), now=NOON + 1) is False


@pytest.mark.parametrize("article", [0, 501, 1 << 40])
def test_an_article_that_readers_cannot_see_is_not_counted(counter, article):
    assert read(counter, article) == Verdict.UNKNOWN


def test_an_article_that_is_withdrawn_is_not_counted_any_more_and_a_new_one_is(counter):
    other = Counter(counter.folder)
    other.live.set([5], is_live=False)
    other.live.set([200_000], is_live=True)

    assert (read(counter, 5), read(counter, 200_000)) == (Verdict.UNKNOWN, Verdict.COUNTED)
    assert counted(counter.folder) == {200_000: 1}


def test_the_key_to_what_is_kept_is_destroyed_within_a_day(counter):
    read(counter, 1)
    first = (counter.folder / f"half-day-{int(NOON // 43_200)}" / "salt").read_bytes()
    read(counter, 1, at=NOON + 43_200 - 1)
    assert first in salts(counter)

    read(counter, 1, at=NOON + 86_400)

    assert first not in salts(counter)
    assert len(salts(counter)) == 2


def test_no_file_holds_an_address_a_browser_string_or_what_joins_two_reads(counter):
    for article in (1, 2):
        read(counter, article, address="203.0.113.77", agent=browser(7))
    kept = b"".join(path.read_bytes() for path in counter.folder.rglob("*") if path.is_file())

    for told in (b"203.0.113", bytes([203, 0, 113, 77]), b"Firefox", b"Mozilla"):
        assert told not in kept
    key = generations.Generation(counter.folder, int(NOON // 43_200)).key
    readers = [key(b"%b\0%b\0%d" % (bytes([203, 0, 113, 77]), browser(7).encode(), each)) for each in (1, 2)]
    assert readers[0] >> 44 != readers[1] >> 44


def test_a_table_that_is_full_goes_on_in_a_larger_one(tmp_path, monkeypatch):
    monkeypatch.setattr(generations, "SMALLEST", 64)
    half_day = generations.Generation(tmp_path, 1, room=64)
    other = generations.Generation(tmp_path, 1)
    keys = [half_day.key(b"%d" % number) for number in range(400)]

    for key in keys:
        half_day.add(key)
        half_day.add(key)

    other.look()
    assert [other.count(key) for key in keys] == [2] * len(keys)
    assert other.used == len(keys)
    assert len(list(half_day.folder.glob("table-*"))) >= 3


def test_a_count_stops_at_4095_and_a_table_without_room_says_so(tmp_path):
    table = ReaderTable(tmp_path / "table", 64)
    for _ in range(5000):
        table.add(7 << 44)
    assert table.count(7 << 44) == 4095

    # Keys of one bucket: it and those that it overflows into hold so many and no more.
    said = [table.add(number << 44) for number in range(100, 140)]
    assert said.count(True) == PROBES * BUCKET - 1
    assert table.used == PROBES * BUCKET


def test_several_processes_count_as_one(tmp_path):
    Counter(tmp_path).live.replace(np.arange(1, 500))
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=count_a_lot, args=(tmp_path, number)) for number in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    # All three sent the same 200 readers, and each 50 of its own.
    assert sum(counted(tmp_path).values()) == 200 + 3 * 50


def test_a_process_that_is_killed_loses_no_read_and_counts_none_twice(tmp_path):
    Counter(tmp_path).live.replace(np.arange(1, 500))
    acknowledged = tmp_path / "acknowledged"
    context = multiprocessing.get_context("spawn")
    for round_ in range(3):
        size = acknowledged.stat().st_size if acknowledged.exists() else 0
        process = context.Process(target=count_until_killed, args=(tmp_path, acknowledged, round_))
        process.start()
        while not acknowledged.exists() or acknowledged.stat().st_size < size + 4000:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    said = [line.split() for line in acknowledged.read_text().splitlines() if line.endswith(".")]

    kept = sum(counted(tmp_path).values())
    # In each round one read may have been counted and not yet said to be.
    assert len(said) <= kept <= len(said) + 3

    again = Counter(tmp_path)
    repeated = {read(again, int(article), address=address) for article, address, _ in said}
    assert repeated == {Verdict.REPEATED}


def test_sums_decay_by_half_in_each_half_life_and_over_a_move_of_the_landmark(counter):
    begins = 100 * tallies.EPOCH - 3600.0
    read(counter, 1, at=begins)
    before = worth(counter, at=begins)[1]
    read(counter, 2, at=begins + 2 * 3600, address="198.51.100.1")

    later = worth(counter, at=begins + 24 * 3600)[1]

    assert before[3:] == pytest.approx([1, 1, 1])
    assert later[3:] == pytest.approx([2 ** (-24 / hours) for hours in tallies.HALF_LIVES])


def test_the_landmark_moves_by_whole_half_lives():
    hours = tallies.EPOCH / tallies.HOUR

    assert [hours / each for each in tallies.HALF_LIVES] == list(tallies.HALVINGS)


def test_who_reads_another_article_is_no_stranger(counter):
    read(counter, 1)
    read(counter, 2)
    sums = worth(counter, at=NOON)

    assert sums[1, :3].sum() == 0 < sums[1, 3:].sum()
    assert sums[2, 3:].sum() == 0 < sums[2, :3].sum()


def test_a_clock_that_is_set_back_counts_nobody_twice(counter):
    assert read(counter, 1, at=NOON + 43_200) == Verdict.COUNTED
    assert read(counter, 1, at=NOON + 40_000) == Verdict.REPEATED


@pytest.mark.parametrize(
    ("address", "by", "proxies", "found"),
    [
        ("10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.0/8", "198.51.100.1"),
        ("192.0.2.9", "198.51.100.1", "10.0.0.0/8", "192.0.2.9"),
        ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "", "10.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_our_own_proxies(address, by, proxies, found):
    assert forwarded(address, by, trusted(proxies)) == found


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("", Source.DIRECT),
        ("www.google.co.uk", Source.SEARCH),
        ("duckduckgo.com", Source.SEARCH),
        ("t.co", Source.SOCIAL),
        ("l.facebook.com", Source.SOCIAL),
        ("news.example", Source.OTHER_SITE),
        ("paper.example", Source.OWN_PAGE),
        ("popular", 7),
        ("related", 5),
        ("." * 90, Source.OTHER_SITE),
    ],
)
def test_of_where_a_reader_comes_from_only_the_kind_is_kept(said, source):
    assert source_of(said, own_host="paper.example:8000") == source


def count_a_lot(folder, number):
    counter = Counter(folder)
    for reader in range(200):
        read(counter, 1 + reader, address=f"10.{reader}.0.1", agent=browser(1))
    for reader in range(50):
        read(counter, 1 + reader, address=f"11.{reader}.{number}.1", agent=browser(1))


def count_until_killed(folder, acknowledged, round_):
    counter = Counter(folder)
    with acknowledged.open("a") as said:
        for reader in range(60_000):
            article, address = 1 + reader % 490, f"{10 + round_}.{reader // 250}.{reader % 250}.1"
            if read(counter, article, address=address, agent=browser(1)) == Verdict.COUNTED:
                said.write(f"{article} {address} .\n")
                said.flush()


@pytest.fixture
def counter(tmp_path):
    made = Counter(tmp_path)
    made.live.replace(np.arange(1, 101))
    yield made
    made.close()


def read(counter, article, *, address="192.0.2.1", agent=None, at=NOON):
    return counter.read(article, address=address, agent=browser(1) if agent is None else agent, now=at)


def share_address(counter):
    """Let an address be read from by ten people in the half day before."""
    for article in range(1, 11):
        read(counter, article, agent=browser(article), at=NOON - 3600 + article)


def browser(number):
    return FIREFOX.format(number, number)


def counted(folder):
    total = {}
    for hour in tallies.hours(folder):
        counts = tallies.read_hour(folder, hour)[:, :2].sum(axis=1)
        for article in np.flatnonzero(counts).tolist():
            total[article] = total.get(article, 0) + int(counts[article])
    return total


def worth(counter, *, at):
    tallies.prepare(counter.folder, now=at)
    hours = at % tallies.EPOCH / tallies.HOUR
    return tallies.read_sums(counter.folder, now=at) * np.exp2(-hours / np.array(tallies.HALF_LIVES * 2))


def salts(counter):
    return {path.read_bytes() for path in counter.folder.glob("half-day-*/salt")}
