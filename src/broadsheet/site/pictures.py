"""Offer each picture in a few widths, so that a phone does not load what a wide screen needs."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, IntegrityError
from django.db.models import prefetch_related_objects

from ..newsroom.pictures.making import PictureReplacedError, renditions

FORMAT = "format-webp|webpquality-76"
# What each place on a page needs: on cards all pictures have one shape, in an article each its own.
SHAPES = {
    "card": (f"fill-400x267|{FORMAT}", f"fill-800x534|{FORMAT}"),
    "face": (f"fill-128x128|{FORMAT}", f"fill-256x256|{FORMAT}"),
    "lead": (f"max-640x900|{FORMAT}", f"max-1280x1800|{FORMAT}"),
    "body": (f"max-640x900|{FORMAT}", f"max-1280x1800|{FORMAT}"),
}

log = logging.getLogger("broadsheet.site")


@dataclass(frozen=True, slots=True)
class Offer:
    """The addresses of one picture by width; width and height are those of the largest."""

    src: str
    srcset: str
    width: int
    height: int


def offer(image: Any, shape: str) -> Offer | None:
    """Return the picture in the widths of `shape`, or None for one that cannot be read."""
    if image is None:
        return None
    try:
        made = renditions(image, SHAPES[shape])
        by_width = {each.width: each for each in sorted(made, key=lambda each: each.width)}
        addresses = {width: each.url for width, each in by_width.items()}
    except (IntegrityError, PictureReplacedError):
        # It was deleted or replaced since it was read. Its tag is announced, and this page is made again.
        return None
    except DatabaseError:
        raise
    # A page without its picture is a page; the file is the desk's affair, and Pillow raises anything over a broken one.
    except Exception as error:
        log.warning("Picture %s cannot be shown: %s", image.pk, error)
        return None
    largest = by_width[max(by_width)]
    return Offer(
        src=largest.url,
        srcset=", ".join(f"{address} {width}w" for width, address in addresses.items()),
        width=largest.width,
        height=largest.height,
    )


def bring_renditions(images: Iterable[Any]) -> None:
    """Read the renditions of many pictures at once, where they were not read already."""
    wanted = [each for each in images if each is not None]
    if wanted:
        prefetch_related_objects(wanted, "renditions")
