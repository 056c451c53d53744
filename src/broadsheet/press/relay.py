"""Tell other processes, which show our pages, what is kept here: pages, what they share, and what drops them.

They do in the same order what was done here, so that they never show more than we would. A page goes over with the
number of the newest change that it takes into account, by which one that was overtaken on the way is refused.
"""

import io
import pickle
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .shares import Share, Shares
from .sheets import Assembly, Sheet

_LENGTH = struct.Struct("<I")
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Cleared:
    """Nothing is kept any more, as of a change."""

    number: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A change has taken pages out of use, at a moment in seconds since the epoch."""

    tags: frozenset[str]
    number: int
    at: float


@dataclass(frozen=True, slots=True)
class Shared:
    """What pages share has another value, None where it may not be shown; or the same, which may have grown, for longer."""

    name: str
    until: float
    is_same: bool
    value: Any = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A page, as it is after a change."""

    key: str
    assembly: Assembly
    status: str
    headers: tuple[tuple[str, str], ...]
    best_before: float
    number: int

    @classmethod
    def of(cls, key: str, sheet: Sheet, number: int) -> "Kept":
        return cls(key, sheet.assembly, sheet.status, sheet.headers, sheet.best_before, number)


@dataclass(frozen=True, slots=True)
class Sure:
    """The database was heard of lately enough until a moment, in seconds since the epoch."""

    until: float


@dataclass(frozen=True, slots=True)
class Known:
    """All of what pages share that is kept true here, by its names."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Caught:
    """All was said that there is to know at the beginning, as far as the database can be read."""


class Line:
    """A way to one who listens, and what was said on it."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        # Nothing is sent before it is known from where on.
        self.is_heard = False
        self._send = send
        # By name: the last value that was sent of what pages share, how far it had grown, and until when it was to hold.
        self._sent: dict[str, tuple[Any, int, float]] = {}

    def begin(self) -> None:
        """Begin to send to somebody who knows nothing of what pages share."""
        self._sent.clear()
        self.is_heard = True

    def tell(self, message: object) -> None:
        self.send(_packed(message))

    def tell_share(self, share: Share) -> None:
        message = self.news_of(share)
        if message is not None:
            self.tell(message)

    def tell_names(self) -> None:
        """Send the names of all that pages share of which we have told."""
        self.tell(Known(frozenset(self._sent)))

    def news_of(self, share: Share) -> Shared | None:
        """Return what is to be sent of what pages share, None where it is what was sent last.

        What no other process could use stays here.
        """
        if not self.is_heard or not getattr(share.value, "is_portable", share.name in self._sent):
            return None
        value, until = share.value, share.until
        version = getattr(value, "version", 0)
        known, known_version, known_until = self._sent.get(share.name, (_NOTHING, 0, 0.0))
        is_same = known is value
        has_grown = version != known_version
        if is_same and not has_grown and known_until == until:
            return None
        self._sent[share.name] = (value, version, until)
        return Shared(share.name, until, is_same, value if has_grown or not is_same else None)

    def send(self, packed: bytes) -> None:
        if self.is_heard:
            self._send(packed)


class Relay:
    """Sends what it is told to all who listen, if anybody does."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._lines: tuple[Line, ...] = ()

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return any(each.is_heard for each in self._lines)

    def connect(self, send: Callable[[bytes], None]) -> Line:
        """Send to one more from when the line is begun; `send` must not wait for long."""
        line = Line(send)
        with self.lock:
            self._lines += (line,)
        return line

    def leave(self, line: Line) -> None:
        """Send no more to somebody."""
        with self.lock:
            self._lines = tuple(each for each in self._lines if each is not line)

    def tell(self, message: object) -> None:
        if self.is_heard:
            with self.lock:
                packed = _packed(message)
                for each in self._lines:
                    each.send(packed)

    def tell_share(self, share: Share) -> None:
        """Send what pages share to all who know something else, where it is of use to another process."""
        if not self.is_heard:
            return
        with self.lock:
            # Mostly all of them know the same.
            packed: dict[tuple[bool, bool], bytes] = {}
            for each in self._lines:
                news = each.news_of(share)
                if news is not None:
                    kind = news.is_same, news.value is None
                    packed[kind] = packed.get(kind) or _packed(news)
                    each.send(packed[kind])


class Unpacker:
    """Puts messages together again from the bytes that come, and knows what pages share by its name."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._held = bytearray()

    def messages(self, received: bytes) -> Iterator[object]:
        """Take some bytes in; yield the messages that are complete."""
        self._held += received
        while len(self._held) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._held)[0]
            if len(self._held) < end:
                return
            packed = bytes(self._held[_LENGTH.size : end])
            del self._held[:end]
            yield _Unpickler(packed, self._shares).load()


class _Pickler(pickle.Pickler):
    def persistent_id(self, thing: object) -> str | None:
        return thing.name if isinstance(thing, Share) else None


class _Unpickler(pickle.Unpickler):
    """Reads what our own other process has written, over a connection that only it has (so S301 is no danger)."""

    def __init__(self, packed: bytes, shares: Shares) -> None:
        super().__init__(io.BytesIO(packed))
        self._shares = shares

    def persistent_load(self, name: str) -> Share:
        return self._shares.elsewhere(name)


def _packed(message: object) -> bytes:
    """Return a message as it is sent, its length before it."""
    packed = io.BytesIO()
    _Pickler(packed, protocol=pickle.HIGHEST_PROTOCOL).dump(message)
    return _LENGTH.pack(packed.tell()) + packed.getvalue()
