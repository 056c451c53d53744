"""One worker, or one of another kind, at a time on a machine, and a way for others to know that it is there."""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "worker.lock"


@contextmanager
def held(folder: Path, name: str = NAME) -> Iterator[bool]:
    """Hold the lock; give False when another process holds it. The kernel lets go of it when a process dies."""
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def run_alone(
    work: Callable[[threading.Event], None],
    folder: Path,
    *,
    what: str,
    log: logging.Logger,
    politeness: int,
    name: str = NAME,
) -> None:
    """Run background work until a signal tells it to stop; wait as long as another process over the folder does it.

    `work` is given the event that is then set, `what` is its name in the log, `politeness` how nice it is to others.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    # Readers and editors come first.
    os.nice(politeness)
    with alone(stop, folder, what=what, log=log, name=name) as is_only_one:
        if is_only_one:
            work(stop)


@contextmanager
def alone(
    stop: threading.Event, folder: Path, *, what: str, log: logging.Logger, name: str = NAME
) -> Iterator[bool]:
    """Wait as long as another process over the folder does the same; give False where told to stop before it ended."""
    is_told = False
    while not stop.is_set():
        with held(folder, name) as is_only_one:
            if is_only_one:
                log.info("The %s has begun", what)
                yield True
                log.info("The %s has ended", what)
                return
        if not is_told:
            log.warning("Another %s runs over %s; this one waits until it ends", what, folder)
        is_told = True
        stop.wait(1)
    yield False


def is_held(folder: Path) -> bool:
    """Return True if a worker is running over this data folder."""
    if not os.path.exists(folder / NAME):
        return False
    with held(folder) as mine:
        return not mine
