"""Run a WSGI application behind the web server of `broadsheet serve`, so that only the application is another.

python benchmarks/behind_granian.py cold_door:application --port 8001 [--workers 2] [--threads 41]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from loading import Running, free_port, running

from broadsheet.project.options import load
from broadsheet.serving.rooms import Rooms
from broadsheet.serving.server import serve

HERE = Path(__file__).resolve().parent


@contextmanager
def behind_granian(
    target: str, environment: Mapping[str, str], *, workers: int | None = None, threads: int | None = None
) -> Iterator[Running]:
    """Run an application of a module here until the block is left.

    Workers and threads are as many as `broadsheet serve` has, unless they are named.
    """
    port = free_port()
    command = [sys.executable, __file__, target, "--port", str(port)]
    command += ["--workers", str(workers)] if workers else []
    command += ["--threads", str(threads)] if threads else []
    found = os.pathsep.join([str(HERE), environment.get("PYTHONPATH", "")])
    with running(command, port, dict(environment) | {"PYTHONPATH": found}) as process:
        yield Running(port, process)


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=load().web_processes)
    parser.add_argument("--threads", type=int, default=Rooms().threads)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as beats:
        serve(
            chosen.target, host="127.0.0.1", port=chosen.port, workers=chosen.workers, threads=chosen.threads,
            beats=Path(beats), tls=None, logging_config=None,
        )  # fmt: skip


if __name__ == "__main__":
    main()
