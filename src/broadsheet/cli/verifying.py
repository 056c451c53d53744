"""`broadsheet backup --verify`: check a backup on whatever machine it lies; no site is needed there."""

from pathlib import Path

import typer

from ..backup.checking import faults_in
from ..backup.manifest import BackupError


def verify(file: Path) -> None:
    """Check a backup. Raises typer.Exit with 1 where something is wrong with it, and names what."""
    try:
        manifest, faults = faults_in(file)
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for each in faults:
        typer.echo(f"{file}: {each}", err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{file}: whole, {len(manifest.members)} files, of {manifest.made_at}")
