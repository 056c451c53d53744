"""Measure what a counted read costs the web processes, beside a server that answers an empty 204.

Reads are counted by one worker of `broadsheet web`; the empty answer is an application's that does nothing, behind the
same web server with as many threads. One is measured after the other, and again; over connections that are kept open come
reads of different readers, as many at once as may be counted or wait for it. Processor time is the server's own and that
of all it has started, so that it does not matter how fast the client is. Then reads come over 32 connections, and those
that are refused unread are told:
    python benchmarks/beacon.py [requests]
    python benchmarks/beacon.py kills [rounds]: with signal 9 and under load, kill a worker, all workers, or all processes
        at once, in turn, and compare what was acknowledged with what is counted. The parent starts again what died. A read
        that is killed half-way may be lost for good, but then it was not acknowledged.
"""

import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from behind_granian import behind_granian
from loading import PATIENCE, Running, family, free_port, running, seconds_of

from broadsheet.audience.counting import tallies
from broadsheet.audience.counting.generations import HALF_DAY, Generation
from broadsheet.audience.counting.live import STEP, Live
from broadsheet.serving.rooms import COUNTING

CONNECTIONS = 32
REQUESTS = 40_000
ROUNDS = 3
WARMING = 2_000
KILLS = 20
# Whom to kill, in turn: nobody starts all processes again.
VICTIMS = ("a worker", "all workers", "all processes")
# For so long reads are sent on after that: to the worker that is left, and to the successors of others.
AFTER_SECONDS = 1.5
# Whoever is refused comes again after so many seconds.
PAUSE = 0.002
# Of a hundred thousand readers one is taken for another, which would pass here for a lost read: with more room for
# those of this half day hardly one is.
ROOM = 1 << 24
HOST = "paper.example"
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
    """Reads that were acknowledged, those whose connection broke before, and how many were refused unread."""

    acknowledged: list[bytes] = field(default_factory=list)
    unanswered: list[bytes] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    """Print both servers' cost a request, and their ratio."""
    if sys.argv[1:2] == ["client"]:
        print(json.dumps(asyncio.run(_load(*map(int, sys.argv[2:])))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder, environment = Path(name), _environment(name)
        _make_ready(folder, environment)
        if sys.argv[1:2] == ["kills"]:
            _kill(int(sys.argv[2]) if len(sys.argv) > 2 else KILLS, folder, environment)
        else:
            _measure(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS, folder, environment)


def _measure(requests: int, folder: Path, environment: dict[str, str]) -> None:
    servers: dict[str, Callable[[dict[str, str]], AbstractContextManager[Running]]] = {
        "an empty 204 behind granian": _empty,
        "a counted read, broadsheet web": _one_worker,
    }
    figures: dict[str, list[dict[str, float]]] = {}
    for number in range(ROUNDS):
        for server, run in servers.items():
            figures.setdefault(server, []).append(_round(run, requests, number, environment))
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
    with _one_worker(environment) as (port, _process):
        seen = _client(port, requests, ROUNDS, connections=CONNECTIONS)
    print(
        f"  over {CONNECTIONS} connections: {seen['refused'] / (requests + seen['refused']):.1%} refused unread, p99 {seen['p99']:.1f} ms"
    )


def _environment(name: str) -> dict[str, str]:
    return os.environ | {
        "BROADSHEET_DATA": name,
        "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        "BROADSHEET_ALLOWED_HOSTS": f"127.0.0.1,{HOST}",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([name, os.environ.get("PYTHONPATH", "")]),
    }


def _kill(rounds: int, folder: Path, environment: dict[str, str]) -> None:
    Generation(folder / "audience", int(time.time() // HALF_DAY), room=ROOM).close()
    by_victim: dict[str, Sent] = {victim: Sent() for victim in VICTIMS}
    for number in range(rounds):
        victim = VICTIMS[number % len(VICTIMS)]
        with _web(environment) as (port, server):
            _client(port, WARMING, 1000 + number)
            asyncio.run(_send_until_killed(server, port, victim, number, by_victim[victim]))
    warmed = [each for number in range(rounds) for each in _requests(WARMING, 1000 + number)]
    acknowledged = warmed + [each for sent in by_victim.values() for each in sent.acknowledged]
    unanswered = [each for sent in by_victim.values() for each in sent.unanswered]
    counted = _counted(folder)
    for place, (victim, sent) in enumerate(by_victim.items()):
        print(
            f"{victim} killed {len(range(place, rounds, len(VICTIMS)))} times: "
            f"{len(sent.acknowledged):,} reads acknowledged, {len(sent.unanswered):,} without an answer, {sent.refused:,} refused"
        )
    print(
        f"{rounds} kills: {len(acknowledged):,} reads acknowledged, {counted.sum():,} counted (at most {len(unanswered):,} more were in flight)"
    )
    with _web(environment) as (port, _server):
        asyncio.run(_send([*acknowledged, *unanswered], port, [], CONNECTIONS))
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
                    if await _is_counted(reader):
                        sent.acknowledged.append(request)
                    else:
                        sent.refused += 1
                        await asyncio.sleep(PAUSE)
            except (OSError, asyncio.IncompleteReadError):
                sent.unanswered.append(request)
            finally:
                writer.close()

    async def kill() -> None:
        await asyncio.sleep(chance.uniform(0.2, 0.6))
        # Children first, for whose parent is killed is told to end in order.
        workers = family(server)[1:]
        killed = {VICTIMS[0]: workers[:1], VICTIMS[1]: workers, VICTIMS[2]: [server, *workers]}[victim]
        for pid in reversed(killed):
            os.kill(pid, signal.SIGKILL)
        if victim != VICTIMS[-1]:
            await asyncio.sleep(AFTER_SECONDS)
        is_over.set()

    await asyncio.wait_for(asyncio.gather(kill(), *(send() for _ in range(CONNECTIONS))), PATIENCE)


def _make_ready(folder: Path, environment: dict[str, str]) -> None:
    """Make a site without articles, and the file that says which articles count."""
    (folder / "empty.py").write_text(EMPTY)
    for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        manage = [sys.executable, "-m", "broadsheet.cli", "manage", *command]
        subprocess.run(manage, env=environment, check=True)
    (folder / "audience").mkdir()
    Live(folder / "audience").replace(np.arange(1, 50_000))


@contextmanager
def _web(environment: dict[str, str]) -> Iterator[Running]:
    """Run `broadsheet web` until the block is left."""
    port = free_port()
    command = [sys.executable, "-m", "broadsheet.cli", "web", "--port", str(port)]
    with running(command, port, environment) as process:
        yield Running(port, process)


def _one_worker(environment: dict[str, str]) -> AbstractContextManager[Running]:
    return _web(environment | {"BROADSHEET_WEB_PROCESSES": "1"})


def _empty(environment: dict[str, str]) -> AbstractContextManager[Running]:
    return behind_granian("empty:application", environment, workers=1)


def _round(
    run: Callable[[dict[str, str]], AbstractContextManager[Running]],
    requests: int,
    number: int,
    environment: dict[str, str],
) -> dict[str, float]:
    with run(environment) as (port, server):
        _client(port, WARMING, 1000 + number)
        before = seconds_of(server)
        seen = _client(port, requests, number)
        spent = seconds_of(server) - before
        return {"cpu": spent / requests * 1e6, **seen}


def _client(
    port: int, requests: int, number: int, *, connections: int = COUNTING.threads
) -> dict[str, float]:
    called = [sys.executable, __file__, "client", *map(str, (port, requests, number, connections))]
    return json.loads(subprocess.run(called, stdout=subprocess.PIPE, check=True).stdout)


async def _load(port: int, requests: int, number: int, connections: int) -> dict[str, float]:
    latencies: list[float] = []
    sent = _requests(requests, number)
    begun = time.perf_counter()
    refused = await _send(sent, port, latencies, connections)
    spent = time.perf_counter() - begun
    p50, p99 = np.percentile(np.array(latencies) * 1000, [50, 99])
    return {"rate": requests / spent, "p50": float(p50), "p99": float(p99), "refused": refused}


async def _send(requests: list[bytes], port: int, latencies: list[float], connections: int) -> int:
    """Send reads over so many connections, again where they are refused, and add the seconds that each waited.

    Return how often one was refused.
    """
    starts = range(connections)
    parts = [requests[each::connections] for each in starts]
    return sum(await asyncio.gather(*(_connection(port, each, latencies) for each in parts)))


async def _connection(port: int, requests: list[bytes], latencies: list[float]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    refused = 0
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        while not await _is_counted(reader):
            refused += 1
            await asyncio.sleep(PAUSE)
            writer.write(request)
        latencies.append(time.perf_counter() - begun)
    writer.close()
    return refused


async def _is_counted(reader: asyncio.StreamReader) -> bool:
    """Read an answer; return whether it says that a read was taken, and not that too many come at once."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    await reader.readexactly(int(length[1]) if length else 0)
    assert head.startswith((b"HTTP/1.1 204", b"HTTP/1.1 503")), head
    return head.startswith(b"HTTP/1.1 204")


def _requests(count: int, number: int) -> list[bytes]:
    """Return reads that are the same each time for the same number, and others for another."""
    chance = random.Random(number)
    return [_request(chance) for _ in range(count)]


def _request(chance: random.Random) -> bytes:
    article = min(49_999, int(chance.paretovariate(0.6)))
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    return (
        f"POST /_b/{article}?from=www.google.com HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\n"
        f"User-Agent: {chance.choice(AGENTS)}\r\nX-Forwarded-For: {address}\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def _counted(folder: Path) -> np.ndarray:
    """Return how many reads of each article are counted."""
    kept, counted = folder / "audience", np.zeros(STEP, np.int64)
    for hour in tallies.hours(kept):
        counted += tallies.read_hour(kept, hour)[:, :2].sum(axis=1, dtype=np.int64)
    return counted


def _by_article(requests: Iterable[bytes]) -> np.ndarray:
    """Return how many reads of each article were sent."""
    numbers = [int(each.partition(b"?")[0].rpartition(b"/")[2]) for each in requests]
    return np.bincount(np.array(numbers, np.int64), minlength=STEP)


def _beyond(many: np.ndarray, few: np.ndarray) -> int:
    """Return how many more there are of one than of the other, over those articles of which there are more."""
    return int(np.maximum(many - few, 0).sum())


def _median(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in figures) for name in figures[0]}


if __name__ == "__main__":
    main()
