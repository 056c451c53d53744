"""`broadsheet demo load --if-new`: find out without Django whether a site is new. Every `make serve` asks."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ..project.options import SQLITE_FILE, load
from .running import run

# A part of `demo.loader.is_new`: each `serve` leaves an account, each loading a DemoLoading.
_IS_USED = "SELECT EXISTS (SELECT 1 FROM auth_user) OR EXISTS (SELECT 1 FROM demo_demoloading)"


def load_if_new(*, as_written: bool) -> None:
    """Load the demo edition into a site that nobody has used."""
    options = load()
    if options.database_url or not _is_used(Path(options.data).resolve() / SQLITE_FILE):
        run("demo_loading", "load_into_new", as_written=as_written)


def _is_used(file: Path) -> bool:
    """Return True if a database says for certain that its site was used."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(_IS_USED).fetchone()[0])
    except sqlite3.Error:
        # There is no database yet, or it has an older schema, or it is busy: Django finds out.
        return False
