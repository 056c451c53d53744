"""`broadsheet search follow` and `rebuild`: keep the index of readers' search, and build all of it again."""

import time

import typer
from django.conf import settings

from ..process.worker_lock import held, run_alone
from ..search.index import IndexBrokenError, IndexReader
from ..worker.search_index import FOLDER, SearchIndex, log

LOCK = "search.lock"
POLITENESS = 3
LOOK_EVERY = 0.2


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
    """Build all of the index again; readers search the old one until then."""
    begun, index = time.monotonic(), _index()
    with held(settings.DATA, LOCK) as is_only_one:
        if is_only_one:
            index.rebuild()
            count = index.catch_up()
            index.close()
        else:
            # The process that holds the lock builds the index.
            before = index.folders.current
            index.folders.request_rebuild(before)
            while index.folders.current == before:
                time.sleep(LOOK_EVERY)
            count = _count(index)
    seconds = time.monotonic() - begun
    typer.echo(f"{count} articles in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} articles/s)")


def complete() -> float | None:
    """Take in what changed, unless a process does that already; return the seconds that it took, or None."""
    begun = time.monotonic()
    with held(settings.DATA, LOCK) as is_only_one:
        if not is_only_one:
            return None
        index = _index()
        index.catch_up()
        index.close()
    return time.monotonic() - begun


def _index() -> SearchIndex:
    return SearchIndex(settings.DATA / FOLDER)


def _count(index: SearchIndex) -> int:
    folder = index.folders.current
    try:
        return IndexReader(folder).count if folder is not None else 0
    except IndexBrokenError:
        return 0
