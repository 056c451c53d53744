"""The web server: granian with our settings, whose listening sockets outlive its workers.

granian has each worker open a socket of its own on the port (SO_REUSEPORT). When a worker ends, the kernel resets what
waits in the queue of its socket: 5 of 123,000 connections at a reload. So here the parent opens one socket a worker and
lets each worker, and whoever replaces it, inherit it. This is the one place that overrides methods of granian that are
not documented: the version is pinned for it, and tests/serving/test_server.py notices when they change.
"""

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketSpec  # type: ignore[attr-defined]  # compiled, and told of by no stub
from granian.server.mp import MPServer, WorkerProcess

from . import heartbeat

log = logging.getLogger("broadsheet.web")

BACKLOG = 4096
# Connections a worker; granian counts connections and not requests.
MOST_CONNECTIONS = 4096
# What a worker could have open at most: its connections, and as many files beside them.
MOST_FILES = 65_536
# A head must be complete by then, and a connection that says nothing is closed.
HEAD_SECONDS = 20
# A worker that is told to end finishes what it answers, for this long at most.
STOP_SECONDS = 8
# A new worker must be ready by then; at a reload the old one goes on where it is not.
START_SECONDS = 120.0
# Clients of a worker that is about to end are asked for this long to come again over another connection.
LEAVING_SECONDS = 1.5
LOOK_SECONDS = 0.25
# A worker that dies within this many seconds, and has never answered, cannot start; it is tried again after a pause.
YOUNG_SECONDS = 5.0
PAUSE_SECONDS = 2.0
# Tells a worker that another one takes its place.
LEAVE_SIGNAL = signal.SIGUSR1


class Server(MPServer):
    """granian's server of processes; `beats` is the folder in which workers stamp that they can answer."""

    beats: Path

    def _init_shared_socket(self) -> None:
        self._held = [
            SocketSpec(self.bind_addr, self.bind_port, self.backlog).build() for _ in range(self.workers)
        ]
        self._sockets = [socket.socket(fileno=each.get_fd()) for each in self._held]
        self._early_deaths: Counter[int] = Counter()

    def _spawn_worker(  # type: ignore[override]  # as MPServer has it
        self, idx: int, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        self._shd = self._held[idx]  # type: ignore[assignment]  # granian declares None
        # Whoever spawns a process hands on the sockets among its arguments, under the same number.
        self._sso = self._sockets[idx]
        return super()._spawn_worker(idx, target, callback_loader)

    def _respawn_workers(
        self, workers: Sequence[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        """Replace workers one after the other; where new code cannot be loaded, the old worker goes on."""
        for idx in list(workers):
            old = self.wrks[idx]
            if not old.is_alive():
                self._mind_early_death(idx, old)
            new = self._spawn_worker(idx=idx, target=spawn_target, callback_loader=target_loader)
            if not old.is_alive():
                heartbeat.remove(self.beats, old._id())
                self.wrks[idx] = new
                new.start()
                continue
            # Until it is ready its death is no reason to start another one.
            new.interrupt_by_parent = True
            new.start()
            if not self._is_ready(new):
                log.error("A new web worker could not start; the old one goes on with the code of before")
                new.kill()
                continue
            new.interrupt_by_parent = False
            self.wrks[idx] = new
            self._retire(old)

    def _mind_early_death(self, idx: int, dead: WorkerProcess) -> None:
        """Have granian give up where a worker dies young for the third time, unless another one answers.

        At the first time the others may have begun to answer a moment ago, and not have stamped yet.
        """
        if self._has_beaten(dead) or time.monotonic() - dead.birth >= YOUNG_SECONDS:
            del self._early_deaths[idx]
            return
        self._early_deaths[idx] += 1
        if any(each.is_alive() and self._has_beaten(each) for each in self.wrks):
            log.error("A web worker cannot start; the others go on, and it is tried again")
            self._stop_listening(idx)
            time.sleep(PAUSE_SECONDS)
        elif self._early_deaths[idx] > 1:
            self.respawned_wrks[idx] = time.monotonic()

    def _stop_listening(self, idx: int) -> None:
        """Let nobody wait for a worker that cannot start. The next one that can listens on the same socket again."""
        with socket.socket(fileno=os.dup(self._held[idx].get_fd())) as own, contextlib.suppress(OSError):
            own.shutdown(socket.SHUT_RDWR)

    def _has_beaten(self, worker: WorkerProcess) -> bool:
        return heartbeat.last_beat(self.beats, worker._id()) is not None

    def _is_ready(self, worker: WorkerProcess) -> bool:
        until = time.monotonic() + START_SECONDS
        while not self._has_beaten(worker):
            if time.monotonic() > until or not worker.is_alive():
                return False
            time.sleep(LOOK_SECONDS)
        return True

    def _retire(self, old: WorkerProcess) -> None:
        old.interrupt_by_parent = True
        if old.is_alive():
            os.kill(old._id(), LEAVE_SIGNAL)
            time.sleep(LEAVING_SECONDS)
        old.terminate()
        old.join(STOP_SECONDS)
        if old.is_alive():
            old.kill()
            old.join()
        heartbeat.remove(self.beats, old._id())

    def watch(self) -> None:
        """Kill workers that hang, so that others take their places; runs in a thread until the process ends.

        Looks without a new stamp are counted, and not seconds: where the machine was asleep, or has more to do than it
        can, this thread comes late as well, and nobody is killed for that.
        """
        seen: dict[int, tuple[float, int]] = {}
        while True:
            time.sleep(LOOK_SECONDS)
            seen = {pid: self._watch_one(pid, seen) for each in list(self.wrks) if (pid := each._id())}

    def _watch_one(self, pid: int, seen: dict[int, tuple[float, int]]) -> tuple[float, int]:
        """Return the last stamp of a worker and how many looks ago it was new; kill the worker where these are many."""
        beat = heartbeat.last_beat(self.beats, pid) or 0.0
        before, looks = seen.get(pid, (beat, 0))
        looks = looks + 1 if beat == before else 0
        silence = looks * LOOK_SECONDS
        # A worker that has never stamped is being started.
        if silence > (heartbeat.HUNG_SECONDS if beat else START_SECONDS):
            log.error("A web worker has not answered for %.0f s; another one takes its place", silence)
            heartbeat.remove(self.beats, pid)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return beat, looks


def serve(
    target: str,
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    beats: Path,
    tls: tuple[Path, Path] | None,
    logging_config: dict[str, Any] | None,
) -> None:
    """Run the web server until SIGTERM; SIGHUP replaces the workers. `tls` is a certificate and its key (PKCS#8)."""
    # A forked worker would have the modules of this process, of the version before an upgrade.
    multiprocessing.set_start_method("spawn", force=True)
    raise_open_files()
    for left in beats.glob("[0-9]*") if beats.exists() else ():
        if not Path(f"/proc/{left.name}").exists():
            left.unlink(missing_ok=True)
    certificate, key = tls or (None, None)
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        # Without TLS only HTTP/1.1: where both are possible a connection that never says a byte is never closed.
        http=HTTPModes.auto if tls else HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        log_dictconfig=logging_config,
        # At the next level it complains of threads that mostly sleep.
        log_level=LogLevels.error,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.beats = beats
    threading.Thread(target=server.watch, name="watch", daemon=True).start()
    server.serve()


def raise_open_files() -> None:
    """Raise the soft limit of open files to the hard one: Debian and systemd have 1,024, and a connection is a file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS refuses a soft limit without bound.
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def on_leave(leave: Callable[[], None]) -> None:
    """In a worker: have something done when another worker takes its place; it then accepts no more connections."""

    def handle(_number: int, _frame: Any) -> None:
        accept_no_more()
        leave()

    signal.signal(LEAVE_SIGNAL, handle)


def accept_no_more() -> None:
    """Put a socket to which nobody connects in the place of each one on which this process listens.

    A worker that ends closes the connections on which it has read no request yet. The socket itself is the successor's
    too, so it can be neither closed nor shut down for this process alone; granian knows no way to leave it.
    """
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        nobody.setblocking(False)
        for number in listening_files():
            if number != nobody.fileno():
                os.dup2(nobody.fileno(), number, inheritable=False)


def listening_files() -> list[int]:
    """Return the numbers of the open files of this process that are sockets which listen."""
    return [number for number in map(int, os.listdir("/dev/fd")) if _listens(number)]


def is_listening() -> bool:
    """Return whether connections reach this process, or wait for it."""
    return bool(listening_files())


def _listens(number: int) -> bool:
    try:
        file = socket.socket(fileno=number)
    except OSError:
        return False
    try:
        return bool(file.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    finally:
        file.detach()
