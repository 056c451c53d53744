"""Content codings: which ones a client takes (RFC 9110, 12.5.3), and bytes in them."""

import gzip
import re
import sys
from collections.abc import Callable
from functools import lru_cache

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# What is smallest comes first. Of the same weight the first is taken.
PREFERRED = ("br", "zstd", "gzip", "identity")
# Brotli's fifth step costs a third of its sixth and is two hundredths larger.
BROTLI_QUALITY = 5
ZSTD_LEVEL = 6
GZIP_LEVEL = 6

_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@lru_cache(maxsize=512)
def accepted(header: str) -> str:
    """Return the codings that an Accept-Encoding header allows, best first, separated by commas.

    Without any other that fits, "identity" stands there even where the client refuses it: bytes are better than 406.
    """
    weights: dict[str, float] = {}
    for each in header.lower().split(","):
        name, _semicolon, parameter = each.strip().partition(";")
        found = _WEIGHT.fullmatch(parameter.replace(" ", "")) if parameter else None
        weights[name.strip()] = float(found[1]) if found else 0.0 if parameter else 1.0
    other = weights.get("*", 0.0)
    # What need not be named is taken when nothing better is.
    named = {name: weights.get(name, other) for name in PREFERRED if name != "identity"}
    named["identity"] = weights.get("identity", other if "*" in weights else 0.001)
    fit = [name for name in PREFERRED if named[name] > 0]
    fit.sort(key=lambda name: -named[name])
    return ",".join(fit) or "identity"


def compressed(raw: bytes, coding: str) -> bytes:
    """Return bytes in a coding. Raises KeyError for one that is not among PREFERRED."""
    return _CODERS[coding](raw)


def _brotli(raw: bytes) -> bytes:
    return bytes(brotli.compress(raw, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))


_CODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": _brotli,
    "zstd": lambda raw: zstd.compress(raw, ZSTD_LEVEL),
    "gzip": lambda raw: gzip.compress(raw, GZIP_LEVEL, mtime=0),
    "identity": lambda raw: raw,
}
