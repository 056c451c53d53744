"""Serve a WSGI application with the web server of `broadsheet serve`, so that only the application is another.

python benchmarks/granian_server.py cold_door:application --port 8001 [--workers 2] [--threads 41]
"""

import argparse
import tempfile
from pathlib import Path

from broadsheet.project.options import load
from broadsheet.serving.rooms import Rooms
from broadsheet.serving.server import serve


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
