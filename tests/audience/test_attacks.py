"""Popular cannot be bought from few networks, and the alarm rings for who tries: replayed against three stories at once.

An unread story, a middling and a leading one are attacked by three attackers whose networks and stories have nothing in
common. What an attack adds is the difference to the same paper without it.
"""

import shutil
from dataclasses import dataclass

import attacks
import numpy as np
import pytest
from reading_town import (
    AT,
    ATTACKED,
    EARLY,
    HOUR,
    LATE,
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

WATCHED = (*ATTACKED, VIRAL, NEWSLETTER)
SIZES = [pytest.param(3000, id="3000"), pytest.param(30_000, id="30000", marks=pytest.mark.slow)]
# Of each attack how many readers it may add to a story, or which part of those outside its networks, if that is more.
MOST = {
    attacks.one_address_wide_then_narrow: (3, 0.05),
    attacks.ten_addresses_wide_then_narrow: (30, 0.25),
    attacks.ten_addresses_within_half_an_hour: (30, 0.25),
    attacks.ten_addresses_that_buy_a_share: (30, 0.25),
    attacks.hundred_addresses_wide_then_narrow: (300, 2.5),
    attacks.two_hundred_addresses_that_drip_over_three_days: (600, 5.0),
    # Two are free and two are earned: with some providers a /48 is many households.
    attacks.one_48_of_ipv6: (4, 0.05),
    attacks.four_hundred_48s_of_one_provider: (24, 0.0),
    attacks.four_hundred_48s_that_read_others_an_hour_before: (24, 0.0),
    attacks.four_hundred_48s_that_read_others_in_the_morning: (24, 0.0),
    attacks.two_providers_of_ipv6_that_read_much: (80, 0.0),
    # 22, and three times its share of the others, which these addresses have made large.
    attacks.two_hundred_and_fifty_addresses_of_one_16: (30, 2.0),
    attacks.insider_behind_a_carrier: (3, 0.05),
}
# Behind how many others a story that hardly anybody reads stays where 30,000 read the paper: without an attack 1,601.
BEHIND = {
    attacks.one_address_wide_then_narrow: 800,
    attacks.ten_addresses_wide_then_narrow: 100,
    attacks.one_48_of_ipv6: 800,
    attacks.four_hundred_48s_of_one_provider: 100,
    attacks.four_hundred_48s_that_read_others_an_hour_before: 100,
    attacks.four_hundred_48s_that_read_others_in_the_morning: 100,
    attacks.two_hundred_and_fifty_addresses_of_one_16: 100,
    attacks.insider_behind_a_carrier: 800,
}
# They look like readers: each address counts as one, and a few behind shared addresses with them.
LIKE_READERS = {
    attacks.ten_cold_addresses: 10,
    attacks.hundred_warm_addresses: 100,
    attacks.thousand_warm_addresses: 1000,
}
# Where an honest crowd stands if each of its readers counts. What strangers alone read is held back by Popular.
PLACE_OF_ALL = {(3000, VIRAL): 1, (3000, NEWSLETTER): 1, (30_000, VIRAL): 1, (30_000, NEWSLETTER): 5}


@pytest.mark.parametrize("attack", MOST, ids=lambda attack: attack.__name__)
def test_an_attack_adds_few_readers_and_the_alarm_rings(paper, attack):
    replay = paper.attacked(attack)

    readers, share = MOST[attack]
    over = {
        story: added
        for story, added in replay.added().items()
        if added > max(readers, share * replay.outside(story))
    }
    waits = {story: replay.wait_for_alarm(story) for story in ATTACKED}
    late = {story: wait for story, wait in waits.items() if wait is None or wait > 600}
    behind = BEHIND.get(attack, 0) if paper.town.readers_a_day == 30_000 else 0
    assert (over, late, replay.rank_of(UNREAD) > behind) == ({}, {}, True)


@pytest.mark.parametrize("attack", LIKE_READERS, ids=lambda attack: attack.__name__)
def test_addresses_that_read_a_story_once_count_once_and_ring_no_alarm(paper, attack):
    replay = paper.attacked(attack)

    addresses = LIKE_READERS[attack]
    most = addresses + max(2, 0.05 * addresses)
    over = {story: added for story, added in replay.added().items() if added > most}
    assert (over, [replay.wait_for_alarm(story) for story in ATTACKED]) == ({}, [None] * 3)


@pytest.mark.parametrize(
    ("story", "part", "seconds", "others"), [(VIRAL, 10, 2 * HOUR, 0.08), (NEWSLETTER, 60, 1200, 0.0)]
)
def test_an_honest_crowd_keeps_its_place_and_rings_no_alarm(paper, story, part, seconds, others):
    readers = paper.town.readers_a_day // part
    crowd = paper.town.crowd(story, readers=readers, begins=AT - seconds, seconds=seconds, others=others)

    replay = paper.replay({story: crowd})

    # One provider of IPv6 serves a tenth of the crowd, and not all of these readers count.
    assert replay.added()[story] >= 0.85 * readers
    most = PLACE_OF_ALL[paper.town.readers_a_day, story] + 2
    assert (replay.rank_of(story) <= most, replay.wait_for_alarm(story)) == (True, None)


@dataclass(frozen=True)
class Said:
    """What became of a read."""

    moment: float
    address: str
    verdict: Verdict


class Replay:
    """What became of the reads of some stories since midnight, and the order of all stories in the last hour."""

    def __init__(self, extra, said, order, *, without):
        self._extra, self._said, self._order = extra, said, order
        self._without = without

    def readers(self, story):
        return [each for each in self._said[story] if each.verdict == Verdict.COUNTED]

    def added(self):
        """Return how many readers more than without the attack each of its stories has."""
        return {story: len(self.readers(story)) - len(self._without.readers(story)) for story in self._extra}

    def outside(self, story):
        """Return how many readers a story has without the attack, but for those behind its addresses."""
        attackers = self._attackers(story)
        return sum(each.address not in attackers for each in self._without.readers(story))

    def rank_of(self, story):
        return self._order.index(story) + 1

    def wait_for_alarm(self, story):
        """Return how many seconds after the attack's twentieth refused read the alarm rings, or None where it never does."""
        attackers = self._attackers(story)
        last = [each for each in self._said[story] if each.moment >= LATE - HOUR]
        refused = [each for each in last if each.verdict == Verdict.REFUSED]
        of_attack = [each.moment for each in refused if each.address in attackers]
        if len(of_attack) < LEAST_REFUSED:
            return None
        twentieth = of_attack[LEAST_REFUSED - 1]
        moments = [
            np.array([each.moment for each in some])
            for some in (refused, [each for each in last if each.verdict == Verdict.COUNTED])
        ]
        for now in np.arange(twentieth, AT, 60.0):
            for window in WINDOWS:
                since = now - window.total_seconds()
                if rings(*(int(((each > since) & (each <= now)).sum()) for each in moments)):
                    return now - twentieth
        return None

    def _attackers(self, story):
        return {address for _, _, address, _ in self._extra[story]}


class Paper:
    """A paper that was read until the morning of the second day; what begins later is replayed from a copy."""

    def __init__(self, folder, readers_a_day):
        self.town = Town(readers_a_day)
        self._folder = folder
        self._honest = self.town.reads()
        self._replays = 0
        morning = self._opened(folder / "morning")
        self._morning = self._read(morning, [each for each in self._honest if each[0] < EARLY])
        morning.close()
        self._without = None
        self._without = self.replay({})

    def attacked(self, attack):
        return self.replay({story: attack(story, which) for which, story in enumerate(ATTACKED)})

    def replay(self, extra):
        """Let the honest readers and those of each story's attack read."""
        added = [read for reads in extra.values() for read in reads]
        begins = EARLY if all(read[0] >= EARLY for read in added) else 0.0
        self._replays += 1
        folder = self._folder / f"replay-{self._replays}"
        if begins:
            shutil.copytree(self._folder / "morning", folder)
        counter = self._opened(folder)
        said = self._read(counter, sorted([read for read in self._honest if read[0] >= begins] + added))
        if begins:
            said = {story: self._morning[story] + said[story] for story in WATCHED}
        sums = tallies.worth(tallies.read_sums(folder, now=AT)[: STORIES + 3], AT)
        order = np.argsort(-popular.credited(sums)[:, 0], kind="stable").tolist()
        counter.close()
        shutil.rmtree(folder)
        return Replay(extra, said, order, without=self._without)

    def _read(self, counter, reads):
        said = {story: [] for story in WATCHED}
        for moment, story, address, agent in reads:
            verdict = counter.read(story, address=address, agent=agent, now=moment)
            if story in said and moment >= MIDNIGHT:
                said[story].append(Said(moment, address, verdict))
        return said

    def _opened(self, folder):
        counter = Counter(folder)
        counter.live.replace(np.arange(1, STORIES + 3))
        return counter


@pytest.fixture(scope="module", params=SIZES)
def paper(request, tmp_path_factory):
    return Paper(tmp_path_factory.mktemp("paper"), request.param)
