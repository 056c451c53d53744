"""Remove renditions that no row knows any more.

Those that pages named of late are no strays: `retiring` knows them. Two processes that make the same rendition at once keep one of the two; who is killed between the database and the
disk leaves a file behind. What nobody knows of would stay public for ever.
"""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from wagtail.images import get_image_model

from ..models import RetiredRendition

# A rendition is a file before it is a row.
UNTOUCHED_FOR = timedelta(hours=1)


def remove_strays(*, untouched_for: timedelta = UNTOUCHED_FOR) -> int:
    """Delete the files among the public pictures that stand in no row, and return how many these were."""
    before = time.time() - untouched_for.total_seconds()
    old = [each for each in Path(settings.MEDIA_ROOT).rglob("*") if _is_older(each, before)]
    # Read after the folder: what is new since then is in neither.
    renditions = get_image_model().get_rendition_model().objects
    known = set(renditions.values_list("file", flat=True).iterator())
    # And these after the renditions, from which they come.
    known.update(RetiredRendition.objects.values_list("name", flat=True).iterator())
    strays = [each for each in old if each.relative_to(settings.MEDIA_ROOT).as_posix() not in known]
    for stray in strays:
        stray.unlink(missing_ok=True)
    return len(strays)


def _is_older(file: Path, before: float) -> bool:
    try:
        return file.is_file() and file.stat().st_mtime < before
    except FileNotFoundError:
        return False  # it went meanwhile
