"""Say who tries to sign in: a name as names are compared, and the network of a request."""

import unicodedata
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Network
from typing import Any

from django.conf import settings

from ...audience.counting.networks import forwarded, origin, trusted

LONGEST_NAME = 150
UNKNOWN = "unknown"


def compared(name: str) -> str:
    """Return a name as it is counted: NFKC, without case, odd spaces and what cannot be printed.

    It is coarser than the names of accounts, so that no spelling of a name has tries of its own.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    printable = "".join(each if each.isprintable() else " " for each in plain)
    return " ".join(printable.split())[:LONGEST_NAME]


def network_of(environ: Mapping[str, Any]) -> str:
    """Return the network of a request: an IPv4 address, or the /64 of an IPv6 one.

    X-Forwarded-For counts only where a trusted proxy has written it.
    """
    address = environ.get("REMOTE_ADDR", "")
    proxies = settings.OPTIONS.trusted_proxies
    if proxies:
        address = forwarded(address, environ.get("HTTP_X_FORWARDED_FOR", ""), trusted(proxies))
    found = origin(address)
    if found is None:
        return UNKNOWN
    if len(found.address) == 4:
        return str(IPv4Address(found.address))
    return str(IPv6Network((found.address + bytes(8), 64)))
