"""Bring files to where this version keeps them, before anybody is let in."""

import shutil
from pathlib import Path

from django.conf import settings

from ..newsroom.pictures.moving import take_over
from ..project.public_folder import open_to_readers


def settle_files() -> None:
    """Empty the folders that were public before, and open the one that is.

    The database must be migrated, and static files gathered.
    """
    take_over(settings.DATA / "media")
    former = settings.DATA / "static"
    if former.is_dir() and former != Path(settings.STATIC_ROOT):
        shutil.rmtree(former)
    open_to_readers(Path(settings.PUBLIC))
