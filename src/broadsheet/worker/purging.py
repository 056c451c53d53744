"""Follow the outbox and purge what changed from the caches in front, until told to stop."""

import socket
import threading
from collections.abc import Iterable

from ..press.caches.purger import Purger
from ..press.caches.purges import Cache
from ..press.caches.requests import TIMEOUT


def purge(caches: Iterable[Cache], stop: threading.Event, *, pause: float, purges_changes: bool) -> None:
    """Purge each cache by a thread of its own, which looks for changes after this many seconds at the latest.

    Without `purges_changes` only what must not be shown any more is purged.
    """
    # Some of Wagtail's backends would wait for ever for a cache that says nothing.
    socket.setdefaulttimeout(TIMEOUT)
    purgers = [Purger(each, pause=pause, purges_changes=purges_changes) for each in caches]
    for each in purgers:
        each.tail.start()
    stop.wait()
    for each in purgers:
        each.tail.stop()
