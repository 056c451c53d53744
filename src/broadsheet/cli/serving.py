"""`broadsheet serve`: make ready what is not, then run web server and worker until told to stop.

Nothing here loads Django: what does are processes of their own, which load new code when they are replaced.
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import typer

from ..backup.sqlite import checkpoint
from ..process.metrics_folder import clean
from ..project.checks.securing import secure
from ..project.options import SQLITE_FILE, Options, load
from ..project.serve_lock import only_serve, serving
from ..serving import heartbeat
from ..serving.listening import cannot_listen
from ..serving.processes import RESTART_SIGNAL, Processes, end_with

PROGRAM = (sys.executable, "-m", "broadsheet.cli")
WEB_SERVER = (sys.executable, "-m", "broadsheet.project.web_server")
BACKGROUND = (*PROGRAM, "background")
SEARCH_INDEX = (*PROGRAM, "search", "follow")
# Where workers stamp that they can answer.
BEATS = "run"
# Seconds that a new web worker may take until it answers, and between two looks whether it does.
REPLACED_SECONDS, LOOK_SECONDS = 120.0, 0.1


def serve() -> None:
    """Serve the site until SIGINT or SIGTERM; SIGUSR2 brings new code without turning a reader away.

    Raises typer.Exit with the status.
    """
    _spare_memory()
    options = load()
    data = Path(options.data).resolve()
    for finding in secure(data):
        typer.echo(str(finding), err=True)
    with only_serve(data):
        _refuse_taken_address(options)
        if options.metrics:
            clean(data)
        _make_ready("make-ready")
        processes = Processes(
            vital={"web": WEB_SERVER},
            others={"background": BACKGROUND},
            is_ready=partial(heartbeat.has_worker, data / BEATS),
            on_ready=_tell_ready,
        )
        status = processes.run()
        if not options.database_url:
            checkpoint(data / SQLITE_FILE)
        raise typer.Exit(status)


def web() -> None:
    """Run the web server, and the search index of its data folder, until told to stop; others look after the database.

    Raises typer.Exit with the status.
    """
    _spare_memory()
    options = load()
    _refuse_taken_address(options)
    _make_ready("collect-static")
    data = Path(options.data).resolve()
    processes = Processes(
        vital={"web": WEB_SERVER},
        others={"search": SEARCH_INDEX},
        is_ready=partial(heartbeat.has_worker, data / BEATS),
        on_ready=_tell_ready,
    )
    raise typer.Exit(processes.run())


def restart() -> None:
    """Have the `serve` of this data folder run new code, once the database is up to date; wait until it does.

    Raises typer.Exit with 1 where none runs, where a migration fails, and where new workers do not start: then the old
    code goes on.
    """
    data = Path(load().data).resolve()
    pid = serving(data)
    if pid is None or not _is_there(pid):
        typer.echo(f"No `broadsheet serve` runs over {data}.", err=True)
        raise typer.Exit(1)
    for command in ("upgrade", "collect-static"):
        if subprocess.run([*PROGRAM, command]).returncode:
            typer.echo("Nothing was restarted: the version of before goes on.", err=True)
            raise typer.Exit(1)
    old = _workers(data / BEATS)
    os.kill(pid, RESTART_SIGNAL)
    if not _are_replaced(old, data / BEATS):
        typer.echo(
            "Not all web workers could be replaced: see the log. The version of before goes on.", err=True
        )
        raise typer.Exit(1)
    typer.echo("The new version answers.")


def _are_replaced(old: set[int], beats: Path) -> bool:
    """Wait until these web workers have ended; return False where for long no other one takes a place."""
    left, until = old, time.monotonic() + REPLACED_SECONDS
    while left and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        now = left & _workers(beats)
        if now != left:
            left, until = now, time.monotonic() + REPLACED_SECONDS
    return not left


def _workers(beats: Path) -> set[int]:
    return {pid for pid in heartbeat.workers(beats) if _is_there(pid)}


def _spare_memory() -> None:
    """Have glibc keep few heaps in the processes that follow: one a thread holds on to what it once had (mallopt(3))."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tell_ready() -> None:
    typer.echo("The site answers.")
    sys.stdout.flush()


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
