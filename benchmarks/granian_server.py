"""Serve a WSGI application with the web server of `broadsheet serve`, so that only the application is another.

python benchmarks/granian_server.py cold_door:application --port 8001 [--workers 2] [--threads 41]
"""

import argparse
import os
import signal
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from broadsheet.project.options import load
from broadsheet.serving.heartbeat import Heartbeat
from broadsheet.serving.rooms import Rooms
from broadsheet.serving.server import is_listening, serve


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=load().web_processes)
    parser.add_argument("--threads", type=int, default=Rooms().threads)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as beats:
        os.environ |= {"BENCHMARK_TARGET": chosen.target, "BENCHMARK_BEATS": beats}
        serve(
            "granian_server:application", host="127.0.0.1", port=chosen.port, workers=chosen.workers, threads=chosen.threads,
            beats=Path(beats), tls=None, logging_config=None,
        )  # fmt: skip


def _application() -> Any:
    """Return the application of a worker, and have the worker stamp that it can answer, as the site's do."""
    module, name = os.environ["BENCHMARK_TARGET"].split(":")
    found = getattr(import_module(module), name)
    end = lambda: os.kill(os.getpid(), signal.SIGTERM)  # noqa: E731  # a name for the line below
    beats = Path(os.environ["BENCHMARK_BEATS"])
    Heartbeat(beats, listens=is_listening, can_answer=lambda: True, end=end).start()
    return found


if __name__ == "__main__":
    main()
elif __name__ == "granian_server":
    application = _application()
