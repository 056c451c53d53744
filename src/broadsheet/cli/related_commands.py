"""The commands `broadsheet related`: what belongs beside what."""

from pathlib import Path
from typing import Annotated

import typer

from .plain_help import PlainGroup
from .running import run

related = typer.Typer(
    help="Related articles: show, rebuild, judge on plain files.", no_args_is_help=True, cls=PlainGroup
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
