"""Hand readers over from a web process of the code before to one of the code now.

`broadsheet serve` counts how often it was started anew. A web process that is ready says so with the count that it was
started under; one of an earlier count then asks its readers to come again, over a connection that the new one may take.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.2


def count(folder: Path) -> int:
    """Return how often the site of this data folder was started anew."""
    return _read(folder / "serve.count")


def count_on(folder: Path) -> None:
    """Say that web processes that begin from here on are of a new start."""
    (folder / "serve.count").write_text(str(count(folder) + 1), encoding="ascii")


def is_taken_over(folder: Path) -> bool:
    """Say whether a web process of the newest start is ready for readers."""
    return _read(folder / "serve.ready") >= count(folder)


class Turnover:
    """One web process's view of it, which looks out for the successor; without a folder there is never one."""

    def __init__(self, folder: Path | None) -> None:
        self.is_over = False
        self._ready: Path | None = None
        if folder is None:
            return
        self._ready = folder / "serve.ready"
        self._own = count(folder)
        threading.Thread(target=self._look_out, args=(self._ready,), name="turnover", daemon=True).start()

    def ready(self) -> None:
        """Say that this process takes readers."""
        if self._ready is not None and _read(self._ready) < self._own:
            self._ready.write_text(str(self._own), encoding="ascii")

    def last(self, start_response: Callable[..., Any]) -> Callable[..., Any]:
        """Have an answer be the last of its connection (RFC 9112, 9.6)."""
        return lambda status, headers, info=None: start_response(
            status, [*headers, ("Connection", "close")], info
        )

    def _look_out(self, ready: Path) -> None:
        pause = threading.Event()
        while _read(ready) <= self._own:
            pause.wait(LOOK_SECONDS)
        self.is_over = True


def _read(file: Path) -> int:
    try:
        return int(file.read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        return 0
