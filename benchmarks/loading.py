"""Run servers, have wrk ask them (Debian: apt-get install wrk), and see what they take of processor and memory."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk says: requests a second, milliseconds waited, how many were answered, how many failed, and its own words."""

    rate: float
    p50: float
    p99: float
    answered: int
    errors: int
    said: str


def wrk(port: int, script: Path, *, connections: int, threads: int, seconds: int, timeout: int = 2) -> Load:
    """Have a script's requests made for so many seconds; what is not answered within `timeout` seconds is an error."""
    said = subprocess.run(
        [
            "wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "--latency", "--timeout", f"{timeout}s",
            "-s", str(script), f"http://127.0.0.1:{port}",
        ],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    waited = {share: float(figure) * MILLISECONDS[unit] for share, figure, unit in WAITED.findall(said)}
    errors = sum(int(number or 0) for found in FAILED.findall(said) for number in found)
    answered = int(ANSWERED.search(said)[1])
    return Load(float(RATE.search(said)[1]), waited["50"], waited["99"], answered, errors, said)


class Running(NamedTuple):
    """A server that runs: its port, and the process that has started all of it."""

    port: int
    process: int


@contextmanager
def running(
    command: list[str], port: int, environment: Mapping[str, str], output: Any = None
) -> Iterator[int]:
    """Run a server from when it listens on its port until the block is left; yield the number of its process."""
    process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


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
