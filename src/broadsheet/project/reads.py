"""Count reads as they stand on the line: what nearly every page reports is not worth a thread of its own."""

import time
from io import BytesIO
from typing import Any

from ..audience.beacon import HEADERS, LONGEST_BODY, PATH, take
from ..press.fields import END, fields_of
from ..press.openings import Openings

# The rest of a request must come before it can be answered.
MORE = b""
LONGEST_HEAD = 8_192
KEEP = "keep-alive"

_READ = f"POST {PATH} HTTP/1.1\r\n".encode("ascii")
_OPENING = Openings().of
_COUNTED = "\r\n".join([*(f"{name}: {value}" for name, value in HEADERS), "", ""]).encode("ascii")
# Whoever says one of these is answered with more than a status.
_NOT_PLAIN = frozenset({"transfer-encoding", "expect", "upgrade"})


def is_read(request: bytes) -> bool:
    """Say whether a request, or what has come of it, reports a read."""
    return request.startswith(_READ)


def answer_read(request: bytes, address: str) -> bytes | None:
    """Count a read and return the answer, MORE where the request is not whole, None where it is not a plain one."""
    head, end, body = request.partition(END)
    if not end:
        return MORE if len(head) <= LONGEST_HEAD else None
    said = fields_of(head[len(_READ) - 2 :] + end)
    if said is None or not _NOT_PLAIN.isdisjoint(said):
        return None
    length = said.get("content-length", "")
    if not length.isdecimal() or len(length) > 3 or said.get("connection", KEEP).lower() != KEEP:
        return None
    if len(body) < int(length) <= LONGEST_BODY:
        return MORE
    if len(body) != int(length):
        return None
    fields = {
        f"HTTP_{name.upper().replace('-', '_')}": each for name, each in said.items() if "_" not in name
    }
    environ: dict[str, Any] = {
        **fields, "REQUEST_METHOD": "POST", "REMOTE_ADDR": address, "CONTENT_LENGTH": length, "wsgi.input": BytesIO(body),
    }  # fmt: skip
    take(environ)
    return _OPENING("204 No Content", time.time()) + _COUNTED
