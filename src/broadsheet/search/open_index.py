"""Read the index of a data folder in a process that does not write it."""

import threading
import time
from pathlib import Path

from .asking import Query, Results
from .folders import IndexFolders
from .index import IndexBrokenError, IndexReader

# Seconds before each try: a file may be missing for a moment, while an index is replaced or segments are merged.
_PAUSES = (0.0, 0.02, 0.05, 0.15)
# Seconds for which a broken index is not opened again: each try keeps a reader waiting.
_REST = 1.0


class OpenIndex:
    """The index of a data folder, opened again when another replaced it."""

    def __init__(self, root: Path) -> None:
        self._folders = IndexFolders(root)
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._reader: IndexReader | None = None
        self._broken: tuple[Path | None, float] | None = None

    def search(self, query: Query) -> Results:
        """Answer from what is committed by now. Raises IndexBrokenError as `reader` does."""
        return self.search_in(self.reader(), query)

    def search_in(self, reader: IndexReader, query: Query) -> Results:
        """Answer from an index that `reader` returned. Raises IndexBrokenError if it is broken, and asks for a new one."""
        try:
            return reader.search(query)
        except IndexBrokenError:
            self._give_up(reader.folder)
            raise

    def reader(self) -> IndexReader:
        """Return the index as it is committed by now.

        Raises IndexBrokenError if no index can be read, and asks for a new one.
        """
        with self._lock:
            if self._is_known_to_be_broken():
                raise IndexBrokenError("The index is being rebuilt.")
            for pause in _PAUSES:
                time.sleep(pause)
                try:
                    return self._opened()
                except IndexBrokenError:
                    self._reader = None
                    if self._folders.current is None:
                        break
            self._give_up(self._folders.current)
            raise IndexBrokenError("There is no index that can be read. It is being built.")

    def _opened(self) -> IndexReader:
        folder = self._folders.current
        if folder is None:
            raise IndexBrokenError("There is no index yet.")
        if self._reader is None or folder != self._folder:
            self._reader, self._folder = IndexReader(folder), folder
        else:
            self._reader.reload()
        return self._reader

    def _is_known_to_be_broken(self) -> bool:
        if self._broken is None:
            return False
        folder, since = self._broken
        return folder == self._folders.current and time.monotonic() - since < _REST

    def _give_up(self, folder: Path | None) -> None:
        """Ask for a new index, unless another has replaced this one meanwhile."""
        if folder == self._folders.current:
            self._folders.request_rebuild(folder)
            self._broken = folder, time.monotonic()
            self._reader = None
