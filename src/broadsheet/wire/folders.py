"""List the files to import, those in folders too; follow no link out of a folder, and leave pictures to their pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..newsroom.pictures.policy import CONTENT_TYPES
from .items import Dropped, Note
from .parts_of_pages import parts_of_pages

# Beside those that this site hands out itself.
OTHER_PICTURES = frozenset({".apng", ".bmp", ".heic", ".heif", ".ico", ".jfif", ".jxl", ".tif", ".tiff"})
# Some pages are saved with pictures whose names do not say that they are: "photo", "thumb.php".
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\1\0")
# They stand at byte 4 (ISO/IEC 14496-12).
BRANDS = (b"ftypavif", b"ftypavis", b"ftypheic", b"ftypmif1")


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files of some paths, each once, what was left out of their folders, and what stands there beside pages."""

    files: list[Path] = field(default_factory=list)
    left_out: list[Dropped] = field(default_factory=list)
    beside: list[Note] = field(default_factory=list)


def files_in(paths: Iterable[Path]) -> FoundFiles:
    """Return the files that are named and those in the folders that are named.

    A file that is named but not there is kept, so that whoever opens it complains; so is a folder without any file to
    read. A picture in a folder is no file to read: it comes in with the page that shows it. Nor is what a page names
    as a part of itself, such as a drawing or a style sheet.
    """
    files: dict[Path, None] = {}
    found = FoundFiles()
    for path in paths:
        inside = _to_read(path, found) if path.is_dir() else []
        files.update(dict.fromkeys(inside or [path]))
    found.files.extend(files)
    return found


def is_picture(path: Path) -> bool:
    """Return True if a file is a picture by its name or by its first bytes."""
    suffix = path.suffix.lower()
    if suffix in CONTENT_TYPES or suffix in OTHER_PICTURES:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        # Whoever reads it as a story says why it cannot be read.
        return False
    is_riff = head.startswith(b"RIFF") and head.endswith(b"WEBP")
    return head.startswith(BEGINNINGS) or head[4:].startswith(BRANDS) or is_riff


def _to_read(folder: Path, found: FoundFiles) -> list[Path]:
    """Return the files of a folder that may hold stories, and note how many pictures and parts of pages stand beside them."""
    inside = _inside(folder, found.left_out)
    files = [each for each in inside if not is_picture(each)]
    many = len(inside) - len(files)
    if many:
        text = f"pictures, which come in with the stories that show them: {many}"
        found.beside.append(Note(folder.name, text, "pictures in folders", many))
    parts = parts_of_pages(files)
    if parts:
        text = f"drawings, styles and scripts of pages, which are no stories: {len(parts)}"
        found.beside.append(Note(folder.name, text, "parts of pages", len(parts)))
    return [each for each in files if each not in parts]


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
