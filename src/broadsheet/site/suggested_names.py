"""Count which names an edition uses most, at most twice a minute: that is work over all its articles."""

import threading
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ..newsroom.models import Edition
from ..search.index import IndexBrokenError
from ..search.open_index import OpenIndex
from .searching import FOLDER, index_in

MOST_NAMES = 500
COUNTED_SECONDS = 30.0


def used_names(edition: Edition, *, now: datetime) -> list[str]:
    """Return the names as they were counted within the last half minute; none while the index is being built."""
    return _counted.names(index_in(settings.DATA / FOLDER), edition.locale_id, now=now)


class CountedNames:
    """Remembers the names of each edition with the moment at which they were counted."""

    def __init__(self) -> None:
        # One at a time: many readers may ask at once, and the second finds what the first has counted.
        self._lock = threading.Lock()
        self._names: dict[int, tuple[Path, float, list[str]]] = {}

    def names(self, index: OpenIndex, edition: int, *, now: datetime) -> list[str]:
        """Return an edition's names, counted again if that was long ago or in another index."""
        with self._lock:
            try:
                reader = index.reader()
                folder, since, names = self._names.get(edition, (None, 0.0, []))
                if folder != reader.folder or time.monotonic() - since >= COUNTED_SECONDS:
                    names = reader.names(edition=edition, now=now, limit=MOST_NAMES)
                    self._names[edition] = reader.folder, time.monotonic(), names
            except IndexBrokenError:
                return []
        return names


_counted = CountedNames()
