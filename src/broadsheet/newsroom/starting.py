"""Make a process that another one spawned ready for the database; imports no model, for none can be before that."""

import gc
import os
import threading
import time

import django
from django.db import connection

LOOK_EVERY = 1.0
# New objects between two looks; Python's own 700 take a sixth of the time of a rebuild.
SELDOM = 100_000
# Readers, editors and what was published just now come before an archive.
POLITENESS = 5


def begin(database: str, parent: int) -> None:
    """Start Django over the database that the first process uses, and end when that process does."""
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    os.nice(POLITENESS)
    django.setup()
    connection.settings_dict["NAME"] = database
    gc.freeze()
    collect_seldom()


def collect_seldom() -> None:
    """Look for unreachable objects less often: who makes thousands of small ones in a row leaves no cycles."""
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


def _end_with(parent: int) -> None:
    # Who is killed cannot tell its children, and they would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
