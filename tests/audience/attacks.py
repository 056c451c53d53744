"""Attacks on Popular: who reads what before, and how often then the story that is to be read most.

Each is a function of a story and a number that sets its networks apart from those of others; it returns its reads.
What it reads before is never an attacked story, so that several may be attacked at once and none lifts another.
"""

from collections.abc import Callable

from reading_town import AT, EARLY, HOUR, LATE, Read, narrowly, scattered, widely

Attack = Callable[[int, int], list[Read]]
# Networks of one attack are apart from those of another by so many addresses.
APART = 3000
THREE_DAYS = (AT - 62 * HOUR, AT - 38 * HOUR, EARLY)


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


def ten_addresses_that_buy_a_share(story: int, which: int) -> list[Read]:
    """Read widely the day before, then the 40 leading stories with 20 browser strings each, then one story."""
    addresses = _scattered(10, which)
    bought = widely(addresses, 800, begins=EARLY, seconds=4 * HOUR, among=40, agents=40)
    return [
        *widely(addresses, 400, begins=AT - 26 * HOUR),
        *bought,
        *narrowly(addresses, 200, story),
    ]


def two_hundred_addresses_that_drip_over_three_days(story: int, which: int) -> list[Read]:
    addresses = _scattered(200, which)
    return [
        *(read for begins in THREE_DAYS for read in widely(addresses, 12, begins=begins)),
        *(read for begins in THREE_DAYS for read in narrowly(addresses, 7, story, begins=begins + 12 * HOUR)),
    ]


def one_48_of_ipv6(story: int, which: int) -> list[Read]:
    """Read one story from 3,000 addresses of one /48. In the morning each of them read another story."""
    addresses = _ipv6_provider(which, 1, 3000)
    return [*widely(addresses, 1), *narrowly(addresses, 1, story)]


def four_hundred_48s_of_one_provider(story: int, which: int) -> list[Read]:
    return narrowly(_ipv6_provider(which, 400, 8), 1, story)


def four_hundred_48s_that_read_others_an_hour_before(story: int, which: int) -> list[Read]:
    addresses = _ipv6_provider(which, 400, 8)
    return [*widely(addresses, 1, begins=LATE - HOUR), *narrowly(addresses, 1, story)]


def four_hundred_48s_that_read_others_in_the_morning(story: int, which: int) -> list[Read]:
    addresses = _ipv6_provider(which, 400, 8)
    return [*widely(addresses, 1), *narrowly(addresses, 1, story)]


def two_providers_of_ipv6_that_read_much(story: int, which: int) -> list[Read]:
    """Read 8,000 pages in the morning from 800 /48s, then one story from 6,400 addresses within them."""
    addresses = [*_ipv6_provider(2 * which, 400, 8), *_ipv6_provider(2 * which + 1, 400, 8)]
    return [*widely(addresses[::8], 10), *narrowly(addresses, 1, story)]


def two_hundred_and_fifty_addresses_of_one_16(story: int, which: int) -> list[Read]:
    addresses = [f"{200 + which}.77.{number % 60}.{1 + number // 60}" for number in range(250)]
    return [*widely(addresses, 12), *narrowly(addresses, 12, story)]


def insider_behind_a_carrier(story: int, which: int) -> list[Read]:
    """Read a story with 1,000 browser strings from an address behind which 250 people read the paper."""
    return narrowly([f"100.{64 + which % 2}.{which // 2}.9"], 1000, story)


def ten_cold_addresses(story: int, which: int) -> list[Read]:
    return narrowly(_scattered(10, which), 1, story)


def hundred_warm_addresses(story: int, which: int) -> list[Read]:
    addresses = _scattered(100, which)
    return [*widely(addresses, 1), *narrowly(addresses, 1, story)]


def thousand_warm_addresses(story: int, which: int) -> list[Read]:
    addresses = _scattered(1000, which)
    return [*widely(addresses, 1), *narrowly(addresses, 1, story)]


def _scattered(count: int, which: int) -> list[str]:
    return [scattered(which * APART + each) for each in range(count)]


def _ipv6_provider(which: int, networks: int, of_each: int) -> list[str]:
    return [f"2a0{3 + which}:4f8:{i:x}:{k:x}::1" for i in range(networks) for k in range(of_each)]
