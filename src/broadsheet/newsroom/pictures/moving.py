"""Bring the pictures of a site from before into their places: there was one folder, and all of it was public."""

import logging
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files import File
from wagtail.images import get_image_model

# As Wagtail names them. Documents have left the desk; their files are kept for whoever wants them.
PRIVATE = ("original_images", "avatar_images", "documents", "wagtail_uploads")
RENDITIONS = "images"

log = logging.getLogger("broadsheet.newsroom")


def take_over(former: Path) -> None:
    """Move what was uploaded out of the former media folder, and give its renditions names that cannot be guessed.

    It may be broken off and done again: a row names a file that is there at any moment.
    """
    if not former.is_dir():
        return
    for folder in PRIVATE:
        _move(former / folder, Path(settings.UPLOADS) / folder)
    _rename_renditions(former)
    shutil.rmtree(former / RENDITIONS, ignore_errors=True)
    if not any(former.iterdir()):
        former.rmdir()
    log.info("Pictures were moved from %s to %s and %s", former, settings.UPLOADS, settings.MEDIA_ROOT)


def _move(former: Path, folder: Path) -> None:
    for source in sorted(former.rglob("*")):
        target = folder / source.relative_to(former)
        if source.is_dir():
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not target.exists():
            source.chmod(0o600)
            os.replace(source, target)
    shutil.rmtree(former, ignore_errors=True)


def _rename_renditions(former: Path) -> None:
    renditions = get_image_model().get_rendition_model().objects
    for rendition in renditions.filter(file__startswith=f"{RENDITIONS}/").iterator():
        source = former / rendition.file.name
        if source.is_file():
            with source.open("rb") as file:
                name = rendition.file.storage.save(source.name, File(file))
            renditions.filter(pk=rendition.pk).update(file=name)
        else:
            rendition.delete()  # it is made again when it is wanted
