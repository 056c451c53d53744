"""Measure what a counted read costs the web processes, beside a server that answers an empty 204.

Reads are counted by `broadsheet web` with its one kiosk; the empty answer is a WSGI application's under granian, with one
worker and four threads. One is measured after the other, and again; 32 connections that are kept open send reads of
different readers. Processor time is the server's own and that of all it has started (here a kiosk, its press, and their
parent), so that it does not matter how fast the client is:
    python benchmarks/beacon.py [requests]
    python benchmarks/beacon.py kills [rounds]: with signal 9 and under load, kill the kiosk, the press, or all processes
        at once, in turn, and compare what was acknowledged with what is counted. The parent starts again what died. A read
        that is killed half-way may be lost for good, but then it was not acknowledged.
"""

import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from loading import PATIENCE, family, free_port, named, running, seconds_of

from broadsheet.audience.counting import tallies
from broadsheet.audience.counting.generations import HALF_DAY, Generation
from broadsheet.audience.counting.live import STEP, Live

CONNECTIONS = 32
REQUESTS = 40_000
ROUNDS = 3
WARMING = 2_000
KILLS = 20
# Whom to kill, in turn: the kiosk counts, the press lives beside it, and nobody starts all of them again.
VICTIMS = ("kiosk", "press", "all processes")
# For so long reads are sent on after that: to the half that is left, and to the successor of the other.
AFTER_SECONDS = 1.5
# Of a hundred thousand readers one is taken for another, which would pass here for a lost read: with more room for
# those of this half day hardly one is.
ROOM = 1 << 24
EMPTY = """
def application(environ, start_response):
    start_response("204 No Content", [("Cache-Control", "no-store")])
    return ()
"""
AGENTS = [
    f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
    for version in range(90, 150)
]


@dataclass(slots=True)
class Sent:
    """Reads that were acknowledged, and those whose connection broke before."""

    acknowledged: list[bytes] = field(default_factory=list)
    unanswered: list[bytes] = field(default_factory=list)


def main() -> None:
    """Print both servers' cost a request, and their ratio."""
    if sys.argv[1:2] == ["client"]:
        print(json.dumps(asyncio.run(_load(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder, environment = Path(name), _environment(name)
        _make_ready(folder, environment)
        if sys.argv[1:2] == ["kills"]:
            _kill(int(sys.argv[2]) if len(sys.argv) > 2 else KILLS, folder, environment)
        else:
            _measure(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS, folder, environment)


def _measure(requests: int, folder: Path, environment: dict[str, str]) -> None:
    servers: dict[str, Callable[[int], list[str]]] = {
        "an empty 204 under granian": _granian,
        "a counted read, broadsheet web": _web,
    }
    figures: dict[str, list[dict[str, float]]] = {}
    for number in range(ROUNDS):
        for server, command in servers.items():
            figures.setdefault(server, []).append(_round(command, requests, number, environment))
    kept = {server: _median(found) for server, found in figures.items()}
    for server, figure in kept.items():
        print(
            f"{server:40} {figure['cpu']:6.1f} us of processor a request, {figure['rate']:8,.0f} requests/s, "
            f"p50 {figure['p50']:.1f} ms, p99 {figure['p99']:.1f} ms"
        )
    empty, counted = kept.values()
    print(
        f"  a counted read costs {counted['cpu'] - empty['cpu']:.1f} us more; rate by processor time {empty['cpu'] / counted['cpu']:.2f} of the empty answer's"
    )
    print(f"  counted: {_counted(folder).sum():,} of {ROUNDS * (requests + WARMING):,} reads")


def _environment(name: str) -> dict[str, str]:
    return os.environ | {
        "BROADSHEET_DATA": name,
        "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([name, os.environ.get("PYTHONPATH", "")]),
    }


def _kill(rounds: int, folder: Path, environment: dict[str, str]) -> None:
    Generation(folder / "audience", int(time.time() // HALF_DAY), room=ROOM).close()
    by_victim: dict[str, Sent] = {victim: Sent() for victim in VICTIMS}
    for number in range(rounds):
        victim, port = VICTIMS[number % len(VICTIMS)], free_port()
        with running(_web(port), port, environment) as server:
            _client(port, WARMING, 1000 + number)
            asyncio.run(_send_until_killed(server, port, victim, number, by_victim[victim]))
    warmed = [each for number in range(rounds) for each in _requests(WARMING, 1000 + number)]
    acknowledged = warmed + [each for sent in by_victim.values() for each in sent.acknowledged]
    unanswered = [each for sent in by_victim.values() for each in sent.unanswered]
    counted = _counted(folder)
    for place, (victim, sent) in enumerate(by_victim.items()):
        print(
            f"{victim} killed {len(range(place, rounds, len(VICTIMS)))} times: "
            f"{len(sent.acknowledged):,} reads acknowledged, {len(sent.unanswered):,} without an answer"
        )
    print(
        f"{rounds} kills: {len(acknowledged):,} reads acknowledged, {counted.sum():,} counted (at most {len(unanswered):,} more were in flight)"
    )
    port = free_port()
    with running(_web(port), port, environment):
        asyncio.run(_send([*acknowledged, *unanswered], port, []))
    counted_then = _counted(folder)
    sent_of, acknowledged_of = _by_article([*acknowledged, *unanswered]), _by_article(acknowledged)
    print(
        f"  lost {_beyond(acknowledged_of, counted)}; after all were sent once more, counted twice {_beyond(counted_then, sent_of)}; "
        f"of {sent_of.sum():,} that were ever sent, answered or not, {_beyond(sent_of, counted_then)} not counted"
    )


async def _send_until_killed(server: int, port: int, victim: str, number: int, sent: Sent) -> None:
    """Send reads over all connections, kill a part of the server in the middle, and go on with what is left of it.

    Raises TimeoutError where reads are not answered again.
    """
    chance, is_over = random.Random(number), asyncio.Event()

    async def send() -> None:
        while not is_over.is_set():
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            try:
                while not is_over.is_set():
                    request = _request(chance)
                    writer.write(request)
                    await _acknowledged(reader)
                    sent.acknowledged.append(request)
            except (OSError, asyncio.IncompleteReadError):
                sent.unanswered.append(request)
            finally:
                writer.close()

    async def kill() -> None:
        await asyncio.sleep(chance.uniform(0.2, 0.6))
        # Children first, for whose parent is killed is told to end in order.
        for pid in reversed(family(server) if victim == VICTIMS[-1] else named(server, victim)):
            os.kill(pid, signal.SIGKILL)
        if victim != VICTIMS[-1]:
            await asyncio.sleep(AFTER_SECONDS)
        is_over.set()

    await asyncio.wait_for(asyncio.gather(kill(), *(send() for _ in range(CONNECTIONS))), PATIENCE)


def _make_ready(folder: Path, environment: dict[str, str]) -> None:
    """Make a site without articles, and the file that says which articles count."""
    (folder / "empty.py").write_text(EMPTY)
    for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        manage = [sys.executable, "-m", "broadsheet.project", "manage", *command]
        subprocess.run(manage, env=environment, check=True)
    (folder / "audience").mkdir()
    Live(folder / "audience").replace(np.arange(1, 50_000))


def _web(port: int) -> list[str]:
    return [sys.executable, "-m", "broadsheet.project", "web", "--port", str(port)]


def _granian(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "empty:application",
    ]  # fmt: skip


def _round(
    command: Callable[[int], list[str]], requests: int, number: int, environment: dict[str, str]
) -> dict[str, float]:
    port = free_port()
    with running(command(port), port, environment) as server:
        _client(port, WARMING, 1000 + number)
        before = seconds_of(server)
        seen = _client(port, requests, number)
        spent = seconds_of(server) - before
        return {"cpu": spent / requests * 1e6, **seen}


def _client(port: int, requests: int, number: int) -> dict[str, float]:
    command = [sys.executable, __file__, "client", str(port), str(requests), str(number)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


async def _load(port: int, requests: int, number: int) -> dict[str, float]:
    latencies: list[float] = []
    sent = _requests(requests, number)
    begun = time.perf_counter()
    await _send(sent, port, latencies)
    spent = time.perf_counter() - begun
    p50, p99 = np.percentile(np.array(latencies) * 1000, [50, 99])
    return {"rate": requests / spent, "p50": float(p50), "p99": float(p99)}


async def _send(requests: list[bytes], port: int, latencies: list[float]) -> None:
    """Send reads over all connections, and add the seconds that each waited."""
    starts = range(CONNECTIONS)
    await asyncio.gather(*(_connection(port, requests[each::CONNECTIONS], latencies) for each in starts))


async def _connection(port: int, requests: list[bytes], latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        await _acknowledged(reader)
        latencies.append(time.perf_counter() - begun)
    writer.close()


async def _acknowledged(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 204"), head


def _requests(count: int, number: int) -> list[bytes]:
    """Return reads that are the same each time for the same number, and others for another."""
    chance = random.Random(number)
    return [_request(chance) for _ in range(count)]


def _request(chance: random.Random) -> bytes:
    body = f"{min(49_999, int(chance.paretovariate(0.6)))} www.google.com"
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    return (
        f"POST /_b HTTP/1.1\r\nHost: paper.example\r\nOrigin: http://paper.example\r\nUser-Agent: {chance.choice(AGENTS)}\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _counted(folder: Path) -> np.ndarray:
    """Return how many reads of each article are counted."""
    kept, counted = folder / "audience", np.zeros(STEP, np.int64)
    for hour in tallies.hours(kept):
        counted += tallies.read_hour(kept, hour)[:, :2].sum(axis=1, dtype=np.int64)
    return counted


def _by_article(requests: Iterable[bytes]) -> np.ndarray:
    """Return how many reads of each article were sent."""
    numbers = [int(each.rpartition(b"\r\n\r\n")[2].split()[0]) for each in requests]
    return np.bincount(np.array(numbers, np.int64), minlength=STEP)


def _beyond(many: np.ndarray, few: np.ndarray) -> int:
    """Return how many more there are of one than of the other, over those articles of which there are more."""
    return int(np.maximum(many - few, 0).sum())


def _median(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in figures) for name in figures[0]}


if __name__ == "__main__":
    main()
