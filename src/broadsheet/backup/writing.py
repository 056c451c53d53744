"""Write the file of a backup: a ZIP whose last member is the manifest."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from .manifest import NAME, Member

PIECE = 1 << 20
# Pictures and PostgreSQL's dumps are compressed already; SQLite's file becomes a tenth, and counts are mostly zeros.
COMPRESSED = ("database.sqlite3", "data/audience/")
# The fastest: 140 MB/s, where the default has a third of it and makes little less.
LEVEL = 1


class Writer:
    """Adds files to a backup and remembers each with its size and hash."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add(self, name: str, source: IO[bytes]) -> None:
        """Copy what a file holds until its end, which may move meanwhile."""
        digest, size = sha256(), 0
        self._archive.compression = ZIP_DEFLATED if name.startswith(COMPRESSED) else ZIP_STORED
        with self._archive.open(name, "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members.append(Member(name, size, digest.hexdigest()))

    def add_file(self, name: str, path: Path) -> bool:
        """Add a file; False where it is no longer there."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            self.add(name, file)
        return True

    def finish(self, manifest: str) -> None:
        """Write the manifest, after which nothing can be added."""
        self._archive.writestr(NAME, manifest, ZIP_DEFLATED)


@contextmanager
def written_whole(file: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Give a new file and a folder to work in; at the end the file takes its name, wholly on the disk, or nothing does.

    Both lie in FILE.part beside it, which only their owner may open. The one of a run that was killed is removed.
    """
    folder = file.with_name(f"{file.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        with private(folder / "file") as part:
            yield part, folder
            part.flush()
            os.fsync(part.fileno())
        os.replace(folder / "file", file)
        sync_folder(file.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def private(path: Path) -> IO[bytes]:
    """Make a new file that only its owner may read, from its first byte on."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w+b")


def sync_folder(folder: Path) -> None:
    """Have the disk remember the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
