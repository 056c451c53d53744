"""Make all files of the pictures that pages show. Readers wait for the first ones only, the worker for none."""

import logging
import os
import sys
import threading
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from ..newsroom.pictures.completing import announce_complete, missing, picture_with_files, shown_since
from ..newsroom.pictures.encoding import encoded
from ..newsroom.pictures.making import PictureReplacedError, keep_files, original_of

LOOK_EVERY = timedelta(seconds=1)
# Pages are made again after this many pictures, or as soon as no more are waiting.
ANNOUNCED_AT_ONCE = 20
# Niceness of the encoding thread: readers and editors come first.
NICENESS = 10

log = logging.getLogger("broadsheet.worker")


class PictureFiles:
    """Remembers the last rendition that was seen, which pictures wait, and which one a thread is making."""

    def __init__(self) -> None:
        self._looked = timezone.now() - LOOK_EVERY
        self._last = 0
        self._waiting: dict[int, None] = {}
        self._making: tuple[Any, Future[dict[str, bytes]]] | None = None
        self._complete: set[int] = set()

    @property
    def is_busy(self) -> bool:
        """Return whether a picture is being made or waits for its turn."""
        return self._making is not None or bool(self._waiting)

    def complete(self, now: datetime) -> bool:
        """Begin with the next picture or keep what is made of one; return True if there is more to do at once."""
        if self._making is not None:
            picture, files = self._making
            if not files.done():
                return False
            self._making = None
            self._keep(picture, files)
            return True
        self._look(now)
        if self._waiting:
            self._begin(next(iter(self._waiting)))
        if self._complete and (not self._waiting or len(self._complete) >= ANNOUNCED_AT_ONCE):
            announce_complete(self._complete)
            self._complete = set()
        return bool(self._waiting) and self._making is None

    def _look(self, now: datetime) -> None:
        # `abs`: the clock may have been set back.
        if abs(now - self._looked) < LOOK_EVERY or self._waiting:
            return
        self._looked = now
        self._last, shown = shown_since(self._last)
        self._waiting.update(dict.fromkeys(shown))

    def _begin(self, number: int) -> None:
        del self._waiting[number]
        picture = picture_with_files(number)
        specs = missing(picture) if picture is not None else ()
        if specs:
            self._making = picture, _beside(picture, specs)

    def _keep(self, picture: Any, files: Future[dict[str, bytes]]) -> None:
        try:
            keep_files(picture, files.result())
        except PictureReplacedError:
            return  # its new file is made when a page has shown it
        except (OperationalError, InterfaceError):
            self._waiting[picture.pk] = None
            raise
        # Pillow may raise anything over a broken file. Pages show the files that there are.
        except Exception as error:
            log.warning("Not all files of picture %s can be made: %s", picture.pk, error)
            return
        self._complete.add(picture.pk)


def _beside(picture: Any, specs: tuple[str, ...]) -> "Future[dict[str, bytes]]":
    """Make files in a thread, so that the worker can act on changes within the second meanwhile."""
    made: Future[dict[str, bytes]] = Future()

    def make() -> None:
        if sys.platform == "linux":  # elsewhere the whole process would stand back
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        try:
            made.set_result(encoded(picture, original_of(picture), specs))
        except BaseException as error:
            made.set_exception(error)

    threading.Thread(target=make, name="picture-files", daemon=True).start()
    return made
