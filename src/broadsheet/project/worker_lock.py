"""One worker, or one of another kind, at a time on a machine, and a way for others to know that it is there."""

import fcntl
import os
from collections.abc import Iterator
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


def is_held(folder: Path) -> bool:
    """Say whether a worker is running over this data folder."""
    if not os.path.exists(folder / NAME):
        return False
    with held(folder) as mine:
        return not mine
