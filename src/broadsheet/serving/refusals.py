"""Refuse requests that HTTP forbids or that nothing here can answer, before anything is read of them.

granian refuses what is malformed. It lets these through, and they are visible in the environment (PEP 3333).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from ..site.methods import ALLOW

# What a worker may be asked to do with an address that is not the desk's.
ALLOW_READING = ALLOW
ALLOW_COUNTING = "POST, OPTIONS"
# Bodies of this many bytes and more are read only for somebody who is signed in.
LARGEST_ANONYMOUS = 1 << 16
LARGEST_UPLOAD = 1 << 30


class Refusal(NamedTuple):
    """An answer that needs no page: a status, and headers beside those that every answer of ours has."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...] = ()
    sentence: str = ""


def refusal_of(environ: Mapping[str, Any]) -> Refusal | None:
    """Return why a request must be refused whatever its address is, None where it need not be."""
    host = environ.get("HTTP_HOST")
    if host is None or "," in host:
        # RFC 9112, 3.2: none, or several of them.
        return Refusal(HTTPStatus.BAD_REQUEST, sentence="A request names one host.")
    coding = environ.get("HTTP_TRANSFER_ENCODING", "chunked")
    if coding.strip().lower() != "chunked":
        # RFC 9112, 6.1: what we cannot decode would be read as something else.
        return Refusal(HTTPStatus.NOT_IMPLEMENTED, sentence="Bodies may be chunked, and in no other coding.")
    if environ["REQUEST_METHOD"] == "OPTIONS" and environ["PATH_INFO"] == "*":
        return Refusal(HTTPStatus.NO_CONTENT, (("Allow", f"{ALLOW_READING}, POST"),))
    return None


def refusal_of_method(method: str, allow: str) -> Refusal | None:
    """Return the answer to a method that an address does not know (RFC 9110, 15.5.6), and to OPTIONS."""
    if method == "OPTIONS":
        return Refusal(HTTPStatus.NO_CONTENT, (("Allow", allow),))
    if method not in allow.split(", "):
        return Refusal(
            HTTPStatus.METHOD_NOT_ALLOWED, (("Allow", allow),), f"This address answers {allow} only."
        )
    return None


def has_body(environ: Mapping[str, Any]) -> bool:
    """Return True if a request announces a body, without reading any of it."""
    return environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def refusal_of_body(environ: Mapping[str, Any], largest: int) -> Refusal | None:
    """Return why a body must be refused unread: it does not say how long it is, or is longer than `largest` bytes."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or not length.isascii():
        return Refusal(HTTPStatus.LENGTH_REQUIRED, sentence="Say how long the body is, in Content-Length.")
    if len(length) > 12 or int(length) > largest:
        return Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence=f"Bodies here have at most {largest:,} bytes."
        )
    return None
