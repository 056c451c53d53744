"""List the files to import, those in folders too, and follow no link out of a folder."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .items import Dropped


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files of some paths, each once, and what was left out of their folders."""

    files: list[Path] = field(default_factory=list)
    left_out: list[Dropped] = field(default_factory=list)


def files_in(paths: Iterable[Path]) -> FoundFiles:
    """Return the files that are named and those in the folders that are named.

    A file that is named but not there is kept, so that whoever opens it complains; so is a folder without any file.
    """
    files: dict[Path, None] = {}
    left_out: list[Dropped] = []
    for path in paths:
        inside = _inside(path, left_out) if path.is_dir() else [path]
        files.update(dict.fromkeys(inside or [path]))
    return FoundFiles(list(files), left_out)


def _inside(folder: Path, left_out: list[Dropped]) -> list[Path]:
    """Return the files of a folder. A link to what is in the same folder is passed over: that is found by itself."""
    root = folder.resolve()
    files = []
    # Links to folders are not gone into by rglob.
    for each in sorted(folder.rglob("*")):
        if not each.is_symlink():
            files += [each] if each.is_file() else []
        elif not each.resolve().is_relative_to(root):
            where = f"{folder.name}/{each.relative_to(folder)}"
            left_out.append(
                Dropped(where, "is a link out of the folder and was not followed. Name what it leads to")
            )
    return files
