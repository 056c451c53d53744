"""Follow the outbox and tell caches in front, and the hub of the feeds, what changed, until told to stop."""

import socket
import threading
from collections.abc import Sequence

from ..press.caches.purger import Purger
from ..press.caches.requests import TIMEOUT


def purge(purgers: Sequence[Purger], stop: threading.Event) -> None:
    """Run each purger in a thread of its own."""
    # Some of Wagtail's backends would wait for ever for a cache that says nothing.
    socket.setdefaulttimeout(TIMEOUT)
    for each in purgers:
        each.tail.start()
    stop.wait()
    for each in purgers:
        each.tail.stop()
