"""`broadsheet serve`: make ready what is not, then run web and worker until told to stop."""

import contextlib
import hashlib
import io
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import django
import typer
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import Progress

django.setup()

from ...demo import loader  # noqa: E402
from ...desk.accounts import ensure_editor  # noqa: E402
from ...newsroom.models import Article, Edition  # noqa: E402
from ..caches_in_front import caches_in_front  # noqa: E402
from ..channel import channel_ends  # noqa: E402
from ..crowd import Crowd  # noqa: E402
from ..kiosk_server import Place  # noqa: E402
from ..processes import RESTART, RESTART_SIGNAL, Processes, in_a_copy  # noqa: E402
from ..turnover import count_on, is_taken_over  # noqa: E402
from ..web_process import hand_out, kiosks, make, prepare  # noqa: E402
from .audience import follow  # noqa: E402
from .telling import tell  # noqa: E402
from .working import work  # noqa: E402

console = Console(stderr=True)

PID_FILE = "serve.pid"
# Where a process that starts anew tells its successor which web processes still answer, and on what they listen.
LEFT = "BROADSHEET_LEFT_RUNNING"
# How long the web processes of before are left to their readers when new ones are ready.
HANDOVER_SECONDS = 2.0
BACKLOG = 2048


def serve(*, empty: bool) -> None:
    """Serve the site until SIGINT or SIGTERM; SIGUSR2 starts it anew without turning a reader away."""
    left = json.loads(os.environ.pop(LEFT, "{}"))
    background = _background()
    claimed = socket.socket(fileno=left["socket"]) if left else _claim()
    # What it takes to get ready is forgotten with the copy of this process that did it.
    if status := in_a_copy(lambda: _make_ready(empty=empty)):
        raise typer.Exit(status)
    if left:
        count_on(settings.DATA)
    prepare()
    listening = _listen(claimed)
    processes = Processes(
        vital=_web(listening, settings.DATA),
        others=background,
        leaving=left.get("web", ()),
        may_leave=_Handover().is_done,
    )
    with _named(settings.DATA / PID_FILE):
        status = processes.run()
    if status == RESTART:
        os.set_inheritable(listening.fileno(), True)
        os.environ[LEFT] = json.dumps({"web": processes.vital, "socket": listening.fileno()})
        os.execv(sys.executable, [sys.executable, "-m", "broadsheet.project", *sys.argv[1:]])
    raise typer.Exit(status)


def web() -> None:
    """Run web processes alone until told to stop, over a database that others look after."""
    claimed = _claim()
    if status := in_a_copy(collect_static):
        raise typer.Exit(status)
    prepare()
    raise typer.Exit(Processes(vital=_web(_listen(claimed), None), others={}).run())


class _Handover:
    """Says when readers have had time to come over to the web processes of this start."""

    def __init__(self) -> None:
        self._since: float | None = None

    def is_done(self) -> bool:
        if self._since is None and is_taken_over(settings.DATA):
            self._since = time.monotonic()
        return self._since is not None and time.monotonic() - self._since >= HANDOVER_SECONDS


def _web(listening: socket.socket, data: Path | None) -> dict[str, Callable[[], None]]:
    """Return the web processes, each a press and the kiosks before it.

    All kiosks listen on one socket, which stays when one of them dies, and so does what is between them and their press.
    `data` is the folder over which `serve` may start them anew; None where nobody does.
    """
    found: dict[str, Callable[[], None]] = {}
    presses, each_has = settings.OPTIONS.web_processes, kiosks()
    crowd = Crowd(presses * each_has)
    for press in range(presses):
        fronts, behind = zip(*(channel_ends() for _kiosk in range(each_has)), strict=True)
        found[f"press-{press + 1}"] = partial(make, behind, data, keeps_files=press == 0)
        for kiosk, front in enumerate(fronts, start=press * each_has):
            found[f"kiosk-{kiosk + 1}"] = partial(hand_out, Place(listening, front, crowd, kiosk), data)
    return found


def restart() -> None:
    """Have the `serve` of this data folder start anew. Raises typer.Exit with 1 where none runs."""
    file = settings.DATA / PID_FILE
    try:
        os.kill(int(file.read_text(encoding="ascii")), RESTART_SIGNAL)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        typer.echo(f"No `broadsheet serve` runs over {settings.DATA}.", err=True)
        raise typer.Exit(1) from None


@contextlib.contextmanager
def _named(file: Path) -> Iterator[None]:
    """Keep a file that says which process serves, as long as it does."""
    file.write_text(str(os.getpid()), encoding="ascii")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _background() -> dict[str, Callable[[], None]]:
    """Return what runs beside the web server, in copies of this process that share what is loaded."""
    caches = {"caches": tell} if caches_in_front(settings.OPTIONS) else {}
    return {"worker": work, "audience": follow, **caches}


def _make_ready(*, empty: bool) -> None:
    migrate()
    collect_static()
    if not empty and not Article.objects.exists() and not Edition.objects.exists():
        load_demo()
    _announce(ensure_editor())


def load_demo() -> None:
    """Load the demo edition, wholly or, where it is interrupted, not at all."""
    _tell("Loading the demo edition")
    with console.status("Demo edition") as status, transaction.atomic():
        loaded = loader.load(progress=lambda line: status.update(f"Demo edition: {line}"))
    console.print(f"Loaded the demo edition: {loaded} articles")


def migrate() -> None:
    """Bring the database up to date, showing how far it is: a fresh one takes some seconds."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    _tell("Preparing the database")
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
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
    _tell("Gathering static files")
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


def _claim() -> socket.socket:
    """Take the address that the settings name, and listen there later. Raises typer.Exit with 1 where that cannot be."""
    host, port = settings.OPTIONS.host, settings.OPTIONS.port
    claimed = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with _said_if_taken():
        claimed.bind((host, port))
    return claimed


def _listen(claimed: socket.socket) -> socket.socket:
    """Have readers come in: until now they were refused, which tells whoever looks that nothing is ready."""
    with _said_if_taken():
        claimed.listen(BACKLOG)
    return claimed


@contextlib.contextmanager
def _said_if_taken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f"{settings.OPTIONS.host}:{settings.OPTIONS.port}"
        typer.echo(
            f"{where} cannot be used: {error.strerror}. Choose another with PORT=8001 or --port.", err=True
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


def _tell(line: str) -> None:
    """Say what takes a while where there is no terminal to show a progress bar on."""
    if not console.is_terminal:
        console.print(f"{line} ...")
