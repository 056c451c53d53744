"""`broadsheet press purge`: purge what changed from the caches in front, and tell the hub which feeds changed."""

import logging
import threading

import typer
from django.conf import settings

from ..press.caches.purger import Purger
from ..process.worker_lock import run_alone
from ..project.caches_in_front import caches_in_front, hubs
from ..worker import purging

LOCK = "caches.lock"
POLITENESS = 2

log = logging.getLogger("broadsheet.press")


def purge() -> None:
    """Tell caches and hub until told to stop. Raises typer.Exit with 1 where none is named."""
    if not caches_in_front(settings.OPTIONS) and not hubs(settings.OPTIONS):
        typer.echo("No cache in front and no hub is named. See docs/caches-in-front.md.", err=True)
        raise typer.Exit(1)
    run_alone(
        _purge, settings.DATA, what="purger of caches in front", log=log, politeness=POLITENESS, name=LOCK
    )


def _purge(stop: threading.Event) -> None:
    options = settings.OPTIONS
    pause = options.press_poll_ms / 1000
    # A cache that asks every second hears by itself of everything but what is gone.
    purges_changes = options.shared_cache_seconds > 1
    caches = [Purger(each, pause=pause, purges_changes=purges_changes) for each in caches_in_front(options)]
    # A hub never asks by itself.
    told = [Purger(each, pause=pause, purges_changes=True) for each in hubs(options)]
    purging.purge([*caches, *told], stop)
