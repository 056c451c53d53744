"""The commands `broadsheet theme`: copies of our templates in a theme, and what has become of the originals."""

from typing import Annotated

import typer

from .plain_help import PlainGroup
from .running import run

theme = typer.Typer(
    help="Copy templates into a theme, and check it after an upgrade.", no_args_is_help=True, cls=PlainGroup
)


@theme.command()
def copy(
    template: Annotated[
        str, typer.Argument(help="A promised template, such as site/parts/footer.html.", show_default=False)
    ],
) -> None:
    """Copy one of the promised templates into the folder of BROADSHEET_THEME, with a fingerprint of the original.

    Example: BROADSHEET_THEME=/srv/theme broadsheet theme copy site/parts/footer.html
    """
    run("theme", "copy", template)


@theme.command()
def check(
    sample: Annotated[
        int, typer.Option(help="Render so many article pages, other ones each day.", min=1)
    ] = 50,
) -> None:
    """Say which originals have changed or vanished, and which page laws the theme breaks; silent when all is well.

    The exit status is 1 when something is said.

    Example: broadsheet theme check
    """
    run("theme", "check", sample=sample)
