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
# Between two looks of a new worker whether it listens.
LOOK_SECONDS = 0.05
# A worker that has not stamped for this long hangs: it is killed, and another one takes its place.
HUNG_SECONDS = 5.0
# A worker whose parent has died goes on for this long at most.
ORPHAN_SECONDS = 130.0

# The process that started the worker, and when the worker could answer last.
_STAMP = struct.Struct("<qd")


class Heartbeat:
    """Stamps the file of this process from a thread, as long as `can_answer` returns that it would answer a request.

    The first stamp waits until `listens` returns that connections reach this process. `end` is called some time after
    the parent has died, when its successor has had time to start.
    """

    def __init__(
        self,
        folder: Path,
        *,
        listens: Callable[[], bool],
        can_answer: Callable[[], bool],
        end: Callable[[], None],
    ) -> None:
        self._listens = listens
        self._can_answer = can_answer
        self._end = end
        self._parent = os.getppid()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One block, written in place: a disk that is full later does not matter.
        self._file = os.open(folder / str(os.getpid()), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def start(self) -> None:
        """Stamp as soon as connections reach this process, and every second from then on."""
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()

    def _beat(self) -> None:
        pause = threading.Event()
        while not self._listens():
            pause.wait(LOOK_SECONDS)
        self._stamp()
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
        os.pwrite(self._file, _STAMP.pack(self._parent, time.monotonic()), 0)


def last_beat(folder: Path, pid: int) -> float | None:
    """Return when a process could answer last, as time.monotonic() has it; None where it was never ready."""
    found = _read(folder / str(pid))
    return found[1] if found else None


def has_worker(folder: Path, server: int) -> bool:
    """Return whether a worker that this process started listens."""
    return any(found[0] == server for each in folder.glob("[0-9]*") if (found := _read(each)))


def workers(folder: Path) -> set[int]:
    """Return the processes that listen, or did when they were last able to stamp."""
    return {int(each.name) for each in folder.glob("[0-9]*") if _read(each)}


def remove(folder: Path, pid: int) -> None:
    """Remove the file of a process that has ended."""
    (folder / str(pid)).unlink(missing_ok=True)


def _read(file: Path) -> tuple[int, float] | None:
    try:
        server, last = _STAMP.unpack(file.read_bytes())
    except (FileNotFoundError, struct.error):
        return None
    return server, last
