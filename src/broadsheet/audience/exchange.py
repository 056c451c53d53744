"""Let several machines hear of each other's sums at once, by way of Valkey, and do without it when it is away.

Each machine puts its own sums there, whole, as it writes them into the database; they only grow, so a value that comes
twice, late or out of order changes nothing. What Valkey loses is in the database, and every machine puts all of its own
sums there again when it comes back.
"""

import logging
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.conf import settings

# The landmark's number and six sums.
_ROW = struct.Struct("<i6d")
_CHANGED = "broadsheet:changed"
_NODES = "broadsheet:nodes"
_BATCH = 5000
# What nobody has read for this long is worth nothing (`counts.KEEP_SUMS`).
_LIFE_SECONDS = 40 * 86_400
TIMEOUT = 2.0

Row = tuple[int, tuple[float, ...]]
Given = TypeVar("Given")

log = logging.getLogger("broadsheet.audience")


class Exchange:
    """The sums of all machines in one Valkey; every method says whether, or what, it could do."""

    def __init__(self, url: str) -> None:
        import valkey  # noqa: PLC0415  # installed where it is used

        self._errors: tuple[type[Exception], ...] = (valkey.ValkeyError, OSError)
        # Any: the library types one client for both synchronous and asynchronous use.
        self._client: Any = valkey.Valkey.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
        )
        self.is_away = False

    def give(self, node: int, epoch: int, sums: Mapping[int, Sequence[float]], *, at: float) -> bool:
        """Put a machine's own sums there; False when Valkey is away, and then all of them are wanted again."""
        return self._ask(lambda: self._give(node, epoch, sums, at)) is not None

    def changed(self, since: float) -> list[int]:
        """Return the articles whose sums changed since a moment; none when Valkey is away."""
        found = self._ask(lambda: self._client.zrangebyscore(_CHANGED, since, "+inf"))
        return [int(each) for each in found or ()]

    def rows(self, articles: Sequence[int]) -> dict[int, dict[int, Row]]:
        """Return, by article and machine, the landmark and the sums; nothing when Valkey is away."""
        return self._ask(lambda: self._rows(articles)) or {}

    def _give(self, node: int, epoch: int, sums: Mapping[int, Sequence[float]], at: float) -> bool:
        for batch in _batches(list(sums)):
            pipe = self._client.pipeline(transaction=False)
            pipe.sadd(_NODES, node)
            pipe.hset(_key(node), mapping={each: _ROW.pack(epoch, *sums[each]) for each in batch})
            pipe.zadd(_CHANGED, dict.fromkeys(batch, at))
            pipe.zremrangebyscore(_CHANGED, "-inf", at - _LIFE_SECONDS)
            pipe.expire(_key(node), _LIFE_SECONDS)
            pipe.execute()
        return True

    def _rows(self, articles: Sequence[int]) -> dict[int, dict[int, Row]]:
        found: dict[int, dict[int, Row]] = {}
        for node in sorted(int(each) for each in self._client.smembers(_NODES)):
            for batch in _batches(articles):
                for article, stored in zip(batch, self._client.hmget(_key(node), batch), strict=True):
                    if stored is not None:
                        epoch, *sums = _ROW.unpack(stored)
                        found.setdefault(article, {})[node] = epoch, tuple(sums)
        return found

    def _ask(self, question: Callable[[], Given]) -> Given | None:
        try:
            answer = question()
        except self._errors as error:
            if not self.is_away:
                log.warning("Valkey is away (%s): machines hear of each other through the database", error)
            self.is_away = True
            return None
        if self.is_away:
            log.info("Valkey is back")
            self.is_away = False
        return answer


@cache
def exchange() -> Exchange | None:
    """Return the exchange that the settings name, or None."""
    return Exchange(settings.OPTIONS.valkey_url) if settings.OPTIONS.valkey_url else None


def _key(node: int) -> str:
    return f"broadsheet:sums:{node}"


def _batches(items: Sequence[int]) -> Iterable[Sequence[int]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
