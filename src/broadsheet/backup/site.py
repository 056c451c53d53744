"""What of this site a backup is made of, and where it is restored to: database, folders, settings."""

import os
import shlex
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from ..project.options import PREFIX
from . import postgresql, sqlite
from .manifest import BackupError

# Where the settings of the site that was backed up are put; they are somebody's decision to take over.
RESTORED_SETTINGS = "restored-settings"
# What of a connection's settings every version of PostgreSQL's programs understands.
LIBPQ = (
    "host", "hostaddr", "port", "user", "dbname", "service", "options", "connect_timeout",
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl",
)  # fmt: skip


def copy_database(to: Path) -> None:
    """Copy the site's database into a new file. Raises BackupError where that cannot be done."""
    if connection.vendor == "sqlite":
        sqlite.copy_database(sqlite_file(), to)
    else:
        postgresql.dump(server(), to)


def sqlite_file() -> Path:
    """Return the file of the SQLite database."""
    return Path(str(connection.settings_dict["NAME"]))


def server() -> postgresql.DatabaseServer:
    """Return where the PostgreSQL database is. Raises BackupError where it does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {str(error).splitlines()[0]}") from None
    # Django's types do not know that every kind of database has this.
    said: dict[str, Any] = connection.get_connection_params()
    dsn = " ".join(f"{name}={_quoted(said[name])}" for name in LIBPQ if name in said)
    major: int = connection.connection.info.server_version // 10_000
    return postgresql.DatabaseServer(dsn, str(said.get("password") or ""), major)


def _quoted(value: object) -> str:
    """Quote a value for a connection string (PostgreSQL's documentation, 32.1.1.1)."""
    return "'" + str(value).replace("\\", r"\\").replace("'", r"\'") + "'"


def applied_migrations() -> tuple[str, ...]:
    """Return the migrations that the database has, as "app.name"."""
    return tuple(sorted(".".join(each) for each in MigrationRecorder(connection).applied_migrations()))


def is_founded() -> bool:
    """Return True if there is a site in the data folder; ask without leaving an empty database behind."""
    # Django's types do not know that this kind of database has it.
    is_a_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not (is_a_file and not sqlite_file().exists()) and bool(applied_migrations())


def apart() -> list[Path]:
    """Return what may lie in the data folder and is not copied with it: made again, or copied in a way of its own."""
    paths = [Path(settings.STATIC_ROOT), Path(settings.MEDIA_ROOT)]
    if settings.OPTIONS.press_folder:
        paths.append(Path(settings.OPTIONS.press_folder))
    if connection.vendor == "sqlite":
        paths += [Path(f"{sqlite_file()}{each}") for each in ("", "-wal", "-shm", "-journal")]
    return paths


def settings_files() -> dict[str, bytes]:
    """Return the settings that the site runs with: broadsheet.toml, and what the environment says."""
    found = {"broadsheet.env": _environment().encode()}
    toml = Path(os.environ.get(f"{PREFIX}CONFIG", "broadsheet.toml"))
    if toml.is_file():
        found["broadsheet.toml"] = toml.read_bytes()
    return found


def _environment() -> str:
    lines = (f"{name}={shlex.quote(value)}\n" for name, value in sorted(os.environ.items()) if _is_ours(name))
    return "".join(lines)


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX)
