"""The commands `broadsheet press`: files for the servers in front, and purging the caches there."""

from typing import Annotated, Literal

import typer

from .plain_help import PlainGroup
from .running import run

press = typer.Typer(
    help="Files for nginx, Caddy, Varnish, systemd; purging caches.", no_args_is_help=True, cls=PlainGroup
)


@press.command()
def nginx() -> None:
    """Print a configuration of nginx: TLS, pages, static files and pictures from disk, all else passed on.

    Example: BROADSHEET_PRESS_FOLDER=/srv/paper/press broadsheet press nginx > /etc/nginx/conf.d/paper.conf
    """
    run("press", "nginx")


@press.command()
def caddy() -> None:
    """Print a configuration of Caddy: TLS by itself, static files and pictures from disk, all else passed on.

    Example: broadsheet press caddy > /etc/caddy/Caddyfile
    """
    run("press", "caddy")


@press.command()
def systemd(
    command: Annotated[
        Literal["serve", "web", "worker"], typer.Argument(help="What the unit runs.")
    ] = "serve",
) -> None:
    """Print a unit of systemd that starts and restarts Broadsheet, and lets it see little of the machine.

    Example: broadsheet press systemd > /etc/systemd/system/broadsheet.service
    """
    run("systemd", "systemd", command)


@press.command()
def varnish() -> None:
    """Print a configuration of Varnish (VCL) that caches pages with their tags, and purges them on request.

    Example: broadsheet press varnish > /etc/varnish/default.vcl
    """
    run("varnish", "varnish")


@press.command()
def purge() -> None:
    """Purge what changed from the caches in front; `broadsheet serve` starts this by itself where one is named.

    Example: BROADSHEET_VARNISH_URLS=http://127.0.0.1:6081 broadsheet press purge
    """
    run("purging", "purge")


# Its name before version 0.2.
press.command(name="tell", hidden=True)(purge)
