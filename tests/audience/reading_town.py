"""A town that reads its paper for two days behind homes, carriers and offices, and those who want a story read more.

Of the readers 73 % are at home, two fifths of these with IPv6, at one of thirty providers of very different size; 17 %
share the address of a carrier with 250 others, and 10 % that of an office with 40. Each reads one to five of 2,000
stories, which are read after Zipf. A read is (moment, story, address, browser string).
"""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from random import Random

HOUR = 3600
# 15 November 2023, 20:24 UTC: half days of the counter turn at 0 and 12.
MIDNIGHT = 1_700_006_400
AT = MIDNIGHT + 20.4 * HOUR
EARLY = AT - 14 * HOUR
LATE = AT - 2 * HOUR
STORIES = 2000
# Places of the honest order that are attacked: a leading story, a middling one, and one that hardly anybody reads.
LEADING, MIDDLING, UNREAD = 10, 30, STORIES
ATTACKED = (UNREAD, MIDDLING, LEADING)
# Read only by those who attack or by the two honest crowds.
VIRAL, NEWSLETTER = STORIES + 1, STORIES + 2

Read = tuple[float, int, str, str]

_BY_STORY = list(accumulate(1 / rank**0.9 for rank in range(1, STORIES + 1)))
_BY_PROVIDER = list(accumulate(1 / rank for rank in range(1, 31)))


def browser(number: int) -> str:
    """Return one of 1,800 browser strings."""
    major = 60 + number % 90
    return f"Mozilla/5.0 (Windows NT 10.0; rv:{major}.{number // 90 % 20}) Gecko/20100101 Firefox/{major}.0"


class Town:
    """Readers of two days, and the same readers whenever it is asked."""

    def __init__(self, readers_a_day: int, *, seed: int = 7) -> None:
        self.readers_a_day = readers_a_day
        self._seed = seed

    def reads(self) -> list[Read]:
        """Return what is read until the moment of judgement, in the order of time."""
        chance = Random(self._seed)
        found = [
            read
            for day in (-1, 0)
            for reader in range(self.readers_a_day)
            for read in self._reader(day, reader, chance)
            if read[0] < AT
        ]
        return sorted(found)

    def _reader(self, day: int, reader: int, chance: Random) -> Iterator[Read]:
        address, agent = self.address(reader, chance), browser(chance.randrange(1800))
        moment = MIDNIGHT + (day + chance.betavariate(2.2, 1.6)) * 24 * HOUR
        for _ in range(chance.choice((1, 1, 2, 3, 5))):
            yield moment, _drawn(_BY_STORY, chance) + 1, address, agent
            moment += 60

    def address(self, reader: int, chance: Random) -> str:
        """Return an address behind which a reader may be."""
        kind = reader % 100
        if kind < 17:
            return f"100.{64 + reader % 2}.{reader // 100 * 17 // 250}.9"
        if kind < 27:
            office = chance.randrange(max(1, self.readers_a_day // 400))
            return f"{80 + office % 50}.{office // 50 % 250}.7.9"
        return _home(chance)

    def crowd(self, story: int, *, readers: int, begins: float, seconds: float, others: float) -> list[Read]:
        """Return readers of one story, each at home, of whom a part reads another story first."""
        chance = Random(self._seed + story)
        found: list[Read] = []
        for _ in range(readers):
            address, agent = _home(chance), browser(chance.randrange(1800))
            moment = begins + seconds * chance.random()
            found.append((moment, story, address, agent))
            if chance.random() < others:
                found.append((moment - 50, _drawn(_BY_STORY, chance) + 1, address, agent))
        return found


def _home(chance: Random) -> str:
    provider = _drawn(_BY_PROVIDER, chance)
    if chance.random() < 0.4:
        return f"2a02:{0x800 + provider:x}:{chance.randrange(1 << 16):x}:{chance.randrange(256):x}::1"
    return f"{20 + provider}.{provider * 7}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


def _drawn(cumulated: list[float], chance: Random) -> int:
    return bisect(cumulated, chance.random() * cumulated[-1])


def scattered(number: int) -> str:
    """Return the address of an attacker, each in a /16 of its own as far as there are any."""
    return f"{150 + number % 40}.{number * 7919 // 40 % 256}.{number * 104729 // 40 % 256}.{1 + number % 250}"


def widely(
    addresses: list[str],
    stories: int,
    *,
    begins: float = EARLY,
    seconds: float = 3000,
    among: int = STORIES,
    agents: int = 1,
) -> list[Read]:
    """Let each address read so many stories in turn, none of them one that is attacked.

    They are the first of the town's order, `among` how many; who reads more than there are does so as several browsers.
    """
    read = [story for story in range(1, among + 1) if story not in ATTACKED]
    return [
        (
            begins + (k + i / len(addresses)) * seconds / stories,
            read[(k * 37 + i) % len(read)],
            ip,
            browser(3 + k // len(read) % agents),
        )
        for i, ip in enumerate(addresses)
        for k in range(stories)
    ]


def narrowly(
    addresses: list[str], each: int, story: int, *, begins: float = LATE, seconds: float = 2 * HOUR
) -> list[Read]:
    """Let all addresses in turn read one story, each time as another browser."""
    count = len(addresses) * each
    return [
        (begins + seconds * k / count, story, addresses[k % len(addresses)], browser(k)) for k in range(count)
    ]
