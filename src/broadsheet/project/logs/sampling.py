"""Let the first line of a kind through at once, and then one a minute with how many were left out."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

EVERY_SECONDS = 60.0
# How many kinds of line are remembered; a flood of new kinds does not fill memory.
MOST_KINDS = 500


class Sampler:
    """Remembers what was let through when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        # By kind: when a line was let through, and how many were left out since.
        self._seen: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def left_out(self, kind: Hashable) -> int | None:
        """Return how many lines of a kind were left out before this one, None where this one is left out too."""
        now = self._clock()
        with self._lock:
            seen = self._seen.get(kind)
            if seen is not None and now - seen[0] < EVERY_SECONDS:
                self._seen[kind] = (seen[0], seen[1] + 1)
                return None
            self._seen[kind] = (now, 0)
            self._seen.move_to_end(kind)
            if len(self._seen) > MOST_KINDS:
                self._seen.popitem(last=False)
        return seen[1] if seen is not None else 0
