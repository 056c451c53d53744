"""The thread of a press that keeps pages as files for a web server, where the settings name a folder for them."""

import logging
import threading
from pathlib import Path

from django.conf import settings

from ..press.front_door import FrontDoor
from ..press.pressed_files import PressedFiles
from .press_room import ask
from .worker_lock import alone

log = logging.getLogger("broadsheet.press")

LOCK = "press.lock"
# Where files cannot be written, it is tried again after so long.
REST_SECONDS = 5.0


class PageFiles:
    """Keeps pages of a press as files, one press of a machine at a time; the others wait until it ends."""

    def __init__(self, folder: Path, door: FrontDoor) -> None:
        self._folder = folder
        self._door = door
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Remove the files: nobody here will keep them true."""
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
                        PressedFiles(self._folder, self._door.press, self._ask).run(self._stop)
            except Exception:
                log.exception("Pages cannot be kept as files; trying again in %.0f s", REST_SECONDS)
                self._stop.wait(REST_SECONDS)

    def _ask(self, path: str) -> bool:
        return ask(self._door, path)


def page_files(door: FrontDoor) -> PageFiles | None:
    """Return what keeps pages as files, None where the settings name no folder."""
    folder = settings.OPTIONS.press_folder
    return PageFiles(Path(folder).resolve(), door) if folder else None
