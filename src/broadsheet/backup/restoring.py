"""Restore a backup into an empty place, wholly or, where something is wrong with it, not at all."""

import os
import re
import shutil
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from . import postgresql, site
from .at_rest import at_rest
from .checking import unpack_database
from .contents import files_in, is_left_out
from .manifest import DATABASES, BackupError, Manifest
from .reading import copy, opened
from .writing import private, sync_folder

# Inside the folder that is filled: a folder beside it may be another's, or on another disk.
WORKING = ".restoring"
# Made by whatever reads the settings of an empty folder.
MADE_AT_ONCE = "secret-key"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(file: Path) -> Manifest:
    """Restore a site from a backup and return its manifest.

    Raises BackupError where the site runs, where something is there already, and where the backup is damaged, of
    another kind of database or of a later version. Nothing has then been changed.
    """
    data, media = Path(settings.DATA), Path(settings.MEDIA_ROOT)
    with at_rest(data), opened(file) as (archive, manifest):
        _refuse_what_does_not_fit(manifest)
        _refuse_a_filled_place(data, media)
        _refuse_a_full_disk(manifest, data)
        working = {data: data / WORKING, media: media / WORKING}
        try:
            _clear(working)
            _unpack(archive, manifest, data / WORKING, media / WORKING)
            if manifest.database == "postgresql":
                postgresql.restore(data / WORKING / DATABASES["postgresql"], site.server())
            _put_in_place(manifest, data, media)
        except OSError as error:
            raise BackupError(f"It cannot be restored: {error.strerror} ({error.filename}).") from None
        finally:
            for each in working.values():
                shutil.rmtree(each, ignore_errors=True)
        return manifest


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupError(
            f"The backup is of {NAMES[manifest.database]}, and this site has {NAMES[connection.vendor]}. "
            "Set BROADSHEET_DATABASE_URL to a database of that kind (empty for SQLite)."
        )
    known = {".".join(each) for each in MigrationLoader(None).disk_migrations}
    later = sorted(set(manifest.migrations) - known)
    if _numbers(manifest.broadsheet) > _numbers(version("broadsheet")) or later:
        raise BackupError(
            f"The backup was made by Broadsheet {manifest.broadsheet}, which is later than this one, {version('broadsheet')}"
            f"{f': its database has {later[0]}, which is unknown here' if later else ''}. Upgrade Broadsheet and try again."
        )


def _numbers(of: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", of)[:3]))


def _refuse_a_filled_place(data: Path, media: Path) -> None:
    there = [
        file
        for path, file in files_in(data, apart=site.apart())
        if not is_left_out(path) and path != MADE_AT_ONCE
    ]
    there += [file for path, file in files_in(media) if not path.startswith(f"{WORKING}/")]
    if connection.vendor == "sqlite" and site.sqlite_file().exists():
        there.insert(0, site.sqlite_file())
    if there:
        raise BackupError(
            f"{there[0]} is there. A backup is restored into an empty folder: name another with BROADSHEET_DATA, "
            "or move away what is there."
        )
    if connection.vendor == "postgresql":
        site.server()  # says so where it is away
        if tables := connection.introspection.table_names():
            raise BackupError(
                f"The database has {len(tables)} tables. A backup is restored into an empty one: make it with "
                "createdb, and name it in BROADSHEET_DATABASE_URL."
            )
        connection.close()


def _refuse_a_full_disk(manifest: Manifest, data: Path) -> None:
    needed, free = sum(each.size for each in manifest.members), shutil.disk_usage(data).free
    if needed > free:
        raise BackupError(f"The backup holds {needed:,} bytes, and {data} has room for {free:,}. Make room.")


def _clear(working: dict[Path, Path]) -> None:
    """Make the folders in which the backup is unpacked, without what an earlier attempt left."""
    for root, folder in working.items():
        root.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)


def _unpack(archive: ZipFile, manifest: Manifest, data: Path, media: Path) -> None:
    for member in manifest.members:
        folder, _, path = member.name.partition("/")
        roots = {"data": data, "media": media, "settings": data / site.RESTORED_SETTINGS}
        if member.name == DATABASES[manifest.database]:
            unpack_database(archive, manifest, data / member.name)
            continue
        target = roots[folder] / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with private(target) as file:
            copy(archive, member, file)
            file.flush()
            os.fsync(file.fileno())


def _put_in_place(manifest: Manifest, data: Path, media: Path) -> None:
    """Rename everything to where it belongs, the database last: what has none is no site."""
    data.chmod(0o700)
    _move_all(data / WORKING, data, folder_mode=0o700, file_mode=0o600, but=DATABASES[manifest.database])
    _move_all(
        media / WORKING,
        media,
        folder_mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS or 0o755,
        file_mode=settings.FILE_UPLOAD_PERMISSIONS or 0o644,
    )
    if manifest.database == "sqlite":
        os.replace(data / WORKING / DATABASES["sqlite"], site.sqlite_file())
        sync_folder(site.sqlite_file().parent)
    sync_folder(data)


def _move_all(source: Path, root: Path, *, folder_mode: int, file_mode: int, but: str = "") -> None:
    folders = {root}
    for path, file in files_in(source):
        if path == but:
            continue
        target = root / path
        for folder in [*target.relative_to(root).parents][-2::-1]:
            if root / folder not in folders:
                (root / folder).mkdir(exist_ok=True)
                (root / folder).chmod(folder_mode)
                folders.add(root / folder)
        file.chmod(file_mode)
        os.replace(file, target)
    for each in folders:
        sync_folder(each)
