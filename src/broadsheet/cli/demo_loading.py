"""`broadsheet demo load`: make the database where there is none, and load the demo edition into it."""

import typer
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..demo import loader
from ..project.checks.securing import secure
from .getting_ready import console, make_database, tell


def load(*, as_written: bool) -> None:
    """Load the demo edition in one transaction. Exits with 1 where there is a paper."""
    _make_ready()
    try:
        with transaction.atomic():
            loaded = _load(as_written=as_written)
    except loader.NotEmpty as error:
        typer.echo(f"{error} `broadsheet demo remove` takes an earlier one away.", err=True)
        raise typer.Exit(1) from None
    console.print(f"Loaded the demo edition: {loaded} articles")


def load_into_new(*, as_written: bool) -> None:
    """Load the demo edition where nobody has used the site yet; else do nothing."""
    _make_ready()
    if loader.is_new():
        load(as_written=as_written)


def _make_ready() -> None:
    for finding in secure(settings.DATA):
        typer.echo(str(finding), err=True)
    make_database()


def _load(*, as_written: bool) -> int:
    tell("Loading the demo edition")
    with console.status("Demo edition") as status:
        return loader.load(
            now=timezone.now(),
            as_written=as_written,
            progress=lambda line: status.update(f"Demo edition: {line}"),
        )
