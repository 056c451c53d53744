"""The commands `broadsheet rails`: the rails of a page with their reasons, and the check of all pages."""

from pathlib import Path
from typing import Annotated

import typer

from .plain_help import PlainGroup
from .running import run

rails = typer.Typer(
    help="Show and check the rails that stand beside articles.", no_args_is_help=True, cls=PlainGroup
)


@rails.command()
def show(
    url: Annotated[str, typer.Argument(help="Address of an article, or its path.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the three rails of an article with the reason for each card.

    Example: broadsheet rails show /2012/11/16/talks-go-on/ --json
    """
    run("rails", "show", url, as_json=as_json)


@rails.command()
def check(
    composed: Annotated[
        bool, typer.Option("--composed", help="Check the cards as they are composed: the default.")
    ] = False,
    rendered: Annotated[
        bool, typer.Option("--rendered", help="Render each page without keeping it, and check its HTML.")
    ] = False,
    served: Annotated[bool, typer.Option("--served", help="Ask the running site for its pages.")] = False,
    site: Annotated[
        str, typer.Option(help="With --served: the site's address, in place of the settings'.")
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option(
            help="With --served: read this folder of pressed pages, BROADSHEET_PRESS_FOLDER.",
            show_default=False,
        ),
    ] = None,
    sample: Annotated[
        int | None, typer.Option(help="Check so many pages, other ones each day.", min=1, show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Print a page with links.")] = False,
) -> None:
    """Check every page of the archive against the page laws; the exit status is 1 when one is broken.

    Examples:

        broadsheet rails check --json > faults.json

        broadsheet rails check --rendered --sample 200

        broadsheet rails check --served --site https://paper.example
    """
    if site and folder is not None:
        raise typer.BadParameter("Choose one of --site and --folder.")
    is_served = served or bool(site) or folder is not None
    depths = {"composed": composed, "rendered": rendered, "served": is_served}
    chosen = [name for name, is_chosen in depths.items() if is_chosen]
    if len(chosen) > 1:
        raise typer.BadParameter(f"Choose one of --{' and --'.join(chosen)}.")
    depth = chosen[0] if chosen else "composed"
    run(
        "rails",
        "check",
        as_json=as_json,
        as_html=as_html,
        depth=depth,
        sample=sample,
        site=site,
        folder=folder,
    )
