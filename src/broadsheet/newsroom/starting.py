"""Make a process that another one spawned ready for the database; imports no model, for none can be before that."""

import os
import threading
import time

import django
from django.db import connection

LOOK_EVERY = 1.0


def begin(database: str, parent: int) -> None:
    """Start Django over the database that the first process uses, and end when that process does."""
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    django.setup()
    connection.settings_dict["NAME"] = database


def _end_with(parent: int) -> None:
    # Who is killed cannot tell its children, and they would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
