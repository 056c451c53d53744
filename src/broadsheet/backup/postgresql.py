"""Copy a PostgreSQL database while it is used, look into the copy, and restore it, by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .manifest import BackupError
from .writing import private

DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """Where a database is: libpq's connection string without the password, and the server's major version."""

    dsn: str
    password: str
    major: int


def dump(server: DatabaseServer, to: Path) -> None:
    """Write the database as it is at this moment into a new file. Raises BackupError where that cannot be done."""
    program = _program("pg_dump", server.major)
    with private(to) as file:
        _run([program, "--format=custom", "--no-password", f"--dbname={server.dsn}"], server, file)


def check(file: Path) -> None:
    """Raise BackupError where `pg_restore` cannot read what a dump holds."""
    with open(os.devnull, "wb") as nowhere:
        _run([_program("pg_restore", _made_by(file)), "--list", file], None, nowhere)
        # The table of contents stands first; only writing the whole as SQL reads what comes after it.
        _run([_program("pg_restore", _made_by(file)), "--file=-", file], None, nowhere)


def restore(file: Path, server: DatabaseServer) -> None:
    """Restore a dump into an empty database, wholly or not at all."""
    program = _program("pg_restore", _made_by(file))
    wishes = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password"]
    with open(os.devnull, "wb") as nowhere:
        _run([program, *wishes, f"--dbname={server.dsn}", file], server, nowhere)


def _program(name: str, at_least: int) -> Path:
    """Return the program of the lowest version that is enough: what a later one writes an older server may not know."""
    on_path = shutil.which(name)
    found = [*DEBIAN.glob(f"*/bin/{name}"), *([Path(on_path)] if on_path else [])]
    fitting = [(major, each) for each in found if (major := _major(each)) >= at_least]
    if not fitting:
        raise BackupError(
            f"There is no {name} of PostgreSQL {at_least} or later here. Install PostgreSQL's client programs "
            f"(on Debian: apt-get install postgresql-client-{at_least}) and try again."
        )
    return min(fitting)[1]


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _made_by(file: Path) -> int:
    """Return the major version of the `pg_dump` that wrote a file, from its first kilobyte; 0 where it is not said."""
    with file.open("rb") as source:
        # Two texts with their lengths before them: the server's version and the program's.
        found = re.findall(rb"\0\0\0(\d{2})(?:\.|beta|rc|devel)", source.read(1024))
    return max(map(int, found), default=0)


def _run(command: Sequence[str | Path], server: DatabaseServer | None, output: IO[bytes]) -> None:
    # A password among the arguments could be read by everybody on the machine.
    environment = os.environ | ({"PGPASSWORD": server.password} if server and server.password else {})
    done = subprocess.run(command, env=environment, stdout=output, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        raise BackupError(f"{Path(command[0]).name} failed: {lines[0]}")
