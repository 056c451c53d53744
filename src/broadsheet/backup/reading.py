"""Read a backup that may be damaged, or made by somebody who means ill."""

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from .contents import may_be_held
from .manifest import DATABASES, MOST_BYTES, NAME, BackupError, Manifest, Member, from_json

PIECE = 1 << 20
# What zipfile and zlib raise over damaged bytes; NotImplementedError is a way of packing that nobody knows.
DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError)


@contextmanager
def opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a backup whose manifest names exactly what it holds. Raises BackupError where it is none."""
    try:
        archive = ZipFile(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be opened: {error.strerror}.") from None
    except DAMAGE:
        raise BackupError(
            f"{file} is no backup of Broadsheet, or its end is missing. Use another one."
        ) from None
    with archive:
        yield archive, _manifest(archive, file)


def copy(archive: ZipFile, member: Member, to: IO[bytes]) -> None:
    """Copy a member into a file. Raises BackupError where it is not what the manifest says."""
    digest, size = sha256(), 0
    try:
        with archive.open(member.name) as source:
            while size <= member.size and (piece := source.read(PIECE)):
                size += len(piece)
                digest.update(piece)
                to.write(piece)
    except DAMAGE as error:
        raise BackupError(f"{member.name!r} is damaged: {error}.") from None
    if size != member.size or digest.hexdigest() != member.sha256:
        raise BackupError(f"{member.name!r} is damaged: it is not what was written.")


def _manifest(archive: ZipFile, file: Path) -> Manifest:
    try:
        info = archive.getinfo(NAME)
        if info.file_size > MOST_BYTES:
            raise BackupError(
                f"{file}: its {NAME} has {info.file_size} bytes. It is no backup of Broadsheet."
            )
        with archive.open(info) as source:
            manifest = from_json(source.read(MOST_BYTES))
    except KeyError:
        raise BackupError(f"{file} is no backup of Broadsheet: it has no {NAME}.") from None
    except DAMAGE as error:
        raise BackupError(f"{file}: its {NAME} is damaged: {error}.") from None
    _refuse_what_a_backup_never_holds(archive, manifest)
    return manifest


def _refuse_what_a_backup_never_holds(archive: ZipFile, manifest: Manifest) -> None:
    database = DATABASES.get(manifest.database)
    names = [each.name for each in manifest.members]
    held = [each.filename for each in archive.infolist() if each.filename != NAME]
    for each in names:
        if not (each == database or may_be_held(each)):
            raise BackupError(
                f"The backup holds {each!r}, which no backup of Broadsheet does. Do not trust it."
            )
    for info in archive.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise BackupError(f"The backup holds {info.filename!r}, which is no plain file. Do not trust it.")
    if database not in names:
        raise BackupError("The backup holds no database. Use another one.")
    if sorted(names) != sorted(held) or len(set(names)) != len(names):
        raise BackupError(
            f"The backup does not hold exactly the files that its {NAME} names. Use another one."
        )
