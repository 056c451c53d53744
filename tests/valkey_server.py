"""Run a real Valkey, or the Redis that it goes on from, for as long as a test needs it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def valkey(port: int | None = None) -> Iterator[str]:
    """Start a server with nothing in it and give its URL; it ends with the context and keeps nothing."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    assert program, "Neither Valkey nor Redis is installed. On Debian: apt-get install redis-server"
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--daemonize",
        "no",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"valkey://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()
