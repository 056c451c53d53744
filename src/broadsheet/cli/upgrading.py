"""`broadsheet upgrade`: copy the database, then bring it up to date; where that fails, leave it as it was."""

import contextlib
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from ..backup.manifest import DATABASES, BackupError
from ..backup.site import applied_migrations, copy_database

FOLDER = "before-upgrade"
KEPT = 3


def upgrade() -> None:
    """Apply the migrations that are pending. Raises typer.Exit with 1 where one fails.

    A database that has something is copied first. In SQLite either all of them hold or none does; in PostgreSQL,
    where Django may not put several into one transaction, each by itself.
    """
    try:
        pending = _pending()
        if pending:
            copy = _copy_of_before()
    except Exception as error:
        _fail(f"The database was not upgraded: {_said(error)}")
    if not pending:
        return
    before, output = set(applied_migrations()), io.StringIO()
    try:
        with _at_once():
            call_command("migrate", interactive=False, no_color=True, stdout=output)
    except (Exception, SystemExit) as error:
        _fail(_failure(error, output.getvalue(), sorted(set(applied_migrations()) - before), copy))
    typer.echo(
        f"The database is up to date ({pending} migrations).{f' The one of before: {copy}' if copy else ''}"
    )


def _pending() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _copy_of_before() -> Path | None:
    """Copy the database into the data folder and return the copy, or None where it has nothing; a few are kept."""
    if not applied_migrations():
        return None
    folder = Path(settings.DATA) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    kind = Path(DATABASES[connection.vendor]).suffix
    copy = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{kind}"
    try:
        copy_database(copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    for old in sorted(folder.glob(f"*{kind}"))[:-KEPT]:
        old.unlink()
    return copy


@contextlib.contextmanager
def _at_once() -> Iterator[None]:
    if connection.vendor == "sqlite":
        # SQLite's schema editor refuses a transaction only while foreign keys are checked at each statement; it checks
        # all of them at the end of every migration.
        with connection.constraint_checks_disabled(), transaction.atomic():
            yield
    else:
        yield


def _failure(error: BaseException, output: str, applied: list[str], copy: Path | None) -> str:
    tried = [
        line.split()[1].rstrip(".") for line in output.splitlines() if line.strip().startswith("Applying ")
    ]
    where = f" at {tried[-1]}" if tried else ""
    lines = [f"The upgrade failed{where}: {_said(error)}"]
    if applied:
        lines.append(f"Applied before it, and kept: {', '.join(applied)}. The old version meets them now.")
    else:
        lines.append("Nothing of it was kept: the database is as it was, and what serves goes on with it.")
    if copy:
        lines.append(f"The database of before: {copy}. To put it back see docs/howto/back-up-and-restore.md.")
    return "\n".join(lines)


def _said(error: BaseException) -> str:
    if isinstance(error, BackupError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _fail(line: str) -> None:
    typer.echo(line, err=True)
    sys.stderr.flush()
    raise typer.Exit(1) from None
