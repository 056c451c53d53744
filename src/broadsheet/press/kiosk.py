"""Hand out ready pages as bytes on the line: a plain request of HTTP/1.1 in, its answer out, nothing waited for.

What is not plain, not ready or not a page's is left to the web server and the front door. A request is plain if it came
whole and alone, has no body and asks for nothing but a page (RFC 9112). So the kiosk need not know HTTP well: it
recognises what it knows, and whatever else it meets is somebody else's to understand or to refuse.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from . import codings
from .answers import spell
from .fields import fields_of
from .openings import Openings
from .window import AND, Window, Wish

# What a web server says that has looked for a page among those that are kept as files (`pressed_files`).
FILE, MISSED = "Broadsheet-File", "missed"
LONGEST_HEAD = 8_192
# What a browser says beside the address is mostly the same each time, and is read once.
MOST_COMMON = 2_000
LONGEST_COMMON = 1_024

_VERSION = b" HTTP/1.1"
_GET, _HEAD = b"GET /", b"HEAD /"
_PATH = re.compile(rb"/[!\"$&->@-~]*")
_TARGET = re.compile(rb"/[!-\"$-~]*")
# Whoever says one of these wants more than a page.
_NOT_PLAIN = frozenset({"content-length", "transfer-encoding", "expect", "upgrade", "http2-settings", "te"})


Told = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Plain:
    """What the fields of a plain request say."""

    wish: Wish
    # Whether no page can be handed out as it lies there: another one may be known already.
    is_known: bool
    # Whether a web server looked for the page among the files.
    is_missed: bool


class Kiosk:
    """Hands out what a window shows.

    `miss` hears of every page that it has not ready, and `call` of every page that it hands out because it is no file;
    both with the moment, in seconds since the epoch.
    """

    def __init__(self, window: Window, *, miss: Told | None = None, call: Told | None = None) -> None:
        self.window = window
        self._miss = miss
        self._call = call
        self._ready, self._joined = window.ready, window.joined
        self._plain: dict[bytes, Plain] = {}
        self._opening = Openings().of

    def answer(self, request: bytes) -> bytes | None:
        """Return what a request is answered with, or None where that is not for the kiosk to say."""
        end = request.find(b"\r\n")
        fields = request[end:]
        plain = self._plain.get(fields) or self._read(fields)
        if plain is None or request[end - 9 : end] != _VERSION:
            return None
        now = time.time()
        if request[:5] == _GET:
            target = request[4 : end - 9]
            # A page's name may have any character, which what is no path as it stands may not pass for.
            if not plain.is_known and _PATH.fullmatch(target):
                path, accepts = target.decode("latin-1"), plain.wish.accepts
                found = self._ready(path, accepts, now) or self._joined(path, accepts, now)
                if found is not None:
                    sheet, answer = found
                    if plain.is_missed and self._call is not None:
                        self._call(path, now)
                    return b"".join((self._opening(sheet.status, now), answer.spelled, *answer.body))
            return self._look_closer(target, plain, now)
        if request[:6] == _HEAD:
            return self._look_closer(request[5 : end - 9], plain, now, is_head=True)
        return None

    def _look_closer(self, target: bytes, plain: Plain, now: float, *, is_head: bool = False) -> bytes | None:
        if _TARGET.fullmatch(target) is None:
            return None
        raw, _mark, query = target.partition(b"?")
        key = self.window.key(unquote_to_bytes(raw).decode("latin-1"), query.decode("ascii"))
        if key is None:
            return None
        reply = self.window.at_once(key, plain.wish, now)
        if reply is None:
            if self._miss is not None:
                self._miss(key, now)
            return None
        if plain.is_missed and self._call is not None and AND not in key:
            self._call(key, now)
        body = () if is_head else reply.body
        return b"".join((self._opening(reply.status, now), spell(reply.headers), *body))

    def _read(self, fields: bytes) -> Plain | None:
        """Read the fields of a request, from the end of its first line on, and remember what many say."""
        plain = self._understand(fields) if len(fields) <= LONGEST_HEAD else None
        if plain is not None and len(fields) <= LONGEST_COMMON:
            if len(self._plain) >= MOST_COMMON:
                self._plain.clear()
            self._plain[fields] = plain
        return plain

    def _understand(self, fields: bytes) -> Plain | None:
        said = fields_of(fields)
        if (
            said is None
            or not _NOT_PLAIN.isdisjoint(said)
            or not self.window.knows(said.get("host", ""))
            or self.window.is_editor(said.get("cookie", ""))
            or said.get("connection", "keep-alive").lower() != "keep-alive"
        ):
            return None
        known = said.get("if-none-match", "")
        return Plain(
            Wish(codings.accepted(said.get("accept-encoding", "")), known),
            is_known=bool(known),
            is_missed=said.get(FILE.lower()) == MISSED,
        )
