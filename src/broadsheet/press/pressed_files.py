"""Keep pages as files, for a web server that hands files out faster than any program: written and removed by us.

Each page stands compressed as `PATH/index.html.gz`. It is taken away while the page must be made again, and where it
has changed and nobody was seen to read it of late. A reader who finds no file is passed on to the application with the
word that there was none, and the application requests the file; the keeper of files writes it, keeps it up to date
while it is read, and removes it when nobody reads it any more.
"""

import errno
import logging
import os
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from django.db import connection

from . import codings
from .answers import SETTLED
from .cached_pages import NEVER, CachedPage, JoinedPage, rank
from .pieces import gzipped, whole
from .pressing import Press

log = logging.getLogger("broadsheet.press")

# What a web server says that has looked for a page among the files.
FILE, MISSED = "Broadsheet-File", "missed"
# The name of the socket to which the web processes of this machine send paths.
REQUESTS = "requests"
PAGES = "pages"
PACKED = "index.html.gz"
# Seconds after which a file that was neither requested nor read is removed.
KEPT_SECONDS = 60.0
# Seconds after which the file of a page that nobody reads is not written again before it is requested.
IDLE_SECONDS = 2.0
MOST_FILES = 20_000
# Between two looks after what is written already.
WRITTEN_AT_ONCE = 100
REQUEST_SECONDS = 1.0
# Files recompressed in one second: what has changed is written first.
RECOMPRESSED_AT_ONCE = 20
# Files are looked through when something has changed, and in any case this often.
LOOK_SECONDS = 0.5
# Seconds after which a page that cannot be rendered is left to the application, which can say so.
LONGEST_MAKING = 2.0
# Seconds left after a change to those who render pages for readers, and at most in one look at all files.
COURTESY_SECONDS = 0.2
LONGEST_COURTESY = 0.4
# What nginx says to the application when it has looked for a page among the files and there is none.
FILE, MISSED = "Broadsheet-File", "missed"
# Time of access of a file that nobody has read since it was written. Reading sets it, for it lies before the time of change.
UNREAD_NS = 0
# Times of change are drawn from the years before this one (2^30 is 2004), so none lies in the future.
_NEWEST_TIME = 2**30
LONGEST_PATH = 400
_LONGEST_NAME = 250


class FileRequests:
    """Sends, from a web process, the paths of pages that a web server did not find as files."""

    def __init__(self, folder: Path) -> None:
        self._address = str(folder / REQUESTS)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._sent: dict[str, float] = {}

    def send(self, path: str, now: float) -> None:
        """Request the file of a path, at most once a second; without a keeper of files nothing happens."""
        if now - self._sent.get(path, 0.0) < REQUEST_SECONDS:
            return
        if len(self._sent) >= MOST_FILES:
            self._sent.clear()
        try:
            self._socket.sendto(path.encode("latin-1"), self._address)
        except OSError as error:
            # The socket holds a few requests: the next reader sends it again. Without a keeper of files nobody listens.
            if isinstance(error, BlockingIOError):
                return
        self._sent[path] = now


@dataclass(slots=True)
class File:
    """A page as it was written."""

    name: str
    joined: JoinedPage
    # When it was last requested, or seen to be read, in seconds since the epoch.
    requested: float
    # Not there for now: readers go to the application.
    is_hidden: bool = False
    # Seen to be read since it was written.
    is_read: bool = False

    def hide(self) -> None:
        if not self.is_hidden:
            self.is_hidden = True
            with suppress(FileNotFoundError):
                os.unlink(self.name)

    def note_read(self, now: float) -> bool:
        """Return True if it was read since it was written, as file systems note that keep `relatime` or better."""
        if not self.is_hidden:
            with suppress(FileNotFoundError):
                if os.stat(self.name).st_atime_ns != UNREAD_NS:
                    self.is_read, self.requested = True, now
        return self.is_read

    def is_idle(self, now: float) -> bool:
        return now - self.requested > IDLE_SECONDS


class PressedFiles:
    """Writes pages down and keeps them true. One process of a machine does it.

    `ask` has a page made, and says whether it is there.
    """

    def __init__(self, folder: Path, press: Press, ask: Callable[[str], bool]) -> None:
        self.folder = folder
        self.press = press
        self._ask = ask
        self._pages, self._draft = str(folder / PAGES), str(folder / ".draft")
        self._written: dict[str, File] = {}  # by path
        # Paths that were requested and have no file yet, oldest first.
        self._wanted: dict[str, None] = {}
        # By path: when a file can be recompressed, earliest first.
        self._to_recompress: dict[str, float] = {}
        self._recompressed_at = 0.0
        self._requests = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        # nginx makes an ETag of a file's time of change in whole seconds and its length, so no two files may have one
        # second. Where to begin is drawn by lot: whoever wrote files before had others.
        self._times = count(_NEWEST_TIME - secrets.randbelow(_NEWEST_TIME // 2), -1)
        self._looked = self._due = 0.0
        # The newest change whose pages were hidden, and when they were.
        self._hidden_through: int | None = None
        self._changed = 0.0
        self._state: object = None

    def run(self, stop: threading.Event) -> None:
        """Write pages until told to stop; begins and ends with an empty folder."""
        self.clear()
        self._listen()
        try:
            while not stop.is_set():
                self.turn(time.time())
        finally:
            self._requests.close()
            self.clear()
            connection.close()

    def clear(self) -> None:
        """Remove every file: what nobody keeps true must not be handed out."""
        pages = self.folder / PAGES
        if pages.exists():
            # Gone at once, and taken apart afterwards.
            away = self.folder / f"away-{time.time_ns()}"
            pages.rename(away)
            shutil.rmtree(away, ignore_errors=True)
        pages.mkdir(parents=True)
        self._written.clear()
        self._wanted.clear()
        self._to_recompress.clear()

    def turn(self, now: float) -> None:
        """Receive requests, check files that are written, and write some that are not."""
        for path in self._heard():
            file = self._written.get(path)
            if file is not None:
                file.requested = now
                # It is there where it was written meanwhile, and is not where somebody has taken it away.
                file.is_hidden = not os.path.exists(file.name)
            if file.is_hidden if file is not None else len(self._written) + len(self._wanted) < MOST_FILES:
                self._wanted[path] = None
        state = self.press.state
        is_due = state != self._state or now >= min(self._due, self._looked + LOOK_SECONDS)
        if is_due and now - self._looked >= self.press.tail.pause / 2:
            self._looked, self._state = now, state
            self._look_after_all(now)
        for path in list(islice(self._wanted, WRITTEN_AT_ONCE)):
            del self._wanted[path]
            self.write(path, now)
        if now - self._recompressed_at >= 1:
            self._recompressed_at = now
            self._recompress(now)

    def _recompress(self, now: float) -> None:
        """Compress pages as a whole that have stood for SETTLED seconds: joined pieces take a quarter more bytes."""
        due = list(islice(self._to_recompress.items(), RECOMPRESSED_AT_ONCE))
        for path, moment in due:
            if moment > now:
                return
            del self._to_recompress[path]
            file = self._written.get(path)
            if file is not None and not file.is_hidden:
                # Once it is replaced, nothing tells that it was read before.
                file.note_read(now)
                self._replace(file.name, codings.compressed(whole(file.joined.assembled.pieces), "gzip"))

    def write(self, path: str, now: float) -> None:
        """Have a page made and write it down, where it is one."""
        if not is_plain(path):
            return
        found = self.press.current(path, now)
        if found is None:
            self._ask(path)
            found = self.press.current(path, time.time())
        if found is not None and found[0].is_there and _is_html(found[0]):
            self._write(path, found[1], now)

    def _look_after_all(self, now: float) -> None:
        touched = []
        self._hidden_through = None
        longest = time.monotonic() + LONGEST_COURTESY
        for path, file in list(self._written.items()):
            # What changes meanwhile does not wait for the end of all this.
            self._hide_changed(now)
            self._give_way(longest)
            if now - file.requested > KEPT_SECONDS:
                file.note_read(now)
            if now - file.requested > KEPT_SECONDS:
                self.remove(path)
            elif file.is_hidden and file.is_idle(now):
                pass  # whoever requests it gets it as it is then
            elif not self.keep_true(path, now):
                touched.append(path)
        # What must be made takes far longer than what is only joined again, which does not wait for it.
        for path in sorted(touched, key=rank):
            self._hide_changed(now)
            self._give_way(longest)
            self.make_true(path, now)
        # What time alone will change, of what is there.
        shown = (each for each in self._written.values() if not each.is_hidden)
        self._due = min((each.joined.until for each in shown), default=NEVER)

    def _hide_changed(self, now: float) -> None:
        """Have readers of what must be made again go to the application, which makes that first that is asked for.

        Done once for each change. With the database away nothing can be made, and the files are the last pages that we know of.
        """
        heard = self.press.cache.heard
        if heard == self._hidden_through:
            return
        self._hidden_through = heard
        self._changed = time.monotonic()
        if self.press.seconds_without_lease(now):
            return
        fresh = self.press.cache.fresh
        for path, file in self._written.items():
            if path not in fresh:
                file.note_read(now)
                file.hide()

    def _give_way(self, longest: float) -> None:
        """Leave the interpreter for a while to whoever makes a page that a reader waits for, until a moment at most."""
        until = min(self._changed + COURTESY_SECONDS, longest)
        while self.press.is_making and time.monotonic() < until:
            time.sleep(0.001)

    def keep_true(self, path: str, now: float) -> bool:
        """Write a page again whose pieces lie ready beside others than before; say False where it must be made again."""
        page = self.press.cache.fresh.get(path)
        file = self._written[path]
        known = file.joined
        if page is None and self.press.cache.stale(path) is None:
            # The press has let go of it: nobody may be shown what is gone, and nobody would tell us of its changes.
            is_read = file.note_read(now)
            self.remove(path)
            if is_read:
                self._wanted[path] = None
        elif (
            page is None
            or page.joined is not known
            or known.made_with is not page.share.value
            or now >= known.until
        ):
            found = self.press.current(path, now)
            if found is None:
                return False
            self._take_over(path, *found, now)
        return True

    def make_true(self, path: str, now: float) -> None:
        """Have a changed page made again before anybody asks for it."""
        is_there = self._ask(path)
        found = self.press.current(path, time.time())
        if found is not None:
            self._take_over(path, *found, now)
            return
        # A page that changed once more while it was made is made at the next look. And with the database away the
        # file stays: it is the last page that we know of, unless it is gone.
        stale = self.press.cache.stale(path)
        may_wait = is_there and stale is not None and now - stale.since < LONGEST_MAKING
        is_gone = stale is None or now >= self._written[path].joined.gone
        if is_gone or not (may_wait or self.press.seconds_without_lease(now)):
            self.remove(path)

    def _take_over(self, path: str, page: CachedPage, joined: JoinedPage, now: float) -> None:
        """Have the file be the page as it is now, or none be there where nobody reads it."""
        file = self._written[path]
        if not page.is_there:
            self.remove(path)
        elif joined.digest == file.joined.digest and not file.is_hidden:
            file.joined = joined
        else:
            if file.note_read(now):
                # As if it had been asked for here: pages that are not are the first to go where room is scarce.
                page.used = True
            if file.is_idle(now):
                file.joined = joined
                file.hide()
            else:
                self._write(path, joined, now)

    def remove(self, path: str) -> None:
        """Remove a page's file."""
        self._written.pop(path).hide()
        self._to_recompress.pop(path, None)

    def _write(self, path: str, joined: JoinedPage, now: float) -> None:
        file = self._written.get(path)
        if file is None:
            place = self._place(path)
            os.makedirs(place, exist_ok=True)
            file = self._written[path] = File(f"{place}/{PACKED}", joined, now)
        self._replace(file.name, gzipped(joined.assembled.pieces))
        file.joined, file.is_hidden, file.is_read = joined, False, False
        self._to_recompress.pop(path, None)
        self._to_recompress[path] = now + SETTLED

    def _replace(self, file: str, content: bytes) -> None:
        """Put a file in the place of another at once, so that no reader gets half of one."""
        # The same draft each time, and by the system's own calls: this is done for every page at every change.
        draft = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            written = os.write(draft, content)
            os.utime(draft, ns=(UNREAD_NS, next(self._times) * 10**9))
        finally:
            os.close(draft)
        if written < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._draft)
        os.replace(self._draft, file)

    def _place(self, path: str) -> str:
        return f"{self._pages}/{path.strip('/').encode('latin-1').decode()}".rstrip("/")

    def _listen(self) -> None:
        address = self.folder / REQUESTS
        address.unlink(missing_ok=True)
        self._requests.bind(str(address))

    def _heard(self) -> list[str]:
        """Wait for a request if nothing else is to be done, then take all that have come."""
        heard: list[str] = []
        self._requests.settimeout(0.0 if self._wanted else self.press.tail.pause)
        try:
            heard.append(self._requests.recv(LONGEST_PATH + 1).decode("latin-1"))
            self._requests.setblocking(False)
            while len(heard) < 1000:
                heard.append(self._requests.recv(LONGEST_PATH + 1).decode("latin-1"))
        except (TimeoutError, BlockingIOError):
            pass  # no request, or no more
        return list(dict.fromkeys(heard))


def _is_html(page: CachedPage) -> bool:
    # A web server tells what a file is by its name.
    return any(name == "Content-Type" and value.startswith("text/html") for name, value in page.headers)


def is_plain(path: str) -> bool:
    """Return True if a path can be a folder's name here: within the folder, and none that a file system refuses."""
    try:
        parts = path.encode("latin-1").decode().strip("/").split("/")
    except UnicodeError:
        return False
    return (
        path.startswith("/")
        and path.endswith("/")
        and len(path) <= LONGEST_PATH
        and "\0" not in path
        and all(
            each not in ("", ".", "..") and len(each.encode()) <= _LONGEST_NAME
            for each in parts
            if path != "/"
        )
    )
