"""`broadsheet related show` and `rebuild`: what is stored beside an article, and all of it made again."""

import json
import time

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ..newsroom import indexing
from ..newsroom.models import Neighbour
from ..newsroom.moments import paper_time
from ..press import outbox
from ..process.worker_lock import held
from .rails import article_of

LOOK_EVERY = 1.0


def show(url: str, *, as_json: bool) -> None:
    """Print the stored list of an article with every part of every score."""
    article = article_of(url)
    stored = Neighbour.objects.filter(article=article).select_related(
        "neighbour__locale__edition", "neighbour__line"
    )
    listed = [
        {
            "url": each.neighbour.get_absolute_url(),
            "headline": each.neighbour.headline,
            "published_at": paper_time(each.neighbour.published_at).isoformat()
            if each.neighbour.published_at
            else None,
            "story_line": each.neighbour.line_id,
            "score": each.score,
            "reason": each.reason.text,
            "parts": each.parts,
        }
        for each in stored.order_by("position")
    ]
    if as_json:
        known = {"url": url, "story": article.story, "story_line": article.line_id, "related": listed}
        typer.echo(json.dumps(known, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{article.headline}\n{url}")
    for each in listed:
        date = (each["published_at"] or "date unknown")[:10]
        parts = ", ".join(f"{name} {value}" for name, value in each["parts"].items() if name != "words")
        typer.echo(
            f"\n  {each['score']:.3f}  {date}  {each['headline']}\n         {each['reason']}\n         {parts}"
        )
    if not listed:
        typer.echo("Nothing is stored beside it. Work may be waiting: broadsheet related rebuild --resume")


def rebuild(*, resume: bool) -> None:
    """Work out the related articles of the whole archive again; readers see the old lists until then."""
    columns = (TextColumn("Related articles"), BarColumn(), TextColumn("{task.completed} of {task.total}"),
               TimeElapsedColumn(), TimeRemainingColumn())  # fmt: skip
    with held(settings.DATA) as is_only_one:
        if not resume:
            indexing.start_over()
        begun, waiting = time.monotonic(), indexing.unfinished()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=waiting)
            if is_only_one:
                done = indexing.finish(tick=lambda count: progress.advance(task, count))
            else:
                # One process works at a time; the worker takes it from here.
                outbox.announce(["rebuild"])
                while left := indexing.unfinished():
                    progress.update(task, completed=waiting - left)
                    time.sleep(LOOK_EVERY)
                done = waiting
    seconds = time.monotonic() - begun
    typer.echo(f"{done} articles in {seconds:.1f} s ({done / max(seconds, 0.001):.0f} articles/s)")
