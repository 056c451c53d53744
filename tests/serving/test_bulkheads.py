"""A kind of work never holds more threads than it has room for, and nothing that has begun is broken off."""

import threading
import time

import pytest

from broadsheet.serving.bulkheads import Bulkhead, Busy, Room


def test_work_beyond_places_and_queue_is_turned_away_at_once():
    with Crowd(Room(places=2, queue=3, patience=60)) as crowd:
        crowd.come(5)
        before = time.monotonic()

        with pytest.raises(Busy), crowd.bulkhead.place():
            pass
        assert time.monotonic() - before < 1


def test_only_so_much_is_done_at_a_time():
    with Crowd(Room(places=2, queue=3, patience=60)) as crowd:
        crowd.come(5)

        assert crowd.inside == 2


def test_who_waits_too_long_is_turned_away_and_leaves_its_slot():
    with Crowd(Room(places=1, queue=1, patience=0.05)) as crowd:
        crowd.come(1)
        for _attempt in range(3):
            with pytest.raises(Busy), crowd.bulkhead.place():
                pass


def test_all_room_is_free_again_when_all_is_done():
    bulkhead = Bulkhead(Room(places=2, queue=0))
    for _attempt in range(5):
        with bulkhead.place(), bulkhead.place():
            pass
    with pytest.raises(LookupError), bulkhead.place():
        raise LookupError

    with bulkhead.place(), bulkhead.place():
        pass


def test_one_network_has_a_part_of_the_room_only():
    bulkhead = Bulkhead(Room(places=3, queue=0, per_network=1))
    with bulkhead.place("a"), bulkhead.place("b"), pytest.raises(Busy), bulkhead.place("a"):
        pass

    with bulkhead.place("a"):
        pass


def test_a_network_that_is_turned_away_takes_no_slot():
    bulkhead = Bulkhead(Room(places=2, queue=0, per_network=1))
    with bulkhead.place("a"):
        for _attempt in range(5):
            with pytest.raises(Busy), bulkhead.place("a"):
                pass

        with bulkhead.place("b"):
            pass


class Crowd:
    """Threads that go into a bulkhead and stay there until the block is left."""

    def __init__(self, room: Room) -> None:
        self.bulkhead = Bulkhead(room)
        self.inside = 0
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def come(self, count: int) -> None:
        begun = threading.Barrier(count + 1)
        self._threads += [threading.Thread(target=self._stay, args=(begun,)) for _number in range(count)]
        for each in self._threads[-count:]:
            each.start()
        begun.wait()
        time.sleep(0.2)

    def _stay(self, begun: threading.Barrier) -> None:
        begun.wait()
        with self.bulkhead.place():
            self.inside += 1
            self._over.wait(60)

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()
