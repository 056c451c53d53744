"""Know which articles readers can see: a byte each, in a file that every process of the machine reads."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from .files import Mapped

# The file grows by this many articles at a time.
STEP = 1 << 16
# A larger number is no article's: what is sent to us may be any number.
MOST = 1 << 28


class Live:
    """The articles for which reads are counted."""

    def __init__(self, folder: Path) -> None:
        self._file = Mapped(folder / "live.u8", "B", STEP)

    def __len__(self) -> int:
        """Return the number above which no article is known."""
        return len(self._file)

    def has(self, article: int) -> bool:
        """Return True if reads of an article count."""
        if article >= len(self._file.values):
            self._file.grow()
            if article >= len(self._file.values):
                return False
        return article > 0 and self._file.values[article] == 1

    def set(self, articles: Iterable[int], *, is_live: bool) -> None:
        """Say of articles whether their reads count."""
        for article in articles:
            if 0 < article < MOST:
                if article >= len(self._file):
                    self._file.grow((article // STEP + 1) * STEP)
                self._file.values[article] = is_live

    def replace(self, articles: "np.ndarray") -> None:
        """Let the reads of these articles count, and of no others."""
        wanted = np.zeros(max(len(self._file), (int(articles.max(initial=0)) // STEP + 1) * STEP), np.uint8)
        wanted[articles] = 1
        self._file.grow(len(wanted))
        np.asarray(self._file.values)[:] = wanted

    def close(self) -> None:
        self._file.close()
