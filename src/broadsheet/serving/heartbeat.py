"""Notice workers that hang: each one stamps a file every second as long as it can answer.

The stamps are of time.monotonic(), which all processes of a machine share and nobody can set back.
"""

import os
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

BEAT_SECONDS = 1.0
# A worker that has not stamped for this long hangs: it is killed, and another one takes its place.
HUNG_SECONDS = 5.0
# A worker whose parent has died goes on for this long at most.
ORPHAN_SECONDS = 130.0

# When the worker was ready, and when it could answer last.
_STAMP = struct.Struct("<dd")


class Heartbeat:
    """Stamps the file of this process from a thread, as long as `can_answer` returns that it would answer a request.

    `end` is called some time after the parent has died, when its successor has had time to start.
    """

    def __init__(self, folder: Path, can_answer: Callable[[], bool], end: Callable[[], None]) -> None:
        self._can_answer = can_answer
        self._end = end
        self._began = time.monotonic()
        self._parent = os.getppid()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One block, written in place: a disk that is full later does not matter.
        self._file = os.open(folder / str(os.getpid()), os.O_WRONLY | os.O_CREAT, 0o600)

    def start(self) -> None:
        """Stamp now, and every second from now on."""
        self._stamp()
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()

    def _beat(self) -> None:
        pause = threading.Event()
        orphaned_at = None
        while not pause.wait(BEAT_SECONDS):
            if self._can_answer():
                self._stamp()
            if os.getppid() != self._parent:
                now = time.monotonic()
                orphaned_at = orphaned_at or now
                if now - orphaned_at > ORPHAN_SECONDS:
                    self._end()

    def _stamp(self) -> None:
        os.pwrite(self._file, _STAMP.pack(self._began, time.monotonic()), 0)


def last_beat(folder: Path, pid: int) -> float | None:
    """Return when a process could answer last, as time.monotonic() has it; None where it was never ready."""
    found = _read(folder / str(pid))
    return found[1] if found else None


def newest_start(folder: Path) -> float:
    """Return when the youngest worker was ready, as time.monotonic() has it; 0 for none."""
    return max((found[0] for each in folder.glob("[0-9]*") if (found := _read(each))), default=0.0)


def remove(folder: Path, pid: int) -> None:
    """Remove the file of a process that has ended."""
    (folder / str(pid)).unlink(missing_ok=True)


def _read(file: Path) -> tuple[float, float] | None:
    try:
        began, last = _STAMP.unpack(file.read_bytes())
    except (FileNotFoundError, struct.error):
        return None
    return began, last
