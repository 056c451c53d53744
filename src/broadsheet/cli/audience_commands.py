"""The commands `broadsheet audience`: who reads what."""

from pathlib import Path
from typing import Annotated

import typer

from .plain_help import PlainGroup
from .running import run

audience = typer.Typer(help="Readers: count them, rank what they read.", no_args_is_help=True, cls=PlainGroup)


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
    label: Annotated[
        str, typer.Option(help="What the desk calls these reads, to tell them from those counted here.")
    ] = "",
) -> None:
    """Import the numbers of readers that an archive had elsewhere; they count when too little is read now.

    Examples:

        broadsheet audience import counts.jsonl

        broadsheet audience import counts.jsonl --label "counted by the old site"
    """
    run("audience_counts", "import_counts", counts, label=label)
