"""Create the paper that `broadsheet new` has described: its database, its edition and its first account."""

import shlex
import shutil
import sys
from pathlib import Path

import typer
from django.conf import settings

from ..desk.accounts import account_line, ensure_editor
from ..newsroom.actions.places import Places
from ..project.checks.securing import secure
from .getting_ready import make_database


def found(folder: Path, *, name: str, editor: str) -> None:
    """Make database, edition and account; print how to go on."""
    for finding in secure(settings.DATA):
        typer.echo(str(finding), err=True)
    make_database()
    edition = Places(edition_name=name).main_edition()
    account = ensure_editor(editor)
    lines = [f"{edition}", f"  folder  {folder}", f"  data    {settings.DATA}"]
    if account:
        line = account_line(account, data=settings.DATA, is_terminal=sys.stdout.isatty())
        lines.append(f"  editor  {line}")
    lines.append(f"Serve it with: cd {shlex.quote(str(folder))} && {_command()} serve")
    typer.echo("\n".join(lines))


def _command() -> str:
    """Return how this command was called: a shell finds that of a checkout only by its whole path."""
    called = Path(sys.argv[0])
    if shutil.which(called.name) or not called.is_file() or called.suffix == ".py":
        return "broadsheet"
    return shlex.quote(str(called.resolve()))
