"""Know the browser of an editor by a signed cookie, without the database.

The marker only has pages made again instead of taken from a cache. It grants nothing: rights come from the session.
"""

import time
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer

COOKIE = "broadsheet_editor"
LONGEST = 100
_SALT = "broadsheet.desk.marker"


def new_marker() -> str:
    """Return the value of a marker that is made now."""
    return _signer().sign(str(int(time.time())))


def is_editor(cookie_header: str, *, now: float | None = None) -> bool:
    """Return whether a Cookie header carries a marker that we have signed and that is no older than a session."""
    if COOKIE not in cookie_header:
        return False
    signed_at = _signed_at(_value(cookie_header))
    if signed_at is None:
        return False
    age = (time.time() if now is None else now) - signed_at
    return age <= settings.SESSION_COOKIE_AGE


def _value(cookie_header: str) -> str:
    """Return the cookie's value, the last one as Django reads them; RFC 6265, 5.4 separates pairs by semicolons."""
    found = ""
    for pair in cookie_header.split(";"):
        name, _equals, value = pair.partition("=")
        if name.strip(" \t") == COOKIE:
            found = value.strip(" \t")
    return found


@lru_cache(maxsize=256)
def _signed_at(value: str) -> int | None:
    if not 0 < len(value) <= LONGEST:
        return None
    try:
        return int(_signer().unsign(value))
    except (BadSignature, ValueError):
        return None


@lru_cache(maxsize=1)
def _signer() -> Signer:
    return Signer(salt=_SALT)
