"""Say how many readers a network may add to a story.

Within bounds these are three times as many as its share of the paper would bring.

A network's share is its part of all reads of the half day before. `outside` is how many addresses outside it read the
story in this half day and the one before. So a network adds much only to what many others read as well.
"""

# What any network may add, where it read widely twice as much, and how often its share of the others' readers.
OF_ADDRESS = 1
OF_NEIGHBOURHOOD = 8
# A provider gives away /48s as it gives away addresses of IPv4.
OF_IPV6_NEIGHBOURHOOD = 2
TIMES = 3.0
# Each two articles read in the half day before are worth a reader, up to what the share allows.
EARNED = 0.5
# More than this of the paper is taken for no share: it can be bought by reading.
LARGEST_SHARE_OF_ADDRESS = 0.005
LARGEST_SHARE_OF_NEIGHBOURHOOD = 0.01
LEAST_READS = 50
# A provider (/16, IPv6 /32) may add so many readers whatever its share is, fewer in a paper with few reads.
# What it adds lets one or two more count elsewhere, behind shared addresses: together they stay within 24.
LEAST_OF_PROVIDER, MOST_OF_PROVIDER = 4, 22
PROVIDER_A_READ = 0.004
# Addresses of IPv6 cost nothing, and so does a share that they have read together: a provider adds for it this part of
# the readers elsewhere, or what is free in a large paper.
IPV6_TIMES = 0.03


def share(reads: int, of_all: int, *, largest: float = 1.0) -> float:
    """Return a network's part of all reads of a half day."""
    return min(largest, reads / max(LEAST_READS, of_all))


def most(free: int, breadth: int, share: float, outside: int) -> float:
    """Return how many readers an address or its neighbourhood may add. `free` of them need not be earned."""
    return free + min(EARNED * breadth, max(free, TIMES * share * outside))


def free_of_provider(reads: int) -> float:
    """Return how many readers every provider may add to a story, where a half day had so many reads."""
    return min(MOST_OF_PROVIDER, max(LEAST_OF_PROVIDER, PROVIDER_A_READ * reads))


def most_of_provider(free: float, share: float, outside: int) -> float:
    """Return how many readers a provider may add, with its share beside what is free."""
    return free + TIMES * share * outside


def most_of_ipv6_provider(free: float, share: float, outside: int) -> float:
    """Return how many readers a provider of IPv6 may add, which is what is free or what its share allows."""
    return max(free, min(TIMES * share * outside, max(MOST_OF_PROVIDER, IPV6_TIMES * outside)))
