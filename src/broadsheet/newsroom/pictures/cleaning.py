"""Take a picture from outside: see that it is one, whole and not too large, and keep nothing of it but the picture."""

import io
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from .stripping import avif, gif, jpeg, png, webp
from .words import kept_exif

STRIPPERS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "AVIF": avif.strip,
    "GIF": gif.strip,
    "JPEG": jpeg.strip,
    # What telephones call a JPEG with a second picture behind it.
    "MPO": jpeg.strip,
    "PNG": png.strip,
    "WEBP": webp.strip,
}
# Pillow opens an MPO as a JPEG, and finds out then.
FORMATS = tuple(each for each in STRIPPERS if each != "MPO")


class NotAPictureError(SuspiciousFileOperation):
    """This file is not a picture that can be shown, or it is broken. Save it again as JPEG, PNG or WebP."""


class TooManyPixelsError(NotAPictureError):
    """This picture has more pixels than WAGTAILIMAGES_MAX_IMAGE_PIXELS. Make it smaller first."""


class CleanPicture(SimpleUploadedFile):
    """A picture that was cleaned already."""

    # As Wagtail's form looks at it.
    image: Any = None


def clean(content: bytes) -> bytes:
    """Return a picture without what it says of itself, but for orientation, colours, caption, credit and copyright.

    Raises TooManyPixelsError, and NotAPictureError for all that is not a whole picture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            _see_that_it_is_not_too_large(picture)
            exif = kept_exif(picture)
            kind = str(picture.format)
            _read_to_the_end(picture)
        return STRIPPERS[kind](content, exif)
    except NotAPictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError(TooManyPixelsError.__doc__) from error
    # There is hardly an exception that Pillow's decoders do not raise over what somebody broke on purpose.
    except Exception as error:
        raise NotAPictureError(NotAPictureError.__doc__) from error


def bare(content: bytes) -> bytes:
    """Return one of our own pictures with pixels and colour profile alone."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        kind = str(picture.format)
    return STRIPPERS[kind](content, b"")


def cleaned(file: "File[bytes]") -> bytes:
    """Return the content of a file that somebody wants to keep, cleaned where it is not yet."""
    file.seek(0)
    content = file.read()
    return content if isinstance(file, CleanPicture) else clean(content)


def _see_that_it_is_not_too_large(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if pixels > most or pixels * getattr(picture, "n_frames", 1) > most:
        raise TooManyPixelsError(TooManyPixelsError.__doc__)


def _read_to_the_end(picture: Image.Image) -> None:
    # The pictures behind the first in a JPEG are cut off.
    frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
    for frame in range(frames):
        picture.seek(frame)
        picture.load()
