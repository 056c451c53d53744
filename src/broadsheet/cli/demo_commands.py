"""The commands `broadsheet demo`: load the demo edition, and take it away."""

from typing import Annotated

import typer

from .plain_help import PlainGroup
from .running import run

demo = typer.Typer(
    help="The demo edition: load it into an empty site, remove it.", no_args_is_help=True, cls=PlainGroup
)


@demo.command()
def load(
    if_new: Annotated[
        bool, typer.Option("--if-new", help="Load it into a new site alone, and do nothing on any other.")
    ] = False,
    as_written: Annotated[
        bool, typer.Option("--as-written", help="Leave its dates as they are written.")
    ] = False,
) -> None:
    """Load the demo edition into a site without a paper: The Narrin Lantern, in three languages.

    Its dates move by whole weeks, so that the newest story is one to seven days old. It brings a month of demo reads,
    so that Popular is seen at work.

    Examples:

        broadsheet demo load

        broadsheet demo load --if-new && broadsheet serve
    """
    if if_new:
        run("demo_if_new", "load_if_new", as_written=as_written)
    else:
        run("demo_loading", "load", as_written=as_written)


@demo.command()
def remove(
    everything: Annotated[
        bool, typer.Option("--all", help="Remove the demo articles too that an editor has changed.")
    ] = False,
) -> None:
    """Remove what came with the demo edition, but for what your own articles use; the site may run.

    What is kept is named with the reason.

    Example: broadsheet demo remove
    """
    run("demo_removal", "remove", everything=everything)
