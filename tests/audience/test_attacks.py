"""Popular cannot be bought from few networks, and the alarm rings for who tries: replayed against three stories at once.

An unread story, a middling and a leading one are attacked by three attackers whose networks have nothing in common, in
a paper of 3,000 readers a day.
"""

import shutil
from collections import Counter as Count
from dataclasses import dataclass, field

import attacks
import numpy as np
import pytest
from reading_town import (
    AT,
    EARLY,
    HOUR,
    LATE,
    LEADING,
    MIDDLING,
    MIDNIGHT,
    NEWSLETTER,
    STORIES,
    UNREAD,
    VIRAL,
    Town,
)

from broadsheet.audience.alarm import LEAST_REFUSED, WINDOWS, rings
from broadsheet.audience.counting import Counter, Verdict, tallies
from broadsheet.rails import popular

ATTACKED = (UNREAD, MIDDLING, LEADING)
SIZES = [3000]
# Of each attack how many readers it may add to a story, or which part of those outside its networks, if that is more.
MOST = {
    attacks.one_address_wide_then_narrow: (3, 0.05),
    attacks.ten_addresses_wide_then_narrow: (30, 0.25),
    attacks.hundred_addresses_wide_then_narrow: (300, 2.5),
    attacks.ten_addresses_within_half_an_hour: (30, 0.25),
    attacks.four_hundred_48s_of_one_provider: (24, 0.0),
    attacks.insider_behind_a_carrier: (3, 0.05),
}


@pytest.mark.parametrize("attack", attacks.OF_NETWORKS, ids=lambda attack: attack.__name__)
def test_an_attack_adds_few_readers_and_the_alarm_rings(paper, attack):
    replay = paper.replay({story: attack(story, which) for which, story in enumerate(ATTACKED)})

    readers, share = MOST[attack]
    over = {
        story: replay.added[story]
        for story in ATTACKED
        if replay.added[story] > max(readers, share * replay.outside[story])
    }
    waits = {story: replay.wait_for_alarm(story) for story in ATTACKED}
    late = {story: wait for story, wait in waits.items() if wait is None or wait > 600}
    assert (over, late) == ({}, {})


@pytest.mark.parametrize(
    ("story", "part", "seconds", "others"), [(VIRAL, 10, 2 * HOUR, 0.08), (NEWSLETTER, 60, 1200, 0.0)]
)
def test_an_honest_crowd_is_counted_and_rings_no_alarm(paper, story, part, seconds, others):
    readers = paper.town.readers_a_day // part
    crowd = paper.town.crowd(story, readers=readers, begins=AT - seconds, seconds=seconds, others=others)

    replay = paper.replay({story: crowd})

    assert replay.added[story] >= 0.97 * readers
    assert (replay.rank_of(story) <= 3, replay.wait_for_alarm(story)) == (True, None)


@dataclass
class Replay:
    """What came of a replay: readers that an attack added to its story, readers outside it, and when reads were refused."""

    added: Count = field(default_factory=Count)
    outside: Count = field(default_factory=Count)
    said: dict = field(default_factory=dict)
    order: list = field(default_factory=list)

    def rank_of(self, story):
        return self.order.index(story) + 1

    def wait_for_alarm(self, story):
        """Return how many seconds after the twentieth refused read the alarm rings, or None where it never does."""
        said = self.said.get(story, [])
        refused = np.array([moment for moment, verdict in said if verdict == Verdict.REFUSED])
        counted = np.array([moment for moment, verdict in said if verdict == Verdict.COUNTED])
        if len(refused) < LEAST_REFUSED:
            return None
        twentieth = refused[LEAST_REFUSED - 1]
        for now in np.arange(twentieth, AT, 60.0):
            for window in WINDOWS:
                since = now - window.total_seconds()
                if rings(*(int(((each > since) & (each <= now)).sum()) for each in (refused, counted))):
                    return now - twentieth
        return None


class Paper:
    """A paper that was read until the morning of the second day; each replay goes on from a copy."""

    def __init__(self, folder, readers_a_day):
        self.town = Town(readers_a_day)
        self.folder = folder
        self._honest = self.town.reads()
        self._replays = 0
        morning = self._opened(folder / "morning")
        self._outside = Count()
        for moment, story, address, agent in self._honest:
            if moment < EARLY:
                verdict = morning.read(story, address=address, agent=agent, now=moment)
                self._outside[story] += verdict == Verdict.COUNTED and moment >= MIDNIGHT
        morning.close()

    def replay(self, extra):
        """Let the honest readers and those of each story's attack read."""
        begins = min(read[0] for reads in extra.values() for read in reads)
        self._replays += 1
        folder = self.folder / f"replay-{self._replays}"
        if begins >= EARLY:
            shutil.copytree(self.folder / "morning", folder)
        counter, replay = self._opened(folder), Replay()
        if begins >= EARLY:
            replay.outside = self._outside.copy()
        reads = [(*read, 0) for read in self._honest if begins < EARLY or read[0] >= EARLY]
        reads += [(*read, story) for story, more in extra.items() for read in more]
        for moment, story, address, agent, attacked in sorted(reads):
            verdict = counter.read(story, address=address, agent=agent, now=moment)
            if story in extra and moment >= LATE - HOUR:
                replay.said.setdefault(story, []).append((moment, verdict))
            if verdict == Verdict.COUNTED and story == (attacked or story) and moment >= MIDNIGHT:
                (replay.added if attacked else replay.outside)[story] += 1
        sums = tallies.worth(tallies.read_sums(folder, now=AT)[: STORIES + 3], AT)
        replay.order = np.argsort(-popular.credited(sums)[:, 0], kind="stable").tolist()
        counter.close()
        shutil.rmtree(folder)
        return replay

    def _opened(self, folder):
        counter = Counter(folder)
        counter.live.replace(np.arange(1, STORIES + 3))
        return counter


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size} a day")
def paper(request, tmp_path_factory):
    return Paper(tmp_path_factory.mktemp("paper"), request.param)
