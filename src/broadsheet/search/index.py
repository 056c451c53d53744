"""Keep an index in a folder: one process writes, any number read."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

from . import schema
from .answering import answer
from .asking import Query, Results
from .documents import SearchDocument
from .schema import SCHEMA_VERSION, register
from .suggestions import MOST, most_used

__all__ = ["SCHEMA_VERSION", "IndexBrokenError", "IndexLockedError", "IndexReader", "IndexWriter"]

# File with the schema of the index and the last change of the outbox that is in it.
_STATE = "place.json"
# Part of tantivy's error when another process holds the writer's lock.
_LOCK = "LockBusy"
# Memory that the writer's thread fills before it writes a segment.
HEAP_BYTES = 128_000_000


class IndexLockedError(Exception):
    """Another process writes this index. There is one writer for each data folder."""


class IndexBrokenError(Exception):
    """The index is missing, of another schema, or damaged. Rebuild it."""


class IndexWriter:
    """Writes an index. A folder with no index, or one that cannot be opened, must be emptied by the caller first."""

    def __init__(self, folder: Path, *, heap_bytes: int = HEAP_BYTES) -> None:
        """Open the index of a folder for writing, and make it if there is none.

        Raises IndexLockedError while another process writes it, IndexBrokenError where its files cannot be used.
        """
        self._folder = folder
        with _usable(folder):
            folder.mkdir(parents=True, exist_ok=True)
            is_new = not tantivy.Index.exists(str(folder))
        if not is_new:
            _check_state(folder)
        with _usable(folder):
            index = tantivy.Index(schema.schema(), path=str(folder), reuse=True)
            register(index)
            self._writer = index.writer(heap_bytes, 1)
        if is_new:
            _write_state(folder, place=None)

    def put(self, documents: Iterable[SearchDocument], *, now: datetime) -> None:
        """Add documents, in place of those of the same articles; if one cannot be analysed, none is added.

        Queries may be of any moment from `now` on, or of up to schema.SETTLED before it.
        """
        # Outside of what follows: a text that cannot be analysed says nothing of the files.
        entries = [(document.article, schema.entry(document, now)) for document in documents]
        with _usable(self._folder):
            for article, entry in entries:
                self._writer.delete_documents_by_term("article", article)
                self._writer.add_document(entry)

    def remove(self, article_ids: Iterable[int]) -> None:
        """Take articles out."""
        with _usable(self._folder):
            for article in article_ids:
                self._writer.delete_documents_by_term("article", article)

    def commit(self, place: int) -> None:
        """Make durable and visible what was written, then note the place in the outbox."""
        with _usable(self._folder):
            self._writer.commit()
            _write_state(self._folder, place=place)

    def close(self) -> None:
        """Wait for merges, and let another process write. What was not committed is lost."""
        self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class IndexReader:
    """Reads an index as it was last committed when it was opened or reloaded."""

    def __init__(self, folder: Path) -> None:
        """Open the index of a folder. Raises IndexBrokenError where that is not possible."""
        self.folder = folder
        # The place in the outbox up to which the index is complete; none before the first commit. It is read before the
        # index is: what is found is of this place or of a later one.
        self.place: int | None = _check_state(folder)["place"]
        with _usable(folder):
            self._sizes = _sizes(folder)
            self._index = tantivy.Index.open(str(folder))
            register(self._index)
            self._index.config_reader("manual")
            self._index.reload()

    def reload(self) -> None:
        """Show what was committed since the last time. Raises IndexBrokenError where that cannot be read."""
        self.place = _check_state(self.folder)["place"]
        with _usable(self.folder):
            self._check_sizes()
            self._index.reload()

    @property
    def count(self) -> int:
        """How many articles are in the index."""
        found: int = self._index.searcher().num_docs
        return found

    def names(self, *, edition: int, now: datetime, limit: int = MOST) -> list[str]:
        """Return the names that an edition uses most, to suggest to readers who type."""
        with _usable(self.folder):
            return most_used(self._index, edition=edition, now=now, limit=limit)

    def search(self, query: Query) -> Results:
        """Answer a query."""
        with _usable(self.folder):
            return answer(self._index, query)

    def _check_sizes(self) -> None:
        """Raise ValueError if a file has been cut: whoever reads a mapped file behind its end is killed (SIGBUS)."""
        sizes = _sizes(self.folder)
        cut = [name for name, size in sizes.items() if size < self._sizes.get(name, 0)]
        if cut:
            raise ValueError(f"Files have been cut: {', '.join(cut)}")
        self._sizes = sizes


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Turn tantivy's errors into IndexLockedError or IndexBrokenError."""
    try:
        yield
    except BaseException as error:
        # tantivy panics over bytes that were changed; Python then has an exception that no module exports.
        if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
            raise
        if _LOCK in str(error):
            raise IndexLockedError(f"{folder}: another process writes this index.") from error
        raise IndexBrokenError(f"{folder}: {error}") from error


def _sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each file that is only ever written once, from its beginning to its end."""
    found = {}
    with os.scandir(folder) as files:
        for each in files:
            if not each.name.endswith((".json", ".new", ".lock")) and not each.name.startswith("."):
                # What was merged meanwhile is gone.
                with suppress(FileNotFoundError):
                    found[each.name] = each.stat().st_size
    return found


def _check_state(folder: Path) -> dict[str, Any]:
    """Return the state of an index; raise IndexBrokenError for none, or another schema."""
    try:
        state: dict[str, Any] = json.loads((folder / _STATE).read_text())
        found = state["schema"], state["place"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBrokenError(f"{folder}: there is no index that can be read.") from error
    if found[0] != SCHEMA_VERSION:
        raise IndexBrokenError(
            f"{folder}: the index has schema {found[0]}, this version reads {SCHEMA_VERSION}."
        )
    return state


def _write_state(folder: Path, *, place: int | None) -> None:
    """Write the state so that a crash leaves the old or the new one."""
    draft = folder / f"{_STATE}.new"
    with draft.open("w") as file:
        json.dump({"schema": SCHEMA_VERSION, "place": place}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _STATE)
