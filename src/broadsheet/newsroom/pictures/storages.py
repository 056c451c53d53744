"""Where pictures are kept: what came in, for the desk alone, and what is made of it, for everybody."""

import os
import secrets
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from .cleaning import NotAPictureError, bare, cleaned
from .policy import content_type

RANDOM_BYTES = 16


class UploadStorage(FileSystemStorage):
    """Originals and portraits, in a folder that no web server reads; whichever way a file comes, it is cleaned."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Any:
        return settings.UPLOADS

    @property
    def location(self) -> str:
        return os.path.abspath(settings.UPLOADS)

    @property
    def base_url(self) -> str:
        return str(settings.UPLOADS_URL)

    def _save(self, name: str, content: "File[bytes]") -> str:
        if content_type(name) is None:
            raise NotAPictureError(f"{name} has not the name of a picture. {NotAPictureError.__doc__}")
        return str(super()._save(name, ContentFile(cleaned(content))))  # type: ignore[misc]  # django-stubs leave it out


class RenditionStorage(FileSystemStorage):
    """What readers get, under names that follow from nothing: who knows one picture's cannot tell another's."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o644, directory_permissions_mode=0o755)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return secrets.token_hex(RANDOM_BYTES) + PurePosixPath(name).suffix.lower()

    def _save(self, name: str, content: "File[bytes]") -> str:
        content.seek(0)
        return str(super()._save(name, ContentFile(bare(content.read()))))  # type: ignore[misc]  # as above

    def delete(self, name: str) -> None:
        """Leave the file where it is: pages from before may name it, and the worker removes it in time."""

    def remove(self, name: str) -> None:
        """Remove a file that nobody may have any more; one that is not there is gone. Raises OSError."""
        super().delete(name)
