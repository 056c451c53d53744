"""See to it that nothing runs over a data folder while it is filled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..process.worker_lock import held
from .manifest import BackupError

SERVE = "serve.lock"


def is_running(data: Path) -> bool:
    """Return True if a process of Broadsheet holds one of the locks of a data folder."""
    return any(_is_held(data, each.name) for each in data.glob("*.lock"))


@contextmanager
def at_rest(data: Path) -> Iterator[None]:
    """Keep others from starting over the folder. Raises BackupError where something runs there."""
    if is_running(data):
        raise BackupError(f"Broadsheet runs over {data}. Stop it, and restore into an empty folder.")
    with held(data, SERVE) as is_ours:
        if not is_ours:
            raise BackupError(f"Broadsheet runs over {data}. Stop it, and restore into an empty folder.")
        yield


def _is_held(data: Path, name: str) -> bool:
    with held(data, name) as is_ours:
        return not is_ours
