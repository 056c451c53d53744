"""With Valkey machines hear of each other at once; without it, or when it loses everything, nothing is lost."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from broadsheet.audience.counting import Counter
from broadsheet.audience.exchange import Exchange
from broadsheet.audience.models import DecayedReads
from broadsheet.audience.recording import Recorder
from broadsheet.audience.sums import KnownSums
from valkey_server import valkey

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_machine_hears_of_the_others_before_the_database_does(tmp_path):
    with valkey() as url:
        one, two = (Machine(tmp_path / name, url) for name in ("one", "two"))
        one.turn(NOON)
        two.turn(NOON)
        one.read(1, 3)
        two.read(1, 4, first=100)
        two.read(2, 1, first=200)
        for seconds in (3, 6):
            one.turn(NOON + timedelta(seconds=seconds))
            two.turn(NOON + timedelta(seconds=seconds))

        assert one.sums(NOON) == two.sums(NOON) == {1: 7, 2: 1}

        one.read(1, 5, first=300)
        one.turn(NOON + timedelta(seconds=9))
        two.turn(NOON + timedelta(seconds=9))
        assert two.sums(NOON) == {1: 12, 2: 1}
        written = DecayedReads.objects.get(article_id=1, node=one.recorder.node)
        assert written.cold_long + written.warm_long < 5 * 2 ** (NOON.timestamp() % (16 * 86_400) / 86_400)


def test_after_a_while_the_database_has_everything_too(tmp_path):
    with valkey() as url:
        one = Machine(tmp_path / "one", url)
        one.turn(NOON)
        one.read(1, 3)
        one.turn(NOON + timedelta(seconds=3))
        one.turn(NOON + timedelta(seconds=40))

    known = KnownSums()
    known.update(NOON)
    assert amounts(known, NOON) == {1: 3}


def test_a_valkey_that_goes_away_and_comes_back_empty_costs_nothing(tmp_path):
    with valkey() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        one, two = (Machine(tmp_path / name, url) for name in ("one", "two"))
        one.read(1, 3)
        one.turn(NOON)
        two.turn(NOON)
    # It is gone, with what it knew.
    one.read(1, 2, first=100)
    two.read(1, 1, first=200)
    for machine in (one, two, one):
        machine.turn(NOON + timedelta(seconds=3))
    assert one.sums(NOON) == {1: 6}

    with valkey(port):
        two.read(2, 4, first=300)
        for seconds in (6, 9):
            for machine in (two, one):
                machine.turn(NOON + timedelta(seconds=seconds))
        assert one.sums(NOON) == two.sums(NOON) == {1: 6, 2: 4}
        # All that a machine has is there again, for one that starts now.
        fresh = Exchange(f"valkey://127.0.0.1:{port}/0")
        assert set(fresh.rows([1, 2])[1]) == {one.recorder.node, two.recorder.node}


class Machine:
    """What one machine counts, and what it knows of all."""

    def __init__(self, folder, url: str) -> None:
        self.counter = Counter(folder)
        self.counter.live.replace(np.arange(1, 101))
        self.recorder = Recorder(folder, exchange=Exchange(url))
        self.known = KnownSums(exchange=Exchange(url))

    def read(self, article: int, times: int, *, first: int = 1) -> None:
        for number in range(first, first + times):
            address = f"10.{number % 250}.{number // 250}.1"
            self.counter.read(article, address=address, agent=FIREFOX, now=NOON.timestamp())

    def turn(self, now: datetime) -> None:
        self.recorder.record(now)
        self.known.update(now)

    def sums(self, now: datetime) -> dict[int, int]:
        return amounts(self.known, now)


def amounts(known: KnownSums, now: datetime) -> dict[int, int]:
    worth = known.at(now).reshape(-1, 2, 3).sum(axis=1)[:, 2]
    return {article: round(sums) for article, sums in zip(known.ids.tolist(), worth.tolist(), strict=True)}
