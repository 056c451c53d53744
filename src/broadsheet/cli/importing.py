"""`broadsheet import`: read files, add their stories, say what became of each."""

import json
import time
from dataclasses import asdict
from pathlib import Path

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ..newsroom.actions.places import ANY_LANGUAGE
from ..process.worker_lock import is_held
from ..prose.language_tags import best_match
from ..prose.stated_dates import StatedDate
from ..wire.folders import files_in
from ..wire.importer import Report, import_files
from ..wire.reading import Wishes
from ..wire.text.moments import date_of
from .searching import complete

# What a terminal shows of a long list; the whole list goes to --report.
MOST_LINES = 40


def import_paths(
    paths: list[Path],
    said: dict[str, str],
    *,
    rail_stories: bool = False,
    new_editions: tuple[str, ...] = (),
    post_types: tuple[str, ...] = (),
    edition_name: str = "",
    report: Path | None = None,
) -> None:
    """Import files and folders with what the person who imports says of them.

    Exits with 1 if a file could not be read or had no story in it; what was read is kept all the same.
    """
    console = Console(stderr=True)
    _require_languages(new_editions)
    types = frozenset(each.strip().lower() for each in post_types)
    options = {
        "new_editions": new_editions,
        "rail_stories": rail_stories,
        "post_types": types,
        "edition_name": edition_name,
    }
    wishes = Wishes(**{**said, "date": _date(said["date"]), **options})  # type: ignore[arg-type]  # each as its field has it
    found = files_in(paths)
    begun = time.monotonic()
    with _progress(console) as progress:
        tasks = {
            "stored": progress.add_task("Stories", total=None),
            "related": progress.add_task("Related articles", total=None),
        }
        has_worker = is_held(settings.DATA)
        done = import_files(
            found.files,
            wishes,
            left_out=[*found.left_out, *found.beside],
            has_worker=has_worker,
            tick=lambda what, count: progress.advance(tasks[what], count),
        )
    seconds = time.monotonic() - begun
    if report is not None:
        report.write_text(json.dumps(asdict(done), ensure_ascii=False, indent=2), encoding="utf-8")
    _say(done, seconds, report)
    if has_worker and done.added:
        typer.echo("The worker is working out their related articles.")
    if done.added or done.updated:
        in_index = complete()
        typer.echo(
            f"search index in {in_index:.1f} s" if in_index is not None else "The search index takes them in."
        )
    if done.needs_a_person:
        raise typer.Exit(1)


def _require_languages(codes: tuple[str, ...]) -> None:
    for code in codes:
        if code != ANY_LANGUAGE and best_match(code, dict(settings.LANGUAGES)) is None:
            raise typer.BadParameter(
                f"--new-edition is '{code}', in which there can be no edition. Write a code such as az or zh-Hans, or any."
            )


def _date(written: str) -> StatedDate | None:
    if not written:
        return None
    found = date_of(written)
    if found.moment is None:
        raise typer.BadParameter(f"'{written}' is not a date. Write 2012-11-16 or 2012-11-16T09:30:00+04:00.")
    return found


def _progress(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True)


def _say(done: Report, seconds: float, report: Path | None) -> None:
    for line in done.lines[:MOST_LINES]:
        typer.echo(line)
    if len(done.lines) > MOST_LINES:
        where = f"all are in {report}" if report else "write all of them to a file with --report FILE"
        typer.echo(f"... and {len(done.lines) - MOST_LINES} more lines; {where}")
    for kind, many in sorted(done.kinds.items()):
        typer.echo(f"{kind}: {many}")
    for each in done.made:
        typer.echo(f"made: {each}")
    for name in done.opened:
        typer.echo(
            f"The new edition is called “{name}”. Its name is changed at {settings.BASE_URL}/desk/, under Newsroom, Editions."
        )
    typer.echo(
        f"{done.added} added, {done.updated} updated, {done.already_here} already here, {done.dropped} dropped, "
        f"{done.repaired} repaired, {done.unreadable} unreadable"
    )
    for language, count in done.waiting.items():
        has_code = best_match(language, dict(settings.LANGUAGES)) is not None
        way_out = (
            f"import again with --new-edition {language}, or any" if has_code else "there can be none here"
        )
        typer.echo(f"{count} in '{language}' wait for an edition: {way_out}")
    if done.withheld:
        typer.echo(
            f"{done.withheld} of those added or updated are withheld: drafts that only a person publishes"
        )
    if done.added:
        rate, rails = done.added / max(done.stored_seconds, 0.001), seconds - done.stored_seconds
        typer.echo(f"stored in {done.stored_seconds:.1f} s ({rate:.0f} articles/s), rails in {rails:.1f} s")
