"""Run servers, have wrk ask them (Debian: apt-get install wrk), and see what they take of processor and memory."""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple

ANSWERED = re.compile(r"(\d+) requests in ")
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
WAITED = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)\b")
FAILED = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)|Non-2xx.*: (\d+)")
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}
# A first start prepares the database and the static files, which takes minutes where a machine is busy.
PATIENCE = 240.0
TICKS = os.sysconf("SC_CLK_TCK")
LUA = """
local requests, n = {{}}, 0
init = function(arguments)
  math.randomseed(os.time())
  for line in io.lines("{file}") do
    local target, accept, coding = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    local headers = {{ ["Host"] = wrk.headers["Host"], ["Accept"] = accept, ["Accept-Encoding"] = coding }}
    requests[#requests + 1] = wrk.format("GET", target, headers)
  end
  n = math.random(#requests)
end
request = function() n = n % #requests + 1; return requests[n] end
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a browser: path and query, and the two headers that choose among answers."""

    target: str
    accept: str = "*/*"
    accept_encoding: str = "gzip"


class Running(NamedTuple):
    """A server that runs: its port, and the process that has started all of it."""

    port: int
    process: int


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk says of a server, or the medians of several times, and the server's own processor time.

    It hardly matters to that time what else runs; of nginx it is without what is behind it.
    """

    rate: float  # requests a second
    p50: float  # milliseconds
    p99: float  # milliseconds
    processor: float  # microseconds a request
    answered: float
    errors: int


def requests_of(file: Path, asked: Iterable[Asked]) -> Path:
    """Write what wrk asks for, in turn; return its script."""
    lines = (f"{each.target}\t{each.accept}\t{each.accept_encoding}\n" for each in asked)
    file.write_text("".join(lines), encoding="utf-8")
    script = file.with_suffix(".lua")
    script.write_text(LUA.format(file=file), encoding="utf-8")
    return script


def wrk(
    server: Running, script: Path, seconds: int, *, connections: int = 32, threads: int = 2, timeout: int = 2
) -> Load:
    """Load a server; what is not answered within `timeout` seconds is an error."""
    spent = seconds_of(server.process)
    said = subprocess.run(
        [
            "wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "--latency",
            "--timeout", f"{timeout}s", "-s", str(script), f"http://127.0.0.1:{server.port}",
        ],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    spent = seconds_of(server.process) - spent
    waited = {share: float(figure) * MILLISECONDS[unit] for share, figure, unit in WAITED.findall(said)}
    errors = sum(int(number or 0) for found in FAILED.findall(said) for number in found)
    answered = int(ANSWERED.search(said)[1])
    rate = float(RATE.search(said)[1])
    return Load(rate, waited["50"], waited["99"], 1e6 * spent / max(1, answered), answered, errors)


def median(loads: Sequence[Load]) -> Load:
    """Return the medians, and all errors."""
    middles = [statistics.median(column) for column in zip(*map(astuple, loads), strict=True)]
    return Load(*middles[:-1], errors=sum(each.errors for each in loads))


@contextmanager
def running(
    command: list[str], port: int, environment: Mapping[str, str], output: Any = None
) -> Iterator[Running]:
    """Run a server from when it listens on its port until the block is left."""
    process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
    try:
        until = time.monotonic() + PATIENCE
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"Nothing listens on port {port}, where this should: {' '.join(command)}")
            time.sleep(0.05)
        yield Running(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def broadsheet(*command: str) -> Iterator[Running]:
    """Run a command of Broadsheet that serves, from when it answers."""
    port = free_port()
    own = [sys.executable, "-m", "broadsheet.cli", *command, "--port", str(port)]
    with running(own, port, os.environ, subprocess.DEVNULL) as server:
        read(port, "/")
        yield server


class Connection:
    """Reads pages over one connection, so that it costs little."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def read(self, path: str) -> str:
        """Return a page, or nothing where there is none."""
        try:
            return self._ask(path)
        except (OSError, http.client.HTTPException):
            # The other side had ended it: the next request opens another.
            self._connection.close()
            return self._ask(path)

    def _ask(self, path: str) -> str:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        return page if answer.status == 200 else ""


_connections: dict[int, Connection] = {}


def read(port: int, path: str) -> str:
    """Return a page, or nothing where there is none, over the connection of this process to a port."""
    return _connections.setdefault(port, Connection(port)).read(path)


def family(process: int) -> list[int]:
    """List a process and all that it has started."""
    return [process, *(each for child in children(process) for each in family(child))]


def children(process: int) -> list[int]:
    """List what a process has started and not outlived."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for each in tasks for child in (each / "children").read_text().split()]


def workers_of(serve: int) -> list[int]:
    """List the workers of the web server that a `broadsheet serve` has started."""
    [server] = [
        each for each in children(serve) if b"web_server" in Path(f"/proc/{each}/cmdline").read_bytes()
    ]
    return children(server)


def seconds_of(process: int) -> float:
    """Return the processor time of a process and of all that it has started."""
    return sum(_own_seconds(each) for each in family(process))


def _own_seconds(process: int) -> float:
    # proc_pid_stat(5): user and system time are the 14th and 15th fields; the 2nd, a name, may have blanks in it.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(processes: Iterable[int], kind: str = "Pss") -> int:
    """Return the bytes of memory that processes hold, of what they share a part each (proc_pid_smaps(5)).

    Of the kind Pss_File are mapped files, which the system takes back where it needs the room.
    """
    return sum(_kilobytes(each, kind) for each in processes) * 1024


def _kilobytes(process: int, kind: str) -> int:
    held = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(rf"^{kind}:\s+(\d+)", held, re.MULTILINE)[1])


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
