"""Remember which queries are nobody's old address, so that a page in memory is served without asking the database."""

import time
from collections.abc import Callable

from django.db import Error

from ..newsroom.addresses import TAG
from ..press.page_store import PageStore
from ..press.responder import AND, LONGEST_MEANING
from ..press.shared_values import LoadedValue, SharedValue
from .bulkheads import Busy, Workshop

# Anybody can invent queries: the memory of them begins again when it is full.
MOST_STRANGE = 5_000


class StrangeQueries:
    """Knows for a path and what is strange in its query whether that was somebody's address.

    `is_old_address` asks the database, in a thread of `rendering`. What is no address is remembered until the next
    address is registered; what is one has an answer in the page cache.
    """

    def __init__(
        self, press: PageStore, rendering: Workshop, is_old_address: Callable[[str, str], bool]
    ) -> None:
        self._press = press
        self._rendering = rendering
        self._is_old_address = is_old_address
        self._strange: SharedValue[set[str]] = press.shares.get(
            "strange queries", lambda: LoadedValue(set(), frozenset([TAG]))
        )

    def is_old(self, path: str, asked: str) -> bool:
        """Return True if a path was somebody's address with this query; False if nobody can tell now."""
        key = f"{path}{AND}{asked}"
        if len(asked) > LONGEST_MEANING:
            return False
        if key in self._press.cache.fresh:
            return True
        now = time.time()
        # The set of before the question: what is registered meanwhile puts another in its place.
        strange = self._strange.at(now)
        is_followed = now < self._press.lease_until
        if is_followed and key in strange:
            return False
        try:
            is_old = self._rendering.do(lambda: self._is_old_address(path, asked))
        except (Busy, Error):
            # The page may still be in the cache.
            return False
        if not is_old and is_followed:
            if len(strange) >= MOST_STRANGE:
                strange.clear()
            strange.add(key)
        return is_old
