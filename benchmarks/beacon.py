"""Measure what a counted read costs the web server, beside the same server that answers an empty 204.

Both run under granian as `broadsheet serve` runs it, one after the other and again; 32 connections that are kept open send
reads of different readers. Processor time is the server's own (children included), so that it does not matter how
fast the client is:
    python benchmarks/beacon.py [requests]
    python benchmarks/beacon.py kills [rounds]: kill the server with signal 9 under load, and compare what it acknowledged
"""

import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from loading import family, free_port, seconds_of

CONNECTIONS = 32
REQUESTS = 40_000
ROUNDS = 3
WARMING = 2_000
KILLS = 20
EMPTY = """
def application(environ, start_response):
    start_response("204 No Content", [("Cache-Control", "no-store")])
    return ()
"""
AGENTS = [
    f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
    for version in range(90, 150)
]


def main() -> None:
    """Print both servers' cost a request, and their ratio."""
    if sys.argv[1:2] == ["client"]:
        print(json.dumps(asyncio.run(_load(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))))
        return
    if sys.argv[1:2] == ["kills"]:
        _kills(int(sys.argv[2]) if len(sys.argv) > 2 else KILLS)
        return
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY)
        environment = _environment(name)
        _articles(folder)
        figures: dict[str, list[dict[str, float]]] = {
            "empty:application": [],
            "broadsheet.project.wsgi:application": [],
        }
        for number in range(ROUNDS):
            for application, found in figures.items():
                found.append(_round(application, requests, number, environment))
        kept = {application: _median(found) for application, found in figures.items()}
        for application, figure in kept.items():
            print(
                f"{application:40} {figure['cpu']:6.1f} us of processor a request, {figure['rate']:8,.0f} requests/s, "
                f"p50 {figure['p50']:.1f} ms, p99 {figure['p99']:.1f} ms"
            )
        empty, counted = kept.values()
        print(
            f"  a counted read costs {counted['cpu'] - empty['cpu']:.1f} us more; rate by processor time {empty['cpu'] / counted['cpu']:.2f} of the empty answer's"
        )
        print(f"  counted: {_counted(folder):,} of {ROUNDS * (requests + WARMING):,} reads")


def _environment(name: str) -> dict[str, str]:
    return os.environ | {
        "BROADSHEET_DATA": name,
        "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([name, os.environ.get("PYTHONPATH", "")]),
    }


def _kills(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _articles(folder)
        acknowledged: list[bytes] = []
        for number in range(rounds):
            server, port = _server("broadsheet.project.wsgi:application", _environment(name))
            acknowledged += asyncio.run(_until_killed(server, port, number))
            server.wait()
        counted = _counted(folder)
        in_flight = rounds * CONNECTIONS
        print(
            f"{rounds} kills: {len(acknowledged):,} reads acknowledged, {counted:,} counted (at most {in_flight} more were in flight)"
        )
        server, port = _server("broadsheet.project.wsgi:application", _environment(name))
        try:
            asyncio.run(_again(port, acknowledged))
        finally:
            server.terminate()
            server.wait()
        print(
            f"  lost {max(0, len(acknowledged) - counted)}; after all were sent once more, counted twice {_counted(folder) - counted}"
        )


async def _until_killed(server: subprocess.Popen[bytes], port: int, number: int) -> list[bytes]:
    """Send reads over all connections, kill the server and its workers in the middle, return what was acknowledged."""
    chance, acknowledged = random.Random(number), []

    async def send() -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while True:
                request = _request(chance)
                writer.write(request)
                await reader.readuntil(b"\r\n\r\n")
                acknowledged.append(request)
        except (OSError, asyncio.IncompleteReadError):
            return

    async def kill() -> None:
        await asyncio.sleep(chance.uniform(0.2, 0.6))
        for pid in family(server.pid):
            os.kill(pid, signal.SIGKILL)

    await asyncio.gather(kill(), *(send() for _ in range(CONNECTIONS)))
    return acknowledged


async def _again(port: int, requests: list[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        writer.write(request)
        await reader.readuntil(b"\r\n\r\n")
    writer.close()


def _server(application: str, environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    _wait(port)
    return server, port


def _articles(folder: Path) -> None:
    from broadsheet.audience.counting.live import Live  # noqa: PLC0415

    (folder / "audience").mkdir()
    Live(folder / "audience").replace(np.arange(1, 50_000))


def _round(application: str, requests: int, number: int, environment: dict[str, str]) -> dict[str, float]:
    server, port = _server(application, environment)
    try:
        _client(port, WARMING, 1000 + number)
        before = seconds_of(server.pid)
        seen = _client(port, requests, number)
        spent = seconds_of(server.pid) - before
        return {"cpu": spent / requests * 1e6, **seen}
    finally:
        server.terminate()
        server.wait()


def _client(port: int, requests: int, number: int) -> dict[str, float]:
    command = [sys.executable, __file__, "client", str(port), str(requests), str(number)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


async def _load(port: int, requests: int, number: int) -> dict[str, float]:
    chance = random.Random(number)
    latencies: list[float] = []
    sent = [_request(chance) for _ in range(requests)]
    begun = time.perf_counter()
    await asyncio.gather(
        *(_connection(port, sent[start::CONNECTIONS], latencies) for start in range(CONNECTIONS))
    )
    spent = time.perf_counter() - begun
    p50, p99 = np.percentile(np.array(latencies) * 1000, [50, 99])
    return {"rate": requests / spent, "p50": float(p50), "p99": float(p99)}


async def _connection(port: int, requests: list[bytes], latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        latencies.append(time.perf_counter() - begun)
        assert head.startswith(b"HTTP/1.1 204"), head
    writer.close()


def _request(chance: random.Random) -> bytes:
    body = f"{min(49_999, int(chance.paretovariate(0.6)))} www.google.com"
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    return (
        f"POST /_b HTTP/1.1\r\nHost: paper.example\r\nOrigin: http://paper.example\r\nUser-Agent: {chance.choice(AGENTS)}\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _counted(folder: Path) -> int:
    from broadsheet.audience.counting import tallies  # noqa: PLC0415

    kept = folder / "audience"
    return sum(int(tallies.read_hour(kept, hour)[:, :2].sum()) for hour in tallies.hours(kept))


def _median(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in figures) for name in figures[0]}


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(2)
                return
        time.sleep(0.1)
    sys.exit("the server does not answer")


if __name__ == "__main__":
    main()
