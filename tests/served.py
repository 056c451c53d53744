"""`broadsheet serve` as a process of its own, whose processes a test may kill, stop and look at."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import process_tree
from live_site import ask, free_port

PROGRAM = [sys.executable, "-m", "broadsheet.cli"]
WEB_SERVER = "broadsheet.project.web_server"
# A first start makes a database; other tests may take the processor.
PATIENCE = 240.0


@dataclass(frozen=True)
class Served:
    """A site that is being served."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def status(self, path: str) -> int:
        """Return the status of an answer, 0 where there is none."""
        try:
            return ask(self.port, path)[0]
        except OSError:
            return 0

    @property
    def web(self) -> int:
        """The process of the web server, whose children are its workers; 0 for none."""
        found = process_tree.named(self.process.pid, WEB_SERVER)
        return found[0] if found else 0

    @property
    def web_workers(self) -> list[int]:
        return process_tree.workers(self.web) if self.web else []

    def background(self, name: str) -> int:
        """Return the process beside the web server that has this name: `worker`, `audience` or `search`; 0 for none."""
        found = process_tree.named(self.process.pid, name)
        return found[-1] if found else 0

    def said(self, words: str) -> int:
        """Return how often something stands in the log."""
        return self.log.read_text(errors="replace").count(words)


@contextmanager
def serving(
    folder: Path, *, environment: dict[str, str] | None = None, before: Sequence[str] = ()
) -> Iterator[Served]:
    """Serve the site of a data folder from when it answers until the block is left.

    `environment` is added to that of this process; `before` are words before the command, such as `prlimit ...`.
    """
    with starting(folder, environment=environment, before=before) as served:
        wait_for(lambda: served.status("/") or served.process.poll() is not None)
        assert served.process.poll() is None, served.log.read_text()
        yield served


@contextmanager
def starting(
    folder: Path, *, environment: dict[str, str] | None = None, before: Sequence[str] = ()
) -> Iterator[Served]:
    """Begin to serve the site of a data folder, and end with the block."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    log = folder.parent / f"said-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*before, *PROGRAM, "serve"],
            env=environment_of(folder, port) | (environment or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Served(process, port, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def warm(served: Served, paths: Sequence[str]) -> None:
    """Wait until there are two workers, and have each keep every page: the kernel gives each connection to one of them."""
    wait_for(lambda: len(served.web_workers) == 2)
    for path in 24 * list(paths):
        wait_for(lambda path=path: served.status(path) == 200)


def environment_of(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "BROADSHEET_DATA": str(folder),
        "BROADSHEET_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }


def wait_for(look: Callable[[], Any], *, seconds: float = PATIENCE) -> Any:
    """Wait until something is seen, and return it."""
    until = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return seen
