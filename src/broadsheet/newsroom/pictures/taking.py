"""Take a picture from a file as one of the site's own, once."""

import hashlib

from wagtail.images.models import Image

from .cleaning import CleanPicture, NotAPictureError, clean


def take_picture(content: bytes, *, name: str, title: str) -> Image | None:
    """Return the picture with this content, kept now or long since; None where it is no picture that can be shown."""
    try:
        cleaned = clean(content)
    except NotAPictureError:
        return None
    # As Wagtail knows a file again.
    digest = hashlib.sha1(cleaned, usedforsecurity=False).hexdigest()
    known: Image | None = Image.objects.filter(file_hash=digest).first()
    return known or Image.objects.create(
        title=title[:255], file=CleanPicture(name, cleaned), file_hash=digest, file_size=len(cleaned)
    )
