"""The commands `broadsheet search`: the index of readers' search."""

import typer

from .plain_help import PlainGroup
from .running import run

search = typer.Typer(
    help="The index of readers' search: keep it, build it again.", no_args_is_help=True, cls=PlainGroup
)


@search.command()
def follow() -> None:
    """Keep the index of this data folder up to date; `broadsheet serve` and `broadsheet web` start this by themselves.

    Example: broadsheet search follow
    """
    run("searching", "follow")


@search.command()
def rebuild() -> None:
    """Build the index of this data folder again; readers search the old one until the new one is ready.

    Example: broadsheet search rebuild
    """
    run("searching", "rebuild")
