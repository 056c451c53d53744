"""`broadsheet press tell`: tell the caches in front what changed."""

import logging
import socket
import threading

import django
import typer
from django.conf import settings

django.setup()

from ..press.caches.calling import TIMEOUT  # noqa: E402
from ..press.caches.teller import Teller  # noqa: E402
from ..process.worker_lock import run_alone  # noqa: E402
from ..project.caches_in_front import caches_in_front  # noqa: E402

LOCK = "caches.lock"
POLITENESS = 2

log = logging.getLogger("broadsheet.press")


def tell() -> None:
    """Tell the caches until told to stop. Raises typer.Exit with 1 where none is named."""
    if not caches_in_front(settings.OPTIONS):
        typer.echo("No cache in front is named. See docs/caches-in-front.md.", err=True)
        raise typer.Exit(1)
    # Some of Wagtail's backends would wait for ever for a cache that says nothing.
    socket.setdefaulttimeout(TIMEOUT)
    run_alone(
        _tell, settings.DATA, what="teller of caches in front", log=log, politeness=POLITENESS, name=LOCK
    )


def _tell(stop: threading.Event) -> None:
    options = settings.OPTIONS
    tellers = [
        # A cache that asks every second hears of everything else by itself.
        Teller(each, pause=options.press_poll_ms / 1000, tells_changes=options.shared_cache_seconds > 1)
        for each in caches_in_front(options)
    ]
    for each in tellers:
        each.tail.start()
    stop.wait()
    for each in tellers:
        each.tail.stop()
