"""The command `broadsheet`: what it can do, and nothing of how."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..project.options import OptionError
from .import_help import ImportCommand
from .press_commands import press
from .rails_commands import rails
from .running import run
from .search_commands import search

app = typer.Typer(
    help="Broadsheet, a news site in a box.\n\nStart with: broadsheet serve",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(rails, name="rails")
related = typer.Typer(help="Related articles: show, rebuild, judge on plain files.", no_args_is_help=True)
app.add_typer(related, name="related")
audience = typer.Typer(help="Readers: count them, rank what they read.", no_args_is_help=True)
app.add_typer(audience, name="audience")
app.add_typer(press, name="press")
app.add_typer(search, name="search")


def main() -> None:
    """Run the command line; a setting that cannot be used is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
    try:
        app()
    except OptionError as error:
        sys.exit(f"broadsheet: {error}")


@app.command()
def serve(
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, in place of BROADSHEET_PORT.", min=1, max=65535)
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Do not load the demo edition into an empty database.")
    ] = False,
) -> None:
    """Serve the site: create or migrate the database, start the web processes and the worker.

    Examples:

        broadsheet serve

        broadsheet serve --port 8001

        BROADSHEET_DATA=/srv/paper broadsheet serve --empty
    """
    if port is not None:
        os.environ["BROADSHEET_PORT"] = str(port)
    run("serving", "serve", empty=empty)


@app.command()
def restart() -> None:
    """Have a running `broadsheet serve` start again, with new code or settings, without turning a reader away.

    Example: pip install --upgrade broadsheet && broadsheet restart
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
def make_ready(
    empty: Annotated[bool, typer.Option("--empty", help="Do not load the demo edition.")] = False,
) -> None:
    """Create or migrate the database, gather static files, load the demo edition. `serve` does this by itself."""
    run("getting_ready", "make_ready", empty=empty)


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
        post_types=tuple(post_type or ()),
        report=report,
    )


@related.command(name="show")
def show_related(
    url: Annotated[str, typer.Argument(help="Address of an article, or its path.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what is stored beside an article, with every part of every score.

    Example: broadsheet related show /2012/11/16/talks-go-on/
    """
    run("related", "show", url, as_json=as_json)


@related.command()
def rebuild(
    resume: Annotated[
        bool, typer.Option("--resume", help="Only finish what an interrupted rebuild left undone.")
    ] = False,
) -> None:
    """Work out the related articles of the whole archive again. Readers see the old lists meanwhile.

    It may be interrupted at any time; --resume goes on, and so does the worker when it next starts.

    Example: broadsheet related rebuild
    """
    run("related", "rebuild", resume=resume)


_STORIES = typer.Argument(
    help='JSON Lines: {"id", "title", "text", "date"?, "tags"?, "language"?}', show_default=False
)
_AS_OF = typer.Option("--as-of-publication", help="Only stories that were published by the story's own day.")


@related.command()
def neighbours(
    docs: Annotated[Path, _STORIES],
    count: Annotated[int, typer.Option("-k", help="How many for each story.", min=1, max=10_000)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print {id: [[other id, score], ...]}.")] = False,
    as_of_publication: Annotated[bool, _AS_OF] = False,
) -> None:
    """Print what belongs beside each story of a file, by the code that serves the site, without a database.

    Lines that are no story are named, and the exit status is then 1.

    Example: broadsheet related neighbours archive.jsonl -k 5 --json
    """
    run(
        "related_files",
        "neighbours",
        docs,
        count=count,
        as_json=as_json,
        as_of_publication=as_of_publication,
    )


@related.command()
def evaluate(
    docs: Annotated[Path, _STORIES],
    judged: Annotated[Path, typer.Argument(help="JSON: {query id: {related id: gain}}", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_of_publication: Annotated[bool, _AS_OF] = False,
) -> None:
    """Compare the ranking of a file's stories with what people judged, beside TF-IDF and BM25 in the same run.

    Example: broadsheet related evaluate posts.docs.jsonl posts.qrels.json --as-of-publication
    """
    run("related_files", "evaluate", docs, judged, as_json=as_json, as_of_publication=as_of_publication)


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


@audience.command()
def follow() -> None:
    """Write down what readers read and rank it, every few seconds; `broadsheet serve` starts this by itself.

    Example: broadsheet audience follow
    """
    run("following", "follow")


@audience.command()
def rank(
    events: Annotated[Path, typer.Argument(help="JSON lines: t (seconds since 1970), article, ip, ua.")],
    at: Annotated[str, typer.Option(help="The moment to rank for: seconds since 1970, or ISO 8601.")],
    articles: Annotated[
        Path | None, typer.Option(help="JSON lines: article, published (seconds since 1970).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """Count a log of reads and rank what was read, by the code that serves and without a database.

    Example: broadsheet audience rank reads.jsonl --at 2026-11-23T12:00:00Z --json
    """
    run("audience_events", "rank", events, at=at, articles=articles, as_json=as_json)


@audience.command(name="import")
def import_counts(
    counts: Annotated[
        Path, typer.Argument(help="JSON lines: article (address or source's id), reads, day?.")
    ],
) -> None:
    """Import the numbers of readers that an archive had elsewhere; they count when too little is read now.

    Example: broadsheet audience import counts.jsonl
    """
    run("audience_counts", "import_counts", counts)
