"""Take the pictures of a page from the folder that the page was saved in."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from wagtail.images.models import Image

from ..newsroom.pictures.taking import take_picture
from ..newsroom.stories import Picture


class PicturesBeside:
    """Finds the files of pictures below one folder, and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: dict[Path, Image | None] = {}

    def find(self, picture: Picture) -> Image | None:
        """Return the picture as one of the site's own, taken once; None where its file is not here or is no picture."""
        path = self._path(picture.file) if picture.file else None
        if path is None:
            return None
        if path not in self._taken:
            self._taken[path] = _taken(path, picture.alt)
        return self._taken[path]

    def _path(self, file: str) -> Path | None:
        try:
            folder = self._folder.resolve(strict=True)
            # A browser writes "Bridge%20closed_files/pier.jpg"; a link may lead out of the folder.
            found = (folder / unquote(urlsplit(file).path)).resolve(strict=True)
            is_here = found.is_relative_to(folder) and found.is_file()
            return (
                found if is_here and found.stat().st_size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE else None
            )
        except (OSError, ValueError, RuntimeError):
            return None


def _taken(path: Path, alt: str) -> Image | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return take_picture(content, name=path.name, title=alt or path.stem)
