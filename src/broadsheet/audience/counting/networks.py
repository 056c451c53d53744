"""Say from which network a request comes, whoever passed it on."""

import socket
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import NamedTuple

# 4 bytes of an IPv4 address inside an IPv6 one (RFC 4291, 2.5.5.2).
_MAPPED = b"\0" * 10 + b"\xff\xff"

Networks = tuple[IPv4Network | IPv6Network, ...]


class Origin(NamedTuple):
    """Where a request comes from, as bytes: an address (of IPv6 its /64), the network around it (/24, /48), its provider's (/16, /32)."""

    address: bytes
    neighbourhood: bytes
    provider: bytes

    @property
    def is_ipv6(self) -> bool:
        return len(self.provider) > 2


def origin(address: str) -> Origin | None:
    """Return where an address belongs, or None for what is none.

    A household has a /64 of IPv6 to itself and changes addresses within it (RFC 8981).
    """
    try:
        if ":" not in address:
            packed = socket.inet_pton(socket.AF_INET, address)
            return Origin(packed, packed[:3], packed[:2])
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return None
    if packed.startswith(_MAPPED):
        return Origin(packed[12:], packed[12:15], packed[12:14])
    return Origin(packed[:8], packed[:6], packed[:4])


@lru_cache(maxsize=8)
def trusted(listed: str) -> Networks:
    """Read addresses and networks, separated by commas; ValueError says which is none."""
    return tuple(ip_network(each.strip(), strict=False) for each in listed.split(",") if each.strip())


def forwarded(address: str, by: str, proxies: Networks) -> str:
    """Return the address behind our own proxies: the last one in X-Forwarded-For that none of them has written."""
    for each in reversed(by.split(",")):
        if not each.strip() or not _is_in(address, proxies):
            break
        address = each.strip()
    return address


def is_one_of(address: str, networks: Networks) -> bool:
    """Return True if an address belongs to one of these networks; an IPv4 address may be written as IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None)
    return any((mapped or known) in network for network in networks)


# The addresses of our own proxies, which are few; never a reader's.
_known_proxies: set[tuple[str, Networks]] = set()
_MOST_PROXIES = 1000


def _is_in(address: str, networks: Networks) -> bool:
    if (address, networks) in _known_proxies:
        return True
    try:
        known = ip_address(address)
    except ValueError:
        return False
    is_in = any(known in network for network in networks)
    if is_in and len(_known_proxies) < _MOST_PROXIES:
        _known_proxies.add((address, networks))
    return is_in
