"""The thread of a worker that keeps pages as files for a web server, where the settings name a folder for them."""

import logging
import threading
from collections.abc import Callable
from multiprocessing.util import Finalize
from pathlib import Path

from django.conf import settings

from ..press.pressed_files import PressedFiles
from ..press.pressing import Press
from ..process.worker_lock import alone

log = logging.getLogger("broadsheet.press")

LOCK = "press.lock"
# Seconds until files are tried again that could not be written.
REST_SECONDS = 5.0


class PageFiles:
    """Keeps pages as files, one worker of a machine at a time; the others wait until it ends.

    `ask` has a page rendered, and returns whether it is there.
    """

    def __init__(self, folder: Path, press: Press, ask: Callable[[str], bool]) -> None:
        self._folder = folder
        self._press = press
        self._ask = ask
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="files", daemon=True)

    def start(self) -> None:
        """Begin, and end when this process does."""
        self._thread.start()
        Finalize(None, self.stop, exitpriority=10)

    def stop(self) -> None:
        """Remove the files: nobody will keep them up to date."""
        self._stop.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stop.is_set():
            try:
                with alone(
                    self._stop, settings.DATA, what="keeper of pages as files", log=log, name=LOCK
                ) as is_ours:
                    if is_ours:
                        self._folder.mkdir(parents=True, exist_ok=True)
                        PressedFiles(self._folder, self._press, self._ask).run(self._stop)
            except Exception:
                log.exception("Pages cannot be kept as files; trying again in %.0f s", REST_SECONDS)
                self._stop.wait(REST_SECONDS)
