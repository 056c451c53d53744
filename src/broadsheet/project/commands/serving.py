"""`broadsheet serve`: make ready what is not, then run web server and worker until told to stop.

Nothing here loads Django: what does are processes of their own, which load new code when they are replaced.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import typer

from ...serving import heartbeat
from ...serving.processes import RESTART_SIGNAL, Command, Processes, end_with
from ...serving.server import cannot_listen
from ...serving.worker_lock import held
from ..options import Options, load

PROGRAM = (sys.executable, "-m", "broadsheet.project")
WEB_SERVER = (sys.executable, "-m", "broadsheet.project.web_server")
LOCK, PID_FILE = "serve.lock", "serve.pid"
# Where workers stamp that they can answer.
BEATS = "run"


def serve(*, empty: bool) -> None:
    """Serve the site until SIGINT or SIGTERM; SIGUSR2 brings new code without turning a reader away.

    Raises typer.Exit with the status.
    """
    options = load()
    data = _data(options)
    with _alone(data):
        _refuse_taken_address(options)
        _make_ready("make-ready", *(["--empty"] if empty else []))
        processes = Processes(
            vital={"web": WEB_SERVER},
            others=_background(options),
            # A worker stamps that it is ready just before it listens.
            is_ready=lambda since: since < heartbeat.newest_start(data / BEATS) < time.monotonic() - 1,
        )
        raise typer.Exit(processes.run())


def web() -> None:
    """Run the web server alone until told to stop, over a database that others look after."""
    _refuse_taken_address(load())
    _make_ready("collect-static")
    os.execv(WEB_SERVER[0], list(WEB_SERVER))


def restart() -> None:
    """Have the `serve` of this data folder run new code. Raises typer.Exit with 1 where none runs."""
    data = _data(load())
    try:
        os.kill(int((data / PID_FILE).read_text(encoding="ascii")), RESTART_SIGNAL)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        typer.echo(f"No `broadsheet serve` runs over {data}.", err=True)
        raise typer.Exit(1) from None


def _data(options: Options) -> Path:
    data = Path(options.data).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return data


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Be the one `serve` of a data folder, and keep a file that names it. Raises typer.Exit with 1 for a second one."""
    file = data / PID_FILE
    with held(data, LOCK) as is_only_one:
        if not is_only_one:
            pid = file.read_text(encoding="ascii") if file.exists() else "?"
            typer.echo(
                f"Another `broadsheet serve` (process {pid}) runs over {data}. Stop it first.", err=True
            )
            raise typer.Exit(1)
        file.write_text(str(os.getpid()), encoding="ascii")
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def _refuse_taken_address(options: Options) -> None:
    reason = cannot_listen(options.host, options.port)
    if reason:
        where = f"{options.host}:{options.port}"
        typer.echo(f"{where} cannot be used: {reason}. Choose another with PORT=8001 or --port.", err=True)
        raise typer.Exit(1)


def _make_ready(*command: str) -> None:
    """Do in another process what must be done before the site can be served. Raises typer.Exit with its status."""
    # Its end is awaited before we end: told to stop, it may be in the middle of a migration.
    # And it ends where we are killed: the next start would find the database locked.
    process = subprocess.Popen([*PROGRAM, *command], preexec_fn=partial(end_with, os.getpid()))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: process.send_signal(number))
    while process.poll() is None:
        time.sleep(0.02)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if process.returncode:
        raise typer.Exit(abs(process.returncode))


def _background(options: Options) -> dict[str, Command]:
    """Return what runs beside the web server."""
    has_caches = (
        options.varnish_urls or options.fastly_service or options.cloudflare_zone or options.frontend_cache
    )
    caches = {"caches": (*PROGRAM, "press", "tell")} if has_caches else {}
    return {"worker": (*PROGRAM, "worker"), "audience": (*PROGRAM, "audience", "follow"), **caches}
