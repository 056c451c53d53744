"""A kind of work never holds more threads than it has room for, and nothing that has begun is broken off."""

import threading
import time

import pytest

from broadsheet.serving.bulkheads import Bulkhead, Busy, Room, Workshop


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


def test_however_many_ask_the_work_is_done_by_as_many_threads_as_there_are_places():
    workshop = Workshop(Room(places=2, queue=30), "test")
    seen = [[] for _number in range(20)]

    def work() -> str:
        time.sleep(0.01)
        return threading.current_thread().name

    asking = [threading.Thread(target=lambda names=names: names.append(workshop.do(work))) for names in seen]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert len({name for [name] in seen}) == 2


def test_work_that_cannot_begin_in_time_is_never_begun():
    workshop = Workshop(Room(places=1, queue=1, patience=0.1), "test")
    begun, free = [], threading.Event()
    first = threading.Thread(target=workshop.do, args=(lambda: free.wait(60),))
    first.start()
    time.sleep(0.05)
    with pytest.raises(Busy):
        workshop.do(lambda: begun.append(True))
    free.set()
    first.join()

    assert begun == []


def test_work_that_has_begun_is_awaited_however_long_it_takes():
    workshop = Workshop(Room(places=1, queue=0, patience=0.05), "test")

    assert workshop.do(lambda: time.sleep(0.2) or "done") == "done"


def test_what_work_raises_is_raised_where_it_is_awaited():
    def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        Workshop(Room(places=1, queue=0), "test").do(fail)


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
