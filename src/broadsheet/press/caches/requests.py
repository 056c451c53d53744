"""Requests to a cache in front over HTTP."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from .purges import Unreached

# A purge that takes longer is sent again later.
TIMEOUT = 5.0
_LONGEST_ANSWER = 100_000


def request(method: str, address: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Make one request and return the body of its answer. Raises Unreached for any answer but a success.

    Redirections are not followed: a token is for the host that it was given for. What is raised names neither headers
    nor body, which may hold one.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    # An address without a host reaches nobody, which is the same to the caller.
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body or None, dict(headers))
        answer = connection.getresponse()
        said = answer.read(_LONGEST_ANSWER)
    except (OSError, HTTPException) as error:
        raise Unreached(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise Unreached(f"it answers {answer.status} {answer.reason}")
    return said
