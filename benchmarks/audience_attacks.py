"""Count a made town of readers, and what attackers send into it, through the counter that serves.

300,000 readers a day over two days: six of ten at home, three behind carriers' shared addresses (150 to one), one in an
office; 5,000 articles, read by a power law. Against it stand exact sets of the same rule, the true readers, and what
counting hits, browser strings or addresses would say of an attack:
    python benchmarks/audience_attacks.py [readers a day]
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from broadsheet.audience.counting import Counter, Verdict, counter, tallies
from broadsheet.rails import popular

ARTICLES, DAYS, READS = 5_000, 2, 3.0
BEGINS = 20_000 * 86_400.0
ENDS = BEGINS + DAYS * 86_400 - 60
HITS = 1_000_000
PUSHED = 2_500
AGENTS = [
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{100 + version}.0.0.0 Safari/537.36"
    for version in range(60)
]


class Read(NamedTuple):
    """One read: when, of what, and by whom; `person` is known only here."""

    second: float
    article: int
    address: str
    agent: str
    person: int = 0


class Town:
    """Readers and what they read."""

    def __init__(self, readers: int) -> None:
        random = np.random.default_rng(1)
        kind = random.choice(3, readers, p=[0.6, 0.3, 0.1])
        person = np.arange(readers)
        # So many readers share an address: a household of two, a carrier's 150, an office of 40.
        place = np.where(kind == 0, person // 2, np.where(kind == 1, person // 150, person // 40))
        self._address = [
            f"{(20, 90, 150)[k]}.{p >> 16 & 255}.{p >> 8 & 255}.{p & 255}"
            for k, p in zip(kind.tolist(), place.tolist(), strict=True)
        ]
        self._agent = random.choice(len(AGENTS), readers, p=_falling(len(AGENTS), 1.0)).tolist()
        self._random = random
        self._readers = readers

    def reads(self) -> Iterator[Read]:
        """Yield every read in the order of time."""
        weights = _falling(ARTICLES, 0.9)
        for day in range(DAYS):
            count = int(self._readers * READS)
            # A new day has other favourites, a tenth of them.
            order = np.arange(ARTICLES)
            moved = self._random.choice(ARTICLES, ARTICLES // 10, replace=False)
            order[np.sort(moved)] = order[moved]
            who = self._random.integers(0, self._readers, count).tolist()
            what = order[self._random.choice(ARTICLES, count, p=weights)].tolist()
            hours = np.clip(self._random.normal(15, 4.5, count), 0, 23.98)
            when = np.sort(BEGINS + day * 86_400 + hours * 3600).tolist()
            for second, person, article in zip(when, who, what, strict=True):
                yield Read(
                    second, article + 1, self._address[person], AGENTS[self._agent[person]], person + 1
                )


def main() -> None:
    """Print accuracy, and the rank of an article after each attack."""
    readers = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    honest = list(Town(readers).reads())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "audience"
        begun = time.process_time()
        verdicts = _count(folder, honest)
        spent = (time.process_time() - begun) / len(honest) * 1e6
        print(f"{len(honest):,} reads, {spent:.0f} us of processor each: {_told(verdicts)}")
        used = sum(path.stat().st_blocks * 512 for path in folder.glob("half-day-*/*"))
        entries = sum(np.fromfile(path, np.uint32, 1)[0] for path in folder.glob("half-day-*/table-*"))
        print(f"  what is remembered of two half days: {used / 1e6:.0f} MB, {entries:,} entries")
        _accuracy(folder, honest)
        _attacks(Path(name), folder, honest)


def _count(folder: Path, reads: Iterable[Read]) -> dict[Verdict, int]:
    counting = Counter(folder)
    if not counting.live.has(1):
        counting.live.replace(np.arange(1, ARTICLES + 1))
    verdicts = dict.fromkeys(Verdict, 0)
    for each in reads:
        verdicts[counting.read(each.article, address=each.address, agent=each.agent, now=each.second)] += 1
    counting.close()
    return verdicts


def _accuracy(folder: Path, honest: list[Read]) -> None:
    counted, sums = _by_hour(folder), _worth(folder)
    exact_counts, exact_sums = _exactly(honest)
    true = {(each.person, each.article, int(each.second // 86_400)) for each in honest}
    print(f"  against exact sets of the same rule: total {counted.sum() / exact_counts.sum():.5f}")
    for scale, hours in enumerate(popular.HALF_LIVES):
        own, exact = (popular.credited(each)[:, scale] for each in (sums, exact_sums))
        same = np.argsort(-own)[:10].tolist() == np.argsort(-exact)[:10].tolist()
        print(
            f"  half-life {hours:5} h: first ten {'the same' if same else 'DIFFER'}, Kendall of 200 {_kendall(own, exact):.4f}"
        )
    print(f"  true readers counted: {counted.sum() / len(true):.3f}")
    persons = np.zeros((ARTICLES + 1, 3))
    seen = set()
    for each in honest:
        key = (each.person, each.article, int(each.second // 86_400))
        if key not in seen:
            seen.add(key)
            persons[each.article] += [
                2 ** (-(ENDS - each.second) / 3600 / hours) for hours in popular.HALF_LIVES
            ]
    for scale, hours in enumerate(popular.HALF_LIVES):
        own = popular.credited(sums)[:, scale]
        print(
            f"  against true readers, half-life {hours:5} h: Kendall of 200 {_kendall(own, persons[:, scale]):.4f}"
        )


def _attacks(scratch: Path, folder: Path, honest: list[Read]) -> None:
    hits, agents, addresses = _plain(honest)
    print(
        f"\n{HITS:,} hits in the last two hours on the article ranked about {PUSHED}; its rank by reads of a day / of now"
    )
    print(
        f"{'attacker':44} {'hits':>6} {'address+browser':>16} {'addresses':>10} {'Broadsheet':>14}  readers credited"
    )
    for name, attack in _kinds(honest):
        target = scratch / "attacked"
        shutil.copytree(folder, target)
        before = popular.credited(_worth(folder))[PUSHED]
        sent = list(attack)
        _count(target, sent)
        own = [each for each in sent if each.article == PUSHED]
        more = (
            len(own),
            len({(each.address, each.agent) for each in own}),
            len({each.address for each in own}),
        )
        sums = popular.credited(_worth(target))
        day, now = (_rank(sums[:, scale]) for scale in (2, 0))
        credited = sums[PUSHED][2] - before[2]
        naive = [
            int((counts[1:] > counts[PUSHED] + extra).sum()) + 1
            for counts, extra in zip((hits, agents, addresses), more, strict=True)
        ]
        print(
            f"{name:44} {naive[0]:>6} {naive[1]:>16} {naive[2]:>10} {f'{day} / {now}':>14}  {credited:.0f}",
            flush=True,
        )
        shutil.rmtree(target)


def _kinds(honest: list[Read]) -> list[tuple[str, Iterable[Read]]]:
    random = np.random.default_rng(2)
    scattered = [".".join(map(str, each)) for each in random.integers(1, 255, (10_000, 4)).tolist()]
    in_networks = [
        f"203.{network}.{network * 7 % 256}.{host}" for network in range(40) for host in range(1, 251)
    ]
    return [
        ("1 address", _push(["198.51.100.7"])),
        ("100 in one /24", _push([f"198.51.100.{host}" for host in range(1, 101)])),
        ("100 scattered", _push(scattered[:100])),
        ("10,000 in 40 /24", _push(in_networks)),
        ("the same, each browses three stories first", _push(in_networks, browses=True, hits=200_000)),
        ("10,000 scattered proxies", _push(scattered)),
        ("the same, each browses three stories first", _push(scattered, browses=True, hits=200_000)),
        ("an insider behind a carrier, 100,000 hits", _push(["90.0.0.3"], hits=100_000)),
        ("honest: 3,000 readers, most of this story only", _viral(honest)),
    ]


def _push(addresses: list[str], *, browses: bool = False, hits: int = HITS) -> Iterator[Read]:
    if browses:
        for number, address in enumerate(addresses):
            for step in range(3):
                article = (number * 13 + step * 977) % ARTICLES + 1
                yield Read(ENDS - 7200 + number * 0.05 + step, article, address, AGENTS[number % 60])
    for hit in range(hits):
        agent = f"{AGENTS[hit % 60]} v{hit % 997}"
        yield Read(ENDS - 6600 + 6600 * hit / hits, PUSHED, addresses[hit % len(addresses)], agent)


def _viral(honest: list[Read]) -> Iterator[Read]:
    """Readers where the town's readers are: six of ten at homes that never came before, the others where many are."""
    shared = sorted({each.address for each in honest if not each.address.startswith("20.")})
    for reader in range(3000):
        home = f"60.{reader // 256}.{reader * 7 % 256}.{reader % 251 + 1}"
        address = home if reader % 10 < 6 else shared[reader * 37 % len(shared)]
        second = ENDS - 7200 + reader * 2.4
        yield Read(second, PUSHED, address, AGENTS[reader * 11 % 60])
        if reader % 20 == 0:
            yield Read(second + 30, reader % ARTICLES + 1, address, AGENTS[reader * 11 % 60])


class _Exact:
    """The interface of a half day over Python's own dictionary."""

    def __init__(self, _folder: Path, number: int, **_named: Any) -> None:
        self.number = number
        self._counts: dict[Any, int] = _Exact.kept.setdefault(number, {})

    kept: dict[int, dict[Any, int]] = {}

    def key(self, of: bytes) -> bytes:
        return of

    def count(self, key: Any) -> int:
        return self._counts.get(key, 0)

    def add(self, key: Any) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1

    @property
    def used(self) -> int:
        return len(self._counts)

    def look(self) -> None:
        pass

    def close(self) -> None:
        pass


def _exactly(honest: list[Read]) -> tuple[np.ndarray, np.ndarray]:
    """Count by the same rule with exact sets in the place of tables."""
    kept = counter.Generation, counter.pair
    counter.Generation, counter.pair = _Exact, lambda network, article: (network, article)  # type: ignore
    try:
        with tempfile.TemporaryDirectory() as name:
            _count(Path(name), honest)
            return _by_hour(Path(name)), _worth(Path(name))
    finally:
        counter.Generation, counter.pair = kept  # type: ignore


def _by_hour(folder: Path) -> np.ndarray:
    return sum(
        tallies.read_hour(folder, hour)[: ARTICLES + 1, :2].sum(axis=1) for hour in tallies.hours(folder)
    )


def _worth(folder: Path) -> np.ndarray:
    return tallies.worth(tallies.read_sums(folder, now=ENDS)[: ARTICLES + 1], ENDS)


def _plain(honest: list[Read]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the last day looks like to who counts hits, browser strings by address, or addresses."""
    last = [each for each in honest if each.second > ENDS - 86_400]
    kinds = (
        (each.article for each in last),
        (article for article, *_ in {(each.article, each.address, each.agent) for each in last}),
        (article for article, _ in {(each.article, each.address) for each in last}),
    )
    hits, agents, addresses = (np.bincount(list(each), minlength=ARTICLES + 1) for each in kinds)
    return hits, agents, addresses


def _rank(values: np.ndarray) -> int:
    return int((values > values[PUSHED]).sum()) + 1


def _kendall(own: np.ndarray, exact: np.ndarray, first: int = 200) -> float:
    """Return Kendall's tau (1938) of the articles that are truly first."""
    chosen = np.argsort(-exact)[:first]
    a, b = own[chosen], exact[chosen]
    signs = np.sign(a[:, None] - a[None, :]) * np.sign(b[:, None] - b[None, :])
    return float(signs.sum() / (first * (first - 1)))


def _falling(count: int, power: float) -> np.ndarray:
    weights = 1.0 / np.arange(1, count + 1) ** power
    return weights / weights.sum()


def _told(verdicts: dict[Verdict, int]) -> str:
    return ", ".join(f"{count:,} {each.name.lower()}" for each, count in verdicts.items() if count)


if __name__ == "__main__":
    main()
