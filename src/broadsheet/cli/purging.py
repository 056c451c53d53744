"""`broadsheet press purge`: purge what changed from the caches in front."""

import logging
import threading

import typer
from django.conf import settings

from ..process.worker_lock import run_alone
from ..project.caches_in_front import caches_in_front
from ..worker import purging

LOCK = "caches.lock"
POLITENESS = 2

log = logging.getLogger("broadsheet.press")


def purge() -> None:
    """Purge the caches until told to stop. Raises typer.Exit with 1 where none is named."""
    if not caches_in_front(settings.OPTIONS):
        typer.echo("No cache in front is named. See docs/caches-in-front.md.", err=True)
        raise typer.Exit(1)
    run_alone(
        _purge, settings.DATA, what="purger of caches in front", log=log, politeness=POLITENESS, name=LOCK
    )


def _purge(stop: threading.Event) -> None:
    options = settings.OPTIONS
    purging.purge(
        caches_in_front(options),
        stop,
        pause=options.press_poll_ms / 1000,
        # A cache that asks every second hears of everything else by itself.
        purges_changes=options.shared_cache_seconds > 1,
    )
