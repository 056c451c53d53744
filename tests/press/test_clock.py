"""When the clock is set back, nothing is shown that was made before: an embargo may hold it back again."""

from datetime import UTC, datetime

import pytest

from broadsheet.press import pressing
from broadsheet.press.cached_pages import NEVER, Assembled, CachedPage, TagSet, Whole, join
from broadsheet.press.pieces import Piece
from broadsheet.press.pressing import LONGEST_MAKING, SET_BACK_SECONDS, Press
from broadsheet.press.shared_values import LoadedValue

NOW = 1_790_000_000.0


@pytest.mark.parametrize("is_well", [True, False])
@pytest.mark.parametrize("path", ["/", "/2026/11/23/story/", "/feed/", "/nowhere/", "/section/town/"])
def test_nothing_made_before_is_left_when_the_clock_is_set_back(path, is_well, press, clock):
    keep(press, path)
    clock.now -= 3600
    press.keep_time(is_well=is_well)

    assert (path in press.cache.fresh, press.cache.stale(path)) == (False, None)


def test_what_pages_share_is_read_again_when_the_clock_is_set_back(press, clock):
    read = []
    share = press.shares.get("news", lambda: loaded(read))
    share.at(clock.now)
    clock.now -= 3600
    press.keep_time(is_well=True)
    share.at(clock.now)

    assert len(read) == 2


def test_what_was_in_the_making_meanwhile_is_dropped_once_it_is_made(press, clock):
    clock.now -= 3600
    press.keep_time(is_well=True)
    keep(press, "/begun-before/")
    clock.now += LONGEST_MAKING
    press.keep_time(is_well=True)
    keep(press, "/begun-after/")
    clock.now += 10 * LONGEST_MAKING
    press.keep_time(is_well=True)

    assert list(press.cache.fresh) == ["/begun-after/"]


@pytest.mark.parametrize("step", [-SET_BACK_SECONDS / 2, 0.0, 0.1, 3600.0])
def test_pages_stay_where_time_goes_on_or_is_put_right_by_a_little(step, press, clock):
    keep(press, "/")
    clock.now += step
    press.keep_time(is_well=True)

    assert list(press.cache.fresh) == ["/"]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pressing, "time", clock)
    return clock


@pytest.fixture
def press(clock) -> Press:
    press = Press(room=1_000_000, pause=0.1)
    press.keep_time(is_well=True)
    return press


def keep(press: Press, path: str) -> None:
    assembled = Assembled((Piece.of(b"x"),), (TagSet(["article:1"]),))
    joined = join(NEVER, Whole.share.value, assembled, now=0.0, before=None)
    page = CachedPage(Whole(assembled), status="200 OK", headers=(), best_before=NEVER, joined=joined)
    assert press.cache.keep(path, page, made_from=press.cache.heard)


def loaded(read: list[int]) -> LoadedValue:
    read.append(1)
    return LoadedValue(object(), frozenset({"edition:en"}), until=datetime(2100, 1, 1, tzinfo=UTC))
