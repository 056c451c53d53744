"""`broadsheet search follow` and `rebuild`: keep the index of readers' search, and build all of it again."""

import shutil
import time
from pathlib import Path

import typer
from django.conf import settings

from ..process.worker_lock import held, run_alone
from ..search.index import IndexBrokenError, IndexReader
from ..worker.search_index import FOLDER, IndexNotWrittenError, SearchIndex, log

LOCK = "search.lock"
POLITENESS = 3
LOOK_EVERY = 0.2
# Seconds within which the process that keeps the index begins to build another: it heeds no request within a minute of
# the last one, and rests after a failure.
BEGINS_WITHIN = 120.0


class RebuildFailedError(Exception):
    """The process that keeps the index did not build another."""


def follow() -> None:
    """Keep the index up to date until told to stop."""
    run_alone(
        lambda stop: _index().run(stop),
        settings.DATA,
        what="search index",
        log=log,
        politeness=POLITENESS,
        name=LOCK,
    )


def rebuild() -> None:
    """Build all of the index again; readers search the old one until then. Exits with 1 where that fails."""
    begun, index = time.monotonic(), _index()
    try:
        count = _rebuilt(index)
    except (IndexNotWrittenError, RebuildFailedError) as error:
        typer.echo(f"The search index was not built: {error}{_room()}", err=True)
        raise typer.Exit(1) from None
    seconds = time.monotonic() - begun
    typer.echo(f"{count} articles in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} articles/s)")


def complete() -> float | None:
    """Take in what changed, unless a process does that already; return the seconds that it took, or None.

    Exits with 1 where the index cannot be written.
    """
    begun = time.monotonic()
    with held(settings.DATA, LOCK) as is_only_one:
        if not is_only_one:
            return None
        index = _index()
        try:
            index.catch_up()
        except IndexNotWrittenError as error:
            typer.echo(
                f"The stories are stored, but the search index cannot be written: {error}{_room()}\n"
                "Then run `broadsheet search rebuild`, or readers do not find them.",
                err=True,
            )
            raise typer.Exit(1) from None
        finally:
            index.close()
    return time.monotonic() - begun


def _rebuilt(index: SearchIndex) -> int:
    """Build the index, or have the process build it that keeps it, and return how many articles it has.

    Raises IndexNotWrittenError or RebuildFailedError.
    """
    before, asked = index.folders.current, None
    while True:
        with held(settings.DATA, LOCK) as is_only_one:
            # Also where the process that was asked has died meanwhile.
            if is_only_one:
                return _built(index)
        if index.folders.current != before:
            return _count(index.folders.current)
        if asked is None:
            index.folders.request_rebuild(before)
            asked = time.monotonic()
            typer.echo(
                "Another process keeps this index. It is asked to build it again; this waits.", err=True
            )
        elif index.folders.has_failed:
            raise RebuildFailedError("the process that keeps it could not write it, its log says why.")
        elif not index.folders.is_taken and time.monotonic() - asked > BEGINS_WITHIN:
            raise RebuildFailedError(
                f"the process that keeps it has not begun within {BEGINS_WITHIN:.0f} s. Look into its log, or "
                "stop it and run this again."
            )
        time.sleep(LOOK_EVERY)


def _built(index: SearchIndex) -> int:
    try:
        return index.build()
    finally:
        index.close()


def _index() -> SearchIndex:
    return SearchIndex(settings.DATA / FOLDER)


def _count(folder: Path | None) -> int:
    try:
        return IndexReader(folder).count if folder is not None else 0
    except IndexBrokenError:
        return 0


def _room() -> str:
    """Return how much room the disk has: most often it is full."""
    folder = settings.DATA / FOLDER if (settings.DATA / FOLDER).is_dir() else settings.DATA
    free = shutil.disk_usage(folder).free / 1e6
    return f" The disk of {folder} has {free:,.0f} MB left; free some if that is little."
