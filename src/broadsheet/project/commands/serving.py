"""`broadsheet serve`: make ready what is not, then run web and worker until told to stop."""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django
import typer
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import Progress

django.setup()

from ...demo import loader  # noqa: E402
from ...desk.accounts import ensure_editor  # noqa: E402
from ...newsroom.models import Article, Edition  # noqa: E402

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.2
# A process that dies at once, again and again, is not helped by being started again.
MOST_RESTARTS = 5
WITHIN_SECONDS = 60.0

console = Console(stderr=True)


def serve(*, empty: bool) -> None:
    """Serve the site until SIGINT or SIGTERM."""
    options = settings.OPTIONS
    _require_port(options.host, options.port)
    migrate()
    collect_static()
    if not empty and not Article.objects.exists():
        with console.status("Demo edition") as status:
            loaded = loader.load(progress=lambda line: status.update(f"Demo edition: {line}"))
        console.print(f"Loaded the demo edition: {loaded} articles")
    account = ensure_editor()
    _announce(account)
    connection.close()
    raise typer.Exit(_Processes(_commands()).run())


def migrate() -> None:
    """Bring the database up to date, showing how far it is: a fresh one takes some seconds."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Database", total=len(plan))
        call_command(
            "migrate", interactive=False, no_color=True, stdout=_Ticks(lambda: progress.advance(task))
        )
    console.print(f"The database is ready ({len(plan)} migrations)")


class _Ticks(io.StringIO):
    """Counts the migrations that the command says are done."""

    def __init__(self, tick: Callable[[], None]) -> None:
        super().__init__()
        self.tick = tick

    def write(self, text: str) -> int:
        if text.strip() == "OK":
            self.tick()
        return len(text)


def collect_static() -> None:
    """Gather the static files when they have changed since the last time."""
    stamp, now = Path(settings.STATIC_ROOT) / ".stamp", _static_stamp()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    with console.status("Static files"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, encoding="ascii")


def _static_stamp() -> str:
    """Return a key of every static file's path, size and time."""
    digest = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _require_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(
                f"{host}:{port} cannot be used: {error.strerror}. Choose another with PORT=8001 or --port.",
                err=True,
            )
            raise typer.Exit(1) from None


def _announce(account: tuple[str, str] | None) -> None:
    base = settings.BASE_URL
    main = Edition.objects.filter(is_main=True).first()
    lines = [
        f"{main or 'Broadsheet'}",
        f"  site    {base}/",
        f"  desk    {base}/desk/",
        f"  data    {settings.DATA}",
    ]
    if account:
        name, password = account
        lines.append(f"  editor  {name}  password  {password}   (shown once; change it at the desk)")
    lines.append("Stop with Ctrl-C.")
    typer.echo("\n".join(lines))
    sys.stdout.flush()


def _commands() -> dict[str, list[str]]:
    options = settings.OPTIONS
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
        "--workers", str(options.web_processes), "--blocking-threads", str(options.web_threads),
        "--respawn-failed-workers", "--no-ws", "--log-level", "warning", "broadsheet.project.wsgi:application",
    ]  # fmt: skip
    return {"web": web, "worker": [sys.executable, "-m", "broadsheet.project", "worker"]}


class _Processes:
    """Runs the web server and the worker, starts again what dies, and leaves no orphan."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths: list[float] = []
        self.is_stopping = False

    def run(self) -> int:
        """Run until told to stop; return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for name in self.commands:
            self._start(name)
        status = 0
        while not self.is_stopping:
            time.sleep(LOOK_SECONDS)
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.is_stopping and not self._restart(name, process):
                    self.is_stopping, status = True, 1
        self._end()
        return status

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we stop them in order.
        self.running[name] = subprocess.Popen(self.commands[name], start_new_session=True)

    def _restart(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        now = time.monotonic()
        self.deaths = [each for each in self.deaths if now - each < WITHIN_SECONDS] + [now]
        if len(self.deaths) > MOST_RESTARTS:
            typer.echo(
                f"The {name} process ended {len(self.deaths)} times within a minute. Giving up.", err=True
            )
            return False
        typer.echo(f"The {name} process ended with status {process.returncode}; starting it again.", err=True)
        self._start(name)
        return True

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
