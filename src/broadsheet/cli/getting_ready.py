"""Make ready what `broadsheet serve` needs: the database, the static files, the first account."""

import hashlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import Progress

from ..backup.site import applied_migrations
from ..desk.accounts import account_line, ensure_editor
from ..newsroom.models import Edition
from ..project.checks.registry import stop_or_warn
from ..project.public_folder import open_to_readers
from .settling import settle_files
from .upgrading import upgrade

console = Console(stderr=True)
NO_PAPER_YET = (
    "There is no edition yet: make one at the desk under Newsroom, bring an archive with `broadsheet import`, "
    "or look at a paper with `broadsheet demo load`."
)


def make_ready() -> None:
    """Do what is not done yet, and tell on standard output where the site is."""
    stop_or_warn(settings.OPTIONS, lambda line: typer.echo(line, err=True))
    make_database()
    collect_static()
    settle_files()
    _announce(ensure_editor())


def make_database() -> None:
    """Make the database, or bring it up to date."""
    if applied_migrations():
        upgrade()
    else:
        migrate()


def migrate() -> None:
    """Make a new database, showing how far it is: it takes some seconds."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    tell("Preparing the database")
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
    tell("Gathering static files")
    with console.status("Static files"):
        call_command("collectstatic", interactive=False, verbosity=0)
    open_to_readers(settings.PUBLIC)
    stamp.write_text(now, encoding="ascii")


def _static_stamp() -> str:
    """Return a key of every static file's path, size and time."""
    digest = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _announce(account: tuple[str, str] | None) -> None:
    base = settings.BASE_URL
    main = Edition.objects.filter(is_main=True).first()
    lines = [
        f"{main or 'Broadsheet'}",
        f"  site    {base}/",
        f"  desk    {base}/desk/",
        f"  data    {settings.DATA}",
    ]
    if settings.THEME:
        lines.append(f"  theme   {settings.THEME}")
    if account:
        line = account_line(account, data=settings.DATA, is_terminal=sys.stdout.isatty())
        lines.append(f"  editor  {line}")
    if main is None:
        lines.append(NO_PAPER_YET)
    lines.append("It is being started, and says when it answers. Stop with Ctrl-C.")
    typer.echo("\n".join(lines))
    sys.stdout.flush()


def tell(line: str) -> None:
    """Print what takes a while where there is no terminal to show a progress bar on."""
    if not console.is_terminal:
        console.print(f"{line} ...")
