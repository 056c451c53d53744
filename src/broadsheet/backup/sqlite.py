"""Copy an SQLite database while others write to it, and check a copy."""

import sqlite3
from contextlib import closing
from pathlib import Path

from .manifest import BackupError
from .writing import private

# Ctrl-C is heard between two steps of this many pages.
PAGES = 4096
PATIENCE_SECONDS = 20.0


def copy_database(database: Path, to: Path) -> None:
    """Write the database as it is at this moment into a new file.

    Others go on writing: in WAL mode a reader stands in nobody's way. One read transaction lasts for all steps;
    without it the copying would begin again with each write of another process (sqlite.org/c3ref/backup_finish.html).
    """
    private(to).close()
    try:
        with (
            closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS, isolation_level=None)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES, progress=lambda _status, _left, _total: None)
            source.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise BackupError(f"{database} cannot be copied: {error}.") from None


def check_database(database: Path) -> None:
    """Raise BackupError where the database is damaged, or a row points to none."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"The database in it is damaged: {error}.") from None
    if said != "ok":
        raise BackupError(f"The database in it is damaged: {said.splitlines()[0]}.")
    if astray:
        raise BackupError(
            f"The database in it is damaged: row {astray[1]} of {astray[0]} points to no {astray[2]}."
        )


def checkpoint(database: Path) -> None:
    """Move what stands in the write-ahead log into the database's own file, so that the file alone is all of it.

    Where somebody still reads, what can be moved is moved.
    """
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
