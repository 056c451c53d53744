"""What a backup says of itself: by which version, of which database, and every file with its size and hash."""

import json
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
NAME = "manifest.json"
# An archive of a million pictures has a manifest of 130 MB.
MOST_BYTES = 1 << 28
# The file of the database, by Django's name for its kind.
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class BackupError(Exception):
    """The backup cannot be made, read or restored. The message says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup: its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a backup; `made_at` is ISO 8601, `migrations` are those applied, as "app.name"."""

    format: int
    broadsheet: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    members: tuple[Member, ...]

    def to_json(self) -> str:
        """Return the manifest as it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def from_json(text: bytes) -> Manifest:
    """Read a manifest. Raises BackupError where it is none, or one of a later format."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise BackupError(
                f"The backup has format {said['format']}, and this version of Broadsheet reads format {FORMAT}. "
                "Restore it with the version that made it, or a later one."
            )
        return Manifest(
            format=FORMAT,
            broadsheet=str(said["broadsheet"]),
            made_at=str(said["made_at"]),
            database=str(said["database"]),
            migrations=tuple(map(str, said["migrations"])),
            members=tuple(_member(each) for each in said["members"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BackupError(f"The file's {NAME} cannot be read: it is no backup of Broadsheet.") from None


def _member(said: dict[str, Any]) -> Member:
    name, size, sha256 = said["name"], said["size"], said["sha256"]
    if not (isinstance(name, str) and isinstance(size, int) and isinstance(sha256, str) and size >= 0):
        raise ValueError
    return Member(name, size, sha256)
