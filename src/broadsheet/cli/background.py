"""What runs beside the web server of `broadsheet serve`: copies of one process that share the memory of the code."""

import gc

import typer
from django.conf import settings
from django.db import connections

from ..project.caches_in_front import caches_in_front, hubs
from ..serving.processes import Processes, Work
from .following import follow
from .purging import purge
from .searching import follow as follow_changes
from .working import work


def background() -> None:
    """Keep the worker, the follower of readers, the search index and the purger running until told to stop."""
    is_anybody_told = bool(caches_in_front(settings.OPTIONS) or hubs(settings.OPTIONS))
    caches: dict[str, Work] = {"caches": purge} if is_anybody_told else {}
    # A connection must not be shared; and what is looked through for unreachable objects is copied.
    connections.close_all()
    gc.collect()
    gc.freeze()
    others: dict[str, Work] = {"worker": work, "audience": follow, "search": follow_changes, **caches}
    raise typer.Exit(Processes(vital={}, others=others).run())
