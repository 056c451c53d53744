"""The command `broadsheet`: what it can do, and nothing of how."""

import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from ..project.options import OptionError
from .audience_commands import audience
from .demo_commands import demo
from .import_help import ImportCommand
from .plain_help import PlainGroup
from .press_commands import press
from .rails_commands import rails
from .related_commands import related
from .running import run
from .search_commands import search
from .theme_commands import theme

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    cls=PlainGroup,
)
app.add_typer(rails, name="rails")
app.add_typer(related, name="related")
app.add_typer(audience, name="audience")
app.add_typer(press, name="press")
app.add_typer(demo, name="demo")
app.add_typer(search, name="search")
app.add_typer(theme, name="theme")


def main() -> None:
    """Run the command line; a setting that cannot be used is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
    try:
        app()
    except OptionError as error:
        sys.exit(f"broadsheet: {error}")


def _say_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"broadsheet {metadata.version('broadsheet')}")
        raise typer.Exit


@app.callback()
def broadsheet(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_say_version),
    ] = False,
) -> None:
    """Broadsheet, a news site in a box.

    Begin a paper with: broadsheet new FOLDER
    """


@app.command()
def new(
    folder: Annotated[
        Path, typer.Argument(help="The paper's folder: it is made, or it is empty.", show_default=False)
    ],
    name: Annotated[str | None, typer.Option(help="Name of the paper.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as en or az.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone, such as Asia/Baku.")] = None,
    address: Annotated[
        str | None,
        typer.Option(help="Its public address, such as https://paper.example; empty: this machine."),
    ] = None,
    mail: Annotated[
        str | None,
        typer.Option(
            help="Mail server, smtp://user:password@host:587/?tls=true; empty: no letters are sent."
        ),
    ] = None,
    editor: Annotated[str | None, typer.Option(help="Name of the first account at the desk.")] = None,
) -> None:
    """Begin a paper: ask six questions, then make its folder, settings, database, edition and first account.

    What is given as an option is not asked. The account's password is printed once.

    Examples:

        broadsheet new /srv/paper

        broadsheet new paper --name "The Courier" --language en --zone Europe/London --address "" --mail "" --editor ann
    """
    given = {
        "name": name,
        "language": language,
        "zone": zone,
        "address": address,
        "mail": mail,
        "editor": editor,
    }
    run("new_paper", "begin", folder, given)


@app.command()
def serve(
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, in place of BROADSHEET_PORT.", min=1, max=65535)
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Accepted for old scripts: no demo edition is loaded anyway.")
    ] = False,
) -> None:
    """Serve the site: create or migrate the database, start the web processes and the worker.

    Examples:

        broadsheet serve

        broadsheet serve --port 8001

        BROADSHEET_DATA=/srv/paper broadsheet serve
    """
    if port is not None:
        os.environ["BROADSHEET_PORT"] = str(port)
    run("serving", "serve")


@app.command()
def restart() -> None:
    """Have a running `broadsheet serve` start again, with new code or settings, without turning a reader away.

    Example: git pull && make install && broadsheet restart
    """
    run("serving", "restart")


@app.command()
def upgrade() -> None:
    """Copy the database and apply pending migrations; `serve` and `restart` do so by themselves.

    If a migration fails, the exit status is 1 and the old version goes on serving.

    Example: broadsheet upgrade
    """
    run("upgrading", "upgrade")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, or to check.", show_default=False)],
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Check a backup instead: every byte, and that its database opens."),
    ] = False,
) -> None:
    """Write the whole site into one file while it runs: database, pictures, counts, secrets and settings.

    Examples:

        broadsheet backup /backups/paper-2026-11-29.zip

        broadsheet backup --verify /backups/paper-2026-11-29.zip
    """
    if verify:
        run("verifying", "verify", file)
    else:
        run("backing_up", "backup", file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", show_default=False)],
) -> None:
    """Restore a backup into an empty data folder and, with PostgreSQL, into an empty database.

    Example: BROADSHEET_DATA=/srv/paper broadsheet restore /backups/paper-2026-11-29.zip
    """
    run("backing_up", "restore", file)


@app.command()
def web(
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, in place of BROADSHEET_PORT.", min=1, max=65535)
    ] = None,
) -> None:
    """Run web processes alone, over the database of another machine, whose `serve` migrates it.

    Example: broadsheet web --port 8001
    """
    if port is not None:
        os.environ["BROADSHEET_PORT"] = str(port)
    run("serving", "web")


@app.command(name="make-ready", hidden=True)
def make_ready() -> None:
    """Create or migrate the database, gather static files, make the first account. `serve` does this by itself."""
    run("getting_ready", "make_ready")


@app.command(name="collect-static", hidden=True)
def collect_static() -> None:
    """Gather static files where they have changed. `serve` and `web` do this by themselves."""
    run("getting_ready", "collect_static")


@app.command(hidden=True)
def background() -> None:
    """Run worker, follower of readers and purger in processes that share memory. `serve` starts this by itself."""
    run("background", "background")


@app.command()
def worker() -> None:
    """Do the background work alone: related articles, embargoes, schedules. `serve` starts it by itself."""
    run("working", "work")


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check the settings and the machine: what cannot work, and what should be changed. `serve` does so at its start.

    The exit status is 1 when something cannot work.

    Example: broadsheet doctor
    """
    run("doctor", "doctor", as_json=as_json)


@app.command(name="import", cls=ImportCommand)
def import_command(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, or folders that are searched for files.", show_default=False)
    ],
    date: Annotated[
        str, typer.Option(help="Date of publication (YYYY-MM-DD or ISO 8601), when you know it.")
    ] = "",
    language: Annotated[str, typer.Option(help="Language of the stories, where they do not say it.")] = "",
    source: Annotated[
        str, typer.Option(help="Agency or outlet to credit, where the stories do not say it.")
    ] = "",
    section: Annotated[str, typer.Option(help="Section of stories that name none.")] = "",
    kind: Annotated[
        str, typer.Option("--format", help="Read as one of the formats above. Default: look inside.")
    ] = "",
    source_name: Annotated[
        str, typer.Option(help="Whose identifiers these are, where the files do not say it.")
    ] = "",
    new_edition: Annotated[
        list[str] | None,
        typer.Option(help="A language that may open an edition, such as az; or any. Can be repeated."),
    ] = None,
    rail_stories: Annotated[
        bool,
        typer.Option(
            "--rail-stories", help="Take the stories too that stand whole in the rails of a page's text."
        ),
    ] = False,
    post_type: Annotated[
        list[str] | None,
        typer.Option(
            help="A type of an export's items that are stories beside posts, such as page. Can be repeated.",
            show_default=False,
        ),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the whole report to this file, as JSON.")] = None,
    edition_name: Annotated[
        str, typer.Option(help="Name of the edition that this import opens.", show_default=False)
    ] = "",
) -> None:
    """Import stories from files and folders.

    No story comes in twice: it is known by its source's identifier, else by its address, else by its words. A newer
    version updates the article. Every item that was dropped, withheld or repaired is named with the reason. The exit
    status is 1 when a file could not be read, is an export of another system that is not read, or has no story in it.

    Examples:

        broadsheet import page.txt

        broadsheet import page.txt --date 2012-11-16 --source "News.Az"

        broadsheet import archive.ninjs.jsonl --section News --report import.json

        broadsheet import archive.ninjs.jsonl --source-name "Narrin wire" --new-edition az --new-edition ru
    """
    said = {"date": date, "language": language, "source": source, "section": section, "kind": kind}
    said["source_name"] = source_name
    run(
        "importing",
        "import_paths",
        paths,
        said,
        rail_stories=rail_stories,
        new_editions=tuple(new_edition or ()),
        edition_name=edition_name,
        post_types=tuple(post_type or ()),
        report=report,
    )


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's or Wagtail's own commands.

    Examples:

        broadsheet manage changepassword editor

        broadsheet manage help
    """
    run("managing", "manage", context.args)
