"""Make a backup of the running site."""

import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection

from ..project import newest_backup as newest
from . import site
from .contents import files_in, is_left_out, may_be_held
from .manifest import DATABASES, FORMAT, BackupError, Manifest
from .writing import LEVEL, Writer, written_whole

AUDIENCE = "audience/"


def make(file: Path, *, now: datetime) -> tuple[Manifest, list[str]]:
    """Write a backup to a file, and return its manifest and the names of what was deleted while it was made.

    Raises BackupError where it cannot be made; the file is then as it was before.
    """
    file = file.absolute()
    _refuse_a_bad_place(file)
    if not site.is_founded():
        raise BackupError(
            f"There is no site in {settings.DATA}, so there is nothing to save. Name its folder in BROADSHEET_DATA."
        )
    try:
        with (
            written_whole(file) as (part, folder),
            zipfile.ZipFile(part, "w", compresslevel=LEVEL) as archive,
        ):
            writer = Writer(archive)
            missing = list(_add_all(writer, folder))
            manifest = _manifest(writer, now)
            writer.finish(manifest.to_json())
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror} ({error.filename}).") from None
    newest.remember(settings.DATA, now)
    return manifest, missing


def _refuse_a_bad_place(file: Path) -> None:
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}. Make it first, best on another disk.")
    if file.exists() and not zipfile.is_zipfile(file):
        raise BackupError(f"{file} is there, and is no backup. Choose another name.")
    folder = file.parent.resolve()
    for each in (settings.DATA, settings.MEDIA_ROOT):
        if folder.is_relative_to(Path(each).resolve()):
            raise BackupError(
                f"{file} lies in {each}, which it is to save. Write it elsewhere, best on another disk."
            )


def _add_all(writer: Writer, folder: Path) -> Iterator[str]:
    """Add everything, in an order in which nothing is lost; yield what was deleted meanwhile.

    Counts first: those of an hour are deleted when the database has them. Pictures after the database: they are
    only ever added before the row that names them.
    """
    data = Path(settings.DATA)
    yield from _add_folder(writer, "data", data, wanted_under=AUDIENCE)
    database = DATABASES[connection.vendor]
    site.copy_database(folder / database)
    writer.add_file(database, folder / database)
    os.unlink(folder / database)
    yield from _add_folder(writer, "data", data, not_under=AUDIENCE)
    yield from _add_folder(writer, "media", Path(settings.MEDIA_ROOT))
    for name, content in site.settings_files().items():
        writer.add(f"settings/{name}", BytesIO(content))


def _add_folder(
    writer: Writer, name: str, root: Path, *, wanted_under: str = "", not_under: str | None = None
) -> Iterator[str]:
    if not root.is_dir():
        return
    for path, file in files_in(root, apart=site.apart()):
        is_wanted = path.startswith(wanted_under) and not (not_under and path.startswith(not_under))
        if not is_wanted or (name == "data" and is_left_out(path)):
            continue
        if not may_be_held(f"{name}/{path}"):
            raise BackupError(f"{str(file)!r} has a name that a backup cannot hold. Rename it.")
        if not writer.add_file(f"{name}/{path}", file):
            yield f"{name}/{path}"


def _manifest(writer: Writer, now: datetime) -> Manifest:
    return Manifest(
        format=FORMAT,
        broadsheet=version("broadsheet"),
        made_at=now.isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=site.applied_migrations(),
        members=tuple(writer.members),
    )
