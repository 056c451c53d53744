"""Write an address in the one form in which the registry knows it, whatever trackers have hung on to it."""

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from django.utils.encoding import iri_to_uri, uri_to_iri

LONGEST = 500
# Parameters that say by which way a reader came, and nothing of the page that is wanted; also written into configurations.
TRACKERS = (
    "utm_[a-z0-9_]+", "mtm_[a-z_]+", "pk_[a-z_]+", "hsa_[a-z]+", "at_[a-z0-9_]+", "ns_[a-z_]+", "_hs[a-z]+", "fbclid",
    "fb_[a-z_]+", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_[a-z]+", "srsltid", "_ga", "_gl", "msclkid", "twclid",
    "ttclid", "yclid", "ysclid", "igshid", "igsh", "li_fat_id", "mc_[ce]id", "mkt_tok", "vero_id", "oly_[a-z]+_id", "epik",
    "cmp", "cmpid", "ito", "spm", "xtor", "ref_src",
)  # fmt: skip
_TRACKER = re.compile(f"(?:{'|'.join(TRACKERS)})$", re.IGNORECASE)
# Of a query with more parameters than these no single one is looked up.
MOST_PARAMETERS = 8


def normal_form(address: str) -> str:
    """Return path and query of an address: decoded, no slash at the end, parameters sorted, no trackers, no host."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    query = meaning(parts.query)
    return f"{normal_path(parts.path)}?{query}" if query else normal_path(parts.path)


def normal_path(path: str) -> str:
    """Return a path decoded, with a slash in front and none at the end."""
    return "/" + decoded(path).strip("/")


def written(path: str) -> str:
    """Return a path as an address has it, each byte of a letter outside ASCII as `%` and two digits (RFC 3986, 2.1)."""
    return path if path.isascii() else iri_to_uri(path)


def decoded(path: str) -> str:
    """Return a path with its letters as people read them: no percent signs stand for any, and each is written in one way.

    A NUL becomes the replacement character: PostgreSQL refuses to look for one.
    """
    return unicodedata.normalize("NFC", unquote(path).replace("\0", "\ufffd"))


def meaning(query: str, ours: Collection[str] = ()) -> str:
    """Return the parameters of a query that are neither trackers' nor among `ours`, sorted; empty where there is none."""
    said = (each for each in query.split("&") if each)
    strange = [each for each in said if not is_tracker(name := each.partition("=")[0]) and name not in ours]
    return uri_to_iri("&".join(sorted(strange)))


def forms(path: str, query: str) -> list[str]:
    """List the forms under which the registry may know a path with a query, as `meaning` gives it; the fullest first.

    Somebody may have added a parameter that we do not know to be a tracker's, so each parameter is looked up alone as well.
    """
    path = normal_path(path)
    if not query:
        return [path]
    single = query.split("&")
    alone = single if 1 < len(single) <= MOST_PARAMETERS else []
    return [f"{path}?{each}" for each in (query, *alone)]


def is_tracker(name: str) -> bool:
    """Return True for a parameter that trackers hang on to addresses."""
    return _TRACKER.match(name) is not None
