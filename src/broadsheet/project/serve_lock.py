"""One `serve` at a time over a data folder, and a file that says which process it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..process.worker_lock import held
from .options import OptionError

LOCK = "serve.lock"
PID_FILE = "serve.pid"


class AlreadyServed(OptionError):
    """Another `serve` runs over this data folder. Stop it, or set BROADSHEET_DATA to another folder."""


@contextmanager
def only_serve(data: Path) -> Iterator[None]:
    """Be the one `serve` of a data folder for as long as the block lasts; the file that names us goes with it.

    Raises AlreadyServed, with the number of the other process. The kernel lets go of the lock when a process dies.
    """
    file = data / PID_FILE
    with held(data, LOCK) as is_ours:
        if not is_ours:
            who = f"process {pid}" if (pid := serving(data)) else "another process"
            raise AlreadyServed(
                f"{data} is served by {who} already. Stop it, or name another folder in BROADSHEET_DATA."
            )
        file.write_text(str(os.getpid()), encoding="ascii")
        try:
            yield
        finally:
            # A copy of this process that ends by an exception has not served.
            if serving(data) == os.getpid():
                file.unlink(missing_ok=True)


def serving(data: Path) -> int | None:
    """Return the number of the process that wrote down that it serves a data folder, None for none."""
    try:
        return int((data / PID_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
