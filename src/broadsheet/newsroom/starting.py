"""Make a process that another one spawned ready for the database; imports no model, for none can be before that."""

import django
from django.db import connection


def begin(database: str) -> None:
    """Start Django over the database that the first process uses."""
    django.setup()
    connection.settings_dict["NAME"] = database
