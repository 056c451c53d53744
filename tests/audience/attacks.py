"""Attacks on Popular: who reads what before, and how often then the story that is to be read most.

Each is a function of a story and a number that sets its networks apart from those of others; it returns its reads.
"""

from collections.abc import Callable

from reading_town import AT, HOUR, Read, narrowly, scattered, widely

Attack = Callable[[int, int], list[Read]]
# Networks of one attack are apart from those of another by so many addresses.
APART = 3000


def one_address_wide_then_narrow(story: int, which: int) -> list[Read]:
    """Read 1,900 stories in the morning, then one in the evening with 1,000 browser strings."""
    address = _scattered(1, which)
    return [*widely(address, 1900), *narrowly(address, 1000, story)]


def ten_addresses_wide_then_narrow(story: int, which: int) -> list[Read]:
    addresses = _scattered(10, which)
    return [*widely(addresses, 400), *narrowly(addresses, 200, story)]


def hundred_addresses_wide_then_narrow(story: int, which: int) -> list[Read]:
    addresses = _scattered(100, which)
    return [*widely(addresses, 60), *narrowly(addresses, 31, story)]


def ten_addresses_within_half_an_hour(story: int, which: int) -> list[Read]:
    addresses = _scattered(10, which)
    return [
        *widely(addresses, 400),
        *narrowly(addresses, 100, story, begins=AT - HOUR / 2, seconds=HOUR / 2 - 1),
    ]


def four_hundred_48s_of_one_provider(story: int, which: int) -> list[Read]:
    return narrowly(_ipv6_provider(which, 400, 8), 1, story)


def insider_behind_a_carrier(story: int, which: int) -> list[Read]:
    """Read a story with 1,000 browser strings from an address behind which 250 people read the paper."""
    return narrowly([f"100.{64 + which % 2}.{which // 2}.9"], 1000, story)


OF_NETWORKS: tuple[Attack, ...] = (
    one_address_wide_then_narrow,
    ten_addresses_wide_then_narrow,
    hundred_addresses_wide_then_narrow,
    ten_addresses_within_half_an_hour,
    four_hundred_48s_of_one_provider,
    insider_behind_a_carrier,
)


def _scattered(count: int, which: int) -> list[str]:
    return [scattered(which * APART + each) for each in range(count)]


def _ipv6_provider(which: int, networks: int, of_each: int) -> list[str]:
    return [f"2a0{3 + which}:4f8:{i:x}:{k:x}::1" for i in range(networks) for k in range(of_each)]
