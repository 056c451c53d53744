"""The file cache: static files and pictures as prepared bytes, with the compressed copies that lie beside them.

Static files of readers' pages are loaded at start and pinned. Pictures up to 256 KiB, and the desk's files, are loaded
when they are requested; the least recently used are evicted first. Larger files are read from disk.
"""

import hashlib
import mimetypes
import os
import re
import stat
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from ..newsroom.pictures.tags import FILE
from ..press.answers import entity_tags
from ..press.changes import PURGE
from ..press.responder import Reply
from ..process.metrics import AnswerKind, adder
from .ranges import Unsatisfiable, part_of

# Larger files are read from disk for each reader.
LARGEST_KEPT = 256 * 1024
# Larger answers pass a bulkhead.
LARGEST_UNBOUND = 1 << 20
# Seconds within which a deleted or replaced picture is noticed.
CHECKED_SECONDS = 1.0
# Bytes that an entry costs beside its bodies.
OVERHEAD = 1_500
YEAR = 31_536_000
IMMUTABLE = ("Cache-Control", f"public, max-age={YEAR}, immutable")
BRIEFLY = ("Cache-Control", "public, max-age=60")
# Compressed copies that are made when static files are collected.
_COPIES = {"br": ".br", "gzip": ".gz"}
_GONE = f"{PURGE}{FILE}:"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileRoot:
    """A folder whose files are served under `url`.

    `types` are the media types that are served, by suffix; None means any known one. `pinned` are prefixes of the
    names that are loaded at start, and `tag_headers` the headers by which caches in front know a file's tag.
    """

    url: str
    folder: Path
    headers: tuple[tuple[str, str], ...]
    kind: AnswerKind
    types: Mapping[str, str] | None = None
    pinned: tuple[str, ...] = ()
    tag_headers: tuple[str, ...] = ()


@dataclass(slots=True)
class FileEntry:
    """A file in memory, in every coding that there is of it: its headers, its ETag and its body."""

    by_coding: dict[str, tuple[Headers, str, list[bytes]]]
    # Counts an answer with it.
    count: Callable[[], object]
    modified: int
    size: int
    checked: float
    used: bool = True
    # By the codings that a client accepts, filled as they are asked for.
    answers: dict[str, tuple[Headers, str, list[bytes]]] = field(default_factory=dict)

    def answer(self, accepts: str) -> tuple[Headers, str, list[bytes]]:
        """Return headers, ETag and body for a client that accepts these codings, as `codings.accepted` writes them."""
        found = self.answers.get(accepts)
        if found is None:
            fit = next((each for each in accepts.split(",") if each in self.by_coding), "identity")
            found = self.answers[accepts] = self.by_coding[fit]
        return found

    @property
    def weight(self) -> int:
        return OVERHEAD + sum(len(body[0]) for _headers, _etag, body in self.by_coding.values())


class FileCache:
    """Caches the files of some folders; what is not pinned takes at most `room` bytes."""

    def __init__(
        self, roots: tuple[FileRoot, ...], *, room: int, large: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self.roots = roots
        self.room = room
        self.used = 0
        # By address. The fast path of the application reads it without the lock, and sets `used`.
        self.entries: dict[str, FileEntry] = {}
        self._large = large
        self._evictable: OrderedDict[str, FileEntry] = OrderedDict()
        self._lock = threading.Lock()
        for each in roots:
            self._pin(each)

    def hear(self, tags: Collection[str]) -> None:
        """Forget the files that these tags of a change name as gone, without waiting for the next look at the disk."""
        gone = [each.removeprefix(_GONE) for each in tags if each.startswith(_GONE)]
        for each in self.roots:
            for name in gone:
                self._forget(f"{each.url}{name}")

    def root_of(self, path: str) -> FileRoot | None:
        """Return the folder that an address belongs to, None for one that is no file's."""
        return next((each for each in self.roots if path.startswith(each.url)), None)

    def reply(self, root: FileRoot, path: str, accepts: str, *, known: str = "", wanted: str = "") -> Reply:
        """Answer a request for a file. `known` is its If-None-Match, `wanted` its Range.

        Raises FileNotFoundError where there is no file that may go out, and Busy where too many read large ones.
        """
        entry = self._entry(root, path)
        if entry is None:
            return self._from_disk(root, path, known, wanted)
        headers, etag, body = entry.answer("identity" if wanted else accepts)
        if is_known(known, etag):
            return _not_modified(headers)
        return _part(headers, body[0], wanted) if wanted else Reply("200 OK", headers, body)

    def _entry(self, root: FileRoot, path: str) -> FileEntry | None:
        """Return the entry of an address, read again where its file has changed; None for a file too large to keep."""
        now = time.monotonic()
        entry = self.entries.get(path)
        if entry is not None and now - entry.checked <= CHECKED_SECONDS:
            entry.used = True
            return entry
        file, found = self._file(root, path)
        if entry is not None and (entry.modified, entry.size) == (found.st_mtime_ns, found.st_size):
            entry.checked, entry.used = now, True
            return entry
        if found.st_size > LARGEST_KEPT:
            return None
        made = _read(root, file, found, checked=now)
        self._keep(path, made)
        return made

    def _file(self, root: FileRoot, path: str) -> tuple[str, os.stat_result]:
        """Return the file of an address. What is not there any more is taken out of the cache.

        Raises FileNotFoundError for what is not there, lies elsewhere or may not go out.
        """
        try:
            name = path.removeprefix(root.url).encode("latin-1").decode()
            parts = name.split("/")
            if not name or "\0" in name or any(each.startswith(".") or not each for each in parts):
                raise FileNotFoundError(name)
            if root.types is not None and _suffix(name) not in root.types:
                raise FileNotFoundError(name)
            file = os.path.realpath(root.folder / name)
            if not file.startswith(f"{os.path.realpath(root.folder)}{os.sep}"):
                raise FileNotFoundError(name)
            found = os.stat(file)
        except (OSError, UnicodeError, ValueError) as error:
            self._forget(path)
            raise FileNotFoundError(path) from error
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(path)
        return file, found

    def _from_disk(self, root: FileRoot, path: str, known: str, wanted: str) -> Reply:
        file, found = self._file(root, path)
        etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        headers = [*_headers(root, file), ("Content-Length", str(found.st_size)), ("ETag", etag)]
        if is_known(known, etag):
            return _not_modified(headers)
        try:
            part = part_of(wanted, found.st_size) if wanted else None
        except Unsatisfiable:
            return _unsatisfiable(headers, found.st_size)
        begin, end = part or (0, found.st_size)
        if end - begin <= LARGEST_UNBOUND:
            body = _bytes_of(file, begin, end)
        else:
            with self._large():
                body = _bytes_of(file, begin, end)
        return _partial(headers, body, begin, found.st_size) if part else Reply("200 OK", headers, [body])

    def _pin(self, root: FileRoot) -> None:
        for prefix in root.pinned:
            for folder, _folders, names in os.walk(root.folder / prefix):
                for name in names:
                    if not name.endswith(tuple(_COPIES.values())):
                        self._pin_file(root, Path(folder) / name)

    def _pin_file(self, root: FileRoot, file: Path) -> None:
        # Never checked again: a changed file has another hash in its name.
        entry = _read(root, str(file), file.stat(), checked=float("inf"))
        self.entries[f"{root.url}{file.relative_to(root.folder).as_posix()}"] = entry

    def _keep(self, path: str, entry: FileEntry) -> None:
        with self._lock:
            self._take_out(path)
            self.entries[path] = self._evictable[path] = entry
            self.used += entry.weight
            while self.used > self.room:
                oldest, other = next(iter(self._evictable.items()))
                if other.used and other is not entry:
                    other.used = False
                    self._evictable.move_to_end(oldest)
                else:
                    self._take_out(oldest)

    def _forget(self, path: str) -> None:
        with self._lock:
            self._take_out(path)

    def _take_out(self, path: str) -> None:
        entry = self._evictable.pop(path, None)
        if entry is not None:
            del self.entries[path]
            self.used -= entry.weight


def is_known(header: str, etag: str) -> bool:
    """Return whether an If-None-Match header names an ETag, or any (RFC 9110, 13.1.2). What is not quoted names none."""
    if not header:
        return False
    return header.strip() == "*" or etag in entity_tags(header)


def _read(root: FileRoot, file: str, found: os.stat_result, *, checked: float) -> FileEntry:
    """Read a file and its compressed copies into an entry."""
    raw = Path(file).read_bytes()
    digest = hashlib.blake2b(raw, digest_size=9).hexdigest()
    own = _headers(root, file)
    bodies = {"identity": raw}
    for coding, suffix in _COPIES.items():
        with suppress(FileNotFoundError):
            bodies[coding] = Path(file + suffix).read_bytes()
    varies = [("Vary", "Accept-Encoding")] if len(bodies) > 1 else []
    by_coding = {}
    for coding, body in bodies.items():
        etag = f'"{digest}"' if coding == "identity" else f'"{digest}-{coding}"'
        encoded = [("Content-Encoding", coding)] if coding != "identity" else []
        headers = [*own, *varies, *encoded, ("Content-Length", str(len(body))), ("ETag", etag)]
        by_coding[coding] = (headers, etag, [body])
    return FileEntry(by_coding, adder(root.kind, 200), found.st_mtime_ns, found.st_size, checked)


def _headers(root: FileRoot, file: str) -> Headers:
    kept = IMMUTABLE if root.types is not None or _HASHED.search(os.path.basename(file)) else BRIEFLY
    tags = [(each, f"{FILE}:{os.path.basename(file)}") for each in root.tag_headers]
    return [("Content-Type", _type(root, file)), kept, ("Accept-Ranges", "bytes"), *root.headers, *tags]


def _type(root: FileRoot, file: str) -> str:
    if root.types is not None:
        return root.types[_suffix(file)]
    guessed = mimetypes.guess_type(file)[0] or "application/octet-stream"
    is_text = guessed.startswith("text/") or guessed in ("application/javascript", "application/json")
    return f"{guessed}; charset=utf-8" if is_text else guessed


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _bytes_of(file: str, begin: int, end: int) -> bytes:
    with open(file, "rb") as opened:
        opened.seek(begin)
        return opened.read(end - begin)


def _part(headers: Headers, body: bytes, wanted: str) -> Reply:
    try:
        part = part_of(wanted, len(body))
    except Unsatisfiable:
        return _unsatisfiable(headers, len(body))
    if part is None:
        return Reply("200 OK", headers, [body])
    return _partial(headers, body[part[0] : part[1]], part[0], len(body))


def _partial(headers: Headers, part: bytes, begin: int, size: int) -> Reply:
    own = [
        ("Content-Length", str(len(part))),
        ("Content-Range", f"bytes {begin}-{begin + len(part) - 1}/{size}"),
    ]
    return Reply("206 Partial Content", [*_without(headers, "Content-Length"), *own], [part])


def _unsatisfiable(headers: Headers, size: int) -> Reply:
    status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    rest = _without(headers, "Content-Length", "Content-Type", "ETag", "Cache-Control")
    own = [("Content-Length", "0"), ("Content-Range", f"bytes */{size}")]
    return Reply(f"{status.value} {status.phrase}", [*rest, *own], [b""])


def _not_modified(headers: Headers) -> Reply:
    rest = _without(headers, "Content-Length", "Content-Type", "Content-Encoding")
    return Reply("304 Not Modified", rest, [])


def _without(headers: Headers, *names: str) -> Headers:
    return [each for each in headers if each[0] not in names]
