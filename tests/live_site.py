"""Web processes over a database of their own, and what other processes do to it meanwhile."""

import gzip
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

PATIENCE = 60.0


def ask(
    port: int, path: str, *, method: str = "GET", body: str = "", headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of what is answered on a port, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body=body or None, headers=dict(headers or {}))
        answer = connection.getresponse()
        said = {name.title(): value for name, value in answer.getheaders()}
        content = answer.read()
        plain = gzip.decompress(content) if said.get("Content-Encoding") == "gzip" else content
        return answer.status, said, plain.decode()
    finally:
        connection.close()


@contextmanager
def web(environment: dict[str, str]) -> Iterator[int]:
    """Run web processes alone, as `broadsheet serve` does beside others; yield their port."""
    port = free_port()
    command = [sys.executable, "-m", "broadsheet.cli", "web", "--port", str(port)]
    with running(command, environment | {"BROADSHEET_PORT": str(port)}, port):
        yield port


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int) -> Iterator[subprocess.Popen]:
    """Run a server until the block is left, from when it answers on its port."""
    process = subprocess.Popen(command, env=environment)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                ask(port, "/")
                break
            except OSError:
                assert time.monotonic() < until and process.poll() is None
                time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shell(environment: dict[str, str], code: str) -> str:
    """Run code in another process, beside the site; return what it prints."""
    done = subprocess.run(shell_command(code), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell_command(code: str) -> list[str]:
    return [sys.executable, "-m", "broadsheet.cli", "manage", "shell", "-v0", "-c", code]


def wait_until(look: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < until
        time.sleep(0.02)
