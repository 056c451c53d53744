"""`broadsheet press systemd`: the unit by which systemd starts and guards a command of ours."""

import os
import sys
from pathlib import Path

import typer
from django.conf import settings

from ..project.options import CONFIG, config_file
from ..serving.configurations import fill

# Below it only root may listen, or who was given the right.
FIRST_FREE_PORT = 1024
# The command whose unit is the site; units of others have their name.
MAIN = "serve"


def systemd(command: str) -> None:
    """Print the unit of `broadsheet serve`, or of another command that runs for long."""
    program = Path(sys.executable).with_name("broadsheet")
    is_low = settings.OPTIONS.port < FIRST_FREE_PORT
    # Read in the folder in which this runs; the unit runs in another one.
    file = config_file(os.environ).resolve()
    has_file = file.is_file()
    typer.echo(
        fill(
            "broadsheet.service.template",
            command=command,
            suffix="" if command == MAIN else f"-{command}",
            program=program,
            reload=f"ExecReload={program} restart" if command == MAIN else "",
            data=settings.DATA,
            config=f" {CONFIG}={file}" if has_file else "",
            owned=f"{settings.DATA} {file}" if has_file else settings.DATA,
            writable=" ".join(map(str, _writable())),
            capabilities="CAP_NET_BIND_SERVICE" if is_low else "",
        ),
        nl=False,
    )


def _writable() -> list[Path]:
    """Return the folders that are written to, none of them within another."""
    folder = settings.OPTIONS.press_folder
    named = {
        settings.DATA,
        Path(settings.STATIC_ROOT).parent,
        Path(settings.MEDIA_ROOT).parent,
        *([Path(folder).resolve()] if folder else []),
    }
    # Memory that passes for files under /dev is writable as it is, and not there before it is used.
    lasting = (each for each in named if not each.is_relative_to("/dev"))
    return sorted(each for each in lasting if not named.intersection(each.parents))
