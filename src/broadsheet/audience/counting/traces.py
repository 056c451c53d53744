"""Say how widely the networks of a read have read in two half days, and how often they have read its article."""

from . import allowances
from .generations import Generation, pair
from .networks import Origin

# Of an article: of an address, of the network around it and of its provider.
Readers = tuple[int, int, int]

# Stands for all articles: no article has this number.
ALL = 0


class Traces:
    """What one half day remembers of an address, the network around it and its provider, and of them and one article.

    `breadth` is how many different articles the address read, and the network around it. `readers` is how many readers
    of the article were counted: of the address, of the network around it, of the provider.
    """

    __slots__ = ("_article", "_half_day", "address", "around", "breadth", "provider", "readers")

    def __init__(self, half_day: Generation, come_from: Origin, article: int) -> None:
        self._half_day, self._article = half_day, article
        count = half_day.count
        self.provider = half_day.key(b"provider" + come_from.provider)
        self.around = half_day.key(b"around" + come_from.neighbourhood)
        self.address = 0
        of_address = around = breadth = 0
        breadth_around = count(self.around)
        # Where nobody around it was seen, the address was not.
        if breadth_around:
            around = count(pair(self.around, article))
            self.address = half_day.key(come_from.address)
            if breadth := count(self.address):
                of_address = count(pair(self.address, article))
        self.breadth = breadth, breadth_around
        self.readers: Readers = of_address, around, count(pair(self.provider, article))

    def addresses(self) -> int:
        """Return how many addresses have read the article."""
        return self._half_day.count_many(self._half_day.story(self._article))

    def shares_of_reads(self) -> tuple[float, float, float]:
        """Return the part of the half day's reads that came from the address, the network around it and the provider."""
        half_day = self._half_day
        return (
            allowances.share(
                half_day.count(pair(self.address, ALL)),
                half_day.reads,
                largest=allowances.LARGEST_SHARE_OF_ADDRESS,
            )
            if self.address
            else 0.0,
            allowances.share(
                half_day.count(pair(self.around, ALL)),
                half_day.reads,
                largest=allowances.LARGEST_SHARE_OF_NEIGHBOURHOOD,
            ),
            allowances.share(half_day.count_many(pair(self.provider, ALL)), half_day.reads),
        )

    def add(self, come_from: Origin) -> None:
        """Remember that a read was counted."""
        half_day, article = self._half_day, self._article
        address = self.address or half_day.key(come_from.address)
        of_address, around, _ = self.readers
        if not of_address:
            half_day.add(address)
        if not around:
            half_day.add(self.around)
        for network in (address, self.around, self.provider):
            half_day.add(pair(network, article))
        half_day.add(pair(address, ALL))
        half_day.add(pair(self.around, ALL))
        half_day.add_many(pair(self.provider, ALL))


def together(today: Traces, past: Traces | None) -> Readers:
    """Return how many readers of the article were counted in both half days."""
    if past is None:
        return today.readers
    (address, around, provider), (was_address, was_around, was_provider) = today.readers, past.readers
    return address + was_address, around + was_around, provider + was_provider


def is_too_much(today: Traces, past: Traces | None, readers: Readers, *, free: float, is_ipv6: bool) -> bool:
    """Return True if one reader more would be more than a network of the read may add to its article.

    `free` is what every provider may add.
    """
    of_address, around, of_provider = readers
    free_around = allowances.OF_IPV6_NEIGHBOURHOOD if is_ipv6 else allowances.OF_NEIGHBOURHOOD
    # Most reads stay within what is free, and nothing more needs to be looked up.
    if of_address < allowances.OF_ADDRESS and around < free_around and of_provider + 1 <= free:
        return False
    breadth, breadth_around = past.breadth if past else (0, 0)
    shares = past.shares_of_reads() if past else (0.0, 0.0, 0.0)
    addresses = today.addresses() + (past.addresses() if past else 0)
    most = allowances.most_of_ipv6_provider if is_ipv6 else allowances.most_of_provider
    # Readers of a network are at least as many as its addresses: nobody is counted as outside who is not.
    return (
        of_address + 1 > allowances.most(allowances.OF_ADDRESS, breadth, shares[0], addresses - of_address)
        or around + 1 > allowances.most(free_around, breadth_around, shares[1], addresses - around)
        or of_provider + 1 > most(free, shares[2], max(0, addresses - of_provider))
    )


def is_another_address(readers: Readers, *, free: float, is_ipv6: bool) -> bool:
    """Return True if a read that is counted is the first of its address, so that it is one more outside all others.

    Of IPv6, where addresses cost nothing, only the first of its /48 is one, and only as many as are free for its provider.
    """
    of_address, around, of_provider = readers
    return not around and of_provider + 1 <= free if is_ipv6 else not of_address
