"""Check a backup without restoring it."""

import os
import tempfile
from pathlib import Path
from zipfile import ZipFile

from . import postgresql, sqlite
from .manifest import DATABASES, BackupError, Manifest
from .reading import copy, opened
from .writing import private

# Every site has this one.
FOUNDED = "newsroom.0001_initial"


def faults_in(file: Path) -> tuple[Manifest, list[str]]:
    """Read all of a backup and return its manifest and a sentence for everything that is wrong with it.

    Raises BackupError where it cannot even be opened.
    """
    faults = []
    with opened(file) as (archive, manifest), tempfile.TemporaryDirectory(dir=_room(file)) as folder:
        if FOUNDED not in manifest.migrations:
            faults.append("its database holds no site")
        database = DATABASES[manifest.database]
        with open(os.devnull, "wb") as nowhere:
            for member in manifest.members:
                if member.name == database:
                    continue
                try:
                    copy(archive, member, nowhere)
                except BackupError as error:
                    faults.append(str(error))
        try:
            unpack_database(archive, manifest, Path(folder, database))
        except BackupError as error:
            faults.append(str(error))
    return manifest, faults


def unpack_database(archive: ZipFile, manifest: Manifest, to: Path) -> None:
    """Copy the database into a new file. Raises BackupError where it is damaged."""
    name = DATABASES[manifest.database]
    with private(to) as file:
        copy(archive, next(each for each in manifest.members if each.name == name), file)
        file.flush()
        os.fsync(file.fileno())
    (sqlite.check_database if manifest.database == "sqlite" else postgresql.check)(to)


def _room(file: Path) -> Path | None:
    """Return where the database may be unpacked: beside the backup, for /tmp is often memory."""
    return file.parent if os.access(file.parent, os.W_OK) else None
