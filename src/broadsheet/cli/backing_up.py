"""`broadsheet backup` and `broadsheet restore`: the whole site in one file, and back."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import typer
from django.conf import settings

from ..backup.making import make
from ..backup.manifest import BackupError, Manifest
from ..backup.restoring import restore as restore_site
from ..backup.site import RESTORED_SETTINGS


def backup(file: Path) -> None:
    """Write a backup and say what it holds. Raises typer.Exit with 1 where it cannot be made."""
    try:
        manifest, missing = make(file, now=datetime.now(UTC))
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for name in missing:
        typer.echo(f"{name} was deleted while the backup was made, and is not in it.", err=True)
    typer.echo(f"{file}: {summary(manifest)}")


def restore(file: Path) -> None:
    """Restore a backup and say what to do next. Raises typer.Exit with 1 where it cannot be."""
    try:
        manifest = restore_site(file)
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"Restored into {settings.DATA}: {summary(manifest)}.\n"
        f"The settings it ran with: {settings.DATA / RESTORED_SETTINGS}. Take over what should hold here too.\n"
        f"Then start it: BROADSHEET_DATA={shlex.quote(str(settings.DATA))} broadsheet serve"
    )


def summary(manifest: Manifest) -> str:
    """Return a line on what a backup holds."""
    size = sum(each.size for each in manifest.members)
    return f"{len(manifest.members)} files, {size / 1e6:,.1f} MB, of {manifest.made_at}, by Broadsheet {manifest.broadsheet}"
