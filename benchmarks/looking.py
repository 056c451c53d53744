"""Look at pages again and again until they show a change, and keep how long that took."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from loading import Connection

# How often somebody looks, and for how long.
LOOK_SECONDS = 0.04
LONGEST_LOOK = 10.0


@dataclass(frozen=True, slots=True)
class Sought:
    """What must be seen on a page, and since when; `is_there` is None for a page that must be gone.

    A page without the text `unless` has nothing to show.
    """

    change: str
    done: float
    path: str
    text: str
    is_there: bool | None
    unless: str = ""

    def is_seen(self, page: str) -> bool:
        is_right = (self.text in page) is self.is_there if self.is_there is not None else page == ""
        return is_right or bool(self.unless and page and self.unless not in page)


class Looker(threading.Thread):
    """Looks at the pages on a port, as long as something is to be seen there."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[str, float]] = []
        self.never: list[str] = []
        self._port = port
        self._sought: list[Sought] = []
        self._changed = threading.Condition()
        self._connection = Connection(port)

    def look_for(self, sought: Sequence[Sought]) -> None:
        with self._changed:
            self._sought += sought
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until all is seen, or was looked for in vain for long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._sought)

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._sought))
                sought = list(self._sought)
            for each in sought:
                page, now = self._connection.read(each.path), time.time()
                if each.is_seen(page):
                    self.seen.append((each.change, now - each.done))
                elif now - each.done < LONGEST_LOOK:
                    continue
                else:
                    self.never.append(f"never seen: {each.change}: {each.path} on {self._port}")
                with self._changed:
                    self._sought.remove(each)
                    self._changed.notify_all()
            time.sleep(LOOK_SECONDS)
