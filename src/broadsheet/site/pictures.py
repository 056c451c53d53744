"""Offer each picture in a few widths and formats, so that a phone does not load what a wide screen needs."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DatabaseError, IntegrityError
from django.db.models import prefetch_related_objects

from ..newsroom.pictures.making import PictureReplacedError, kept, renditions
from ..newsroom.pictures.shapes import AVIF, HAS_AVIF, SEARCHED, SHAPES, SHARED, WEBP, Shape

# The shape of a picture in a place, and its width there by the width of the window, from wide to narrow: what `srcset` is
# chosen by. Widths are a twelfth above those of the styles, as a browser may choose a file that is slightly too narrow.
PLACES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    # On a front, and at the top of a list.
    "lead": ("lead", (("(min-width: 66em)", "54vw"), ("", "104vw"))),
    "first": ("lead", (("(min-width: 62em)", "min(96vw, 62rem)"), ("", "104vw"))),
    # In an article: the lead picture, and those in the text.
    "story": ("whole", (("(min-width: 70em)", "70rem"), ("", "104vw"))),
    "text": ("whole", (("(min-width: 44em)", "43.5rem"), ("", "104vw"))),
    # Beside the words: in a list, and in a strip but for its first.
    "row": ("card", (("(min-width: 58em)", "15.5rem"), ("(min-width: 34em)", "26.5vw"), ("", "7.2rem"))),
    "block": ("card", (("(min-width: 66em)", "23rem"), ("(min-width: 34em)", "55vw"), ("", "7.2rem"))),
    "small": ("card", (("(min-width: 70em)", "16rem"), ("(min-width: 40em)", "50vw"), ("", "7.2rem"))),
    # Who writes: beside an opinion on a card, on its own page, and on the author's.
    "face": ("face", (("", "3.25rem"),)),
    "face-story": ("face", (("", "5.4rem"),)),
    "face-head": ("face", (("", "8.6rem"),)),
    # Above the words: the first of a rail, of a block, of a column.
    "": ("card", (("(min-width: 66em)", "26rem"), ("(min-width: 40em)", "55vw"), ("", "104vw"))),
}
# A sharper screen gets the file of a screen with two pixels in each direction: eyes see no more.
SHARPEST = "(min-resolution: 2.5dppx)"

# https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image
LEAST_PREVIEW = (300, 157)
# https://developers.google.com/search/docs/appearance/structured-data/article
LEAST_PIXELS = 50_000

T = TypeVar("T")

log = logging.getLogger("broadsheet.site")


@dataclass(frozen=True, slots=True)
class Offer:
    """The addresses of one picture by width; width and height are those of the largest."""

    src: str
    srcset: str
    avif: str
    sizes: str
    width: int
    height: int
    # As JPEG, for networks that show it beside a link; none as long as the worker has not made it.
    shared: Any = None

    @property
    def is_preview(self) -> bool:
        """Return whether networks show it large beside a link."""
        width, height = LEAST_PREVIEW
        return self.width >= width and self.height >= height


@dataclass(frozen=True, slots=True)
class SharedFile:
    """The one file of a picture that is named where its article is linked to; `length` is in bytes."""

    url: str
    kind: str
    length: int
    width: int
    height: int


def fits(picture: Any, place: str) -> bool:
    """Return whether a picture is large enough for a place."""
    return _shape(place).fits(picture)


def offer(image: Any, place: str) -> Offer | None:
    """Return the picture as a place needs it, or None for one that cannot be read.

    The first files are made where they are not there. The others are offered once the worker has made them.
    """
    if image is None:
        return None
    return _unless_unreadable(image, lambda: _offer(image, place))


def shared_file(image: Any) -> SharedFile | None:
    """Return the file for feeds and previews: the JPEG once the worker has made it, before that what pages show.

    None for no picture, and for one that cannot be read.
    """
    if image is None:
        return None
    return _unless_unreadable(image, lambda: _shared_file(image))


def _shared_file(image: Any) -> SharedFile:
    made = (
        kept(image, (SHARED,))
        or kept(image, SHAPES["whole"].specs(image, WEBP))
        or renditions(image, SHAPES["card"].first_specs(image))
    )
    file = max(made, key=lambda each: each.width)
    kind = "image/jpeg" if file.filter_spec == SHARED else "image/webp"
    return SharedFile(file.url, kind, file.file.size, file.width, file.height)


def _unless_unreadable(image: Any, find: Callable[[], T]) -> T | None:
    try:
        return find()
    except (IntegrityError, PictureReplacedError):
        # It was deleted or replaced since it was read. Its tag is announced, and this page is made again.
        return None
    except DatabaseError:
        raise
    # A page without its picture is a page; the file is the desk's affair, and Pillow raises anything over a broken one.
    except Exception as error:
        log.warning("Picture %s cannot be shown: %s", image.pk, error)
        return None


def _offer(image: Any, place: str) -> Offer:
    shape = _shape(place)
    first = renditions(image, shape.first_specs(image))
    webp = [*first, *kept(image, shape.specs(image, WEBP))]
    avif = kept(image, shape.specs(image, AVIF)) if HAS_AVIF else []
    shared = kept(image, (SHARED,))
    largest = max(webp, key=lambda each: each.width)
    is_whole = len(avif) == len(shape.specs(image, AVIF))
    return Offer(
        src=largest.url,
        srcset=_srcset(webp),
        avif=_srcset(avif) if is_whole else "",
        sizes=_sizes(place),
        width=largest.width,
        height=largest.height,
        shared=shared[0] if shared else None,
    )


@dataclass(frozen=True, slots=True)
class PublicFile:
    """The path of a picture's file, and its measures."""

    path: str
    width: int
    height: int


def searched(image: Any, lead: Offer) -> list[PublicFile]:
    """Return a lead picture in the shapes that search engines want, without those that are too small for them.

    As long as the worker has not made them it is there as it is shown.
    """
    made = kept(image, SEARCHED) or [each for each in (lead.shared,) if each is not None]
    files = [PublicFile(each.url, each.width, each.height) for each in made]
    if len(files) != len(SEARCHED):
        files.append(PublicFile(lead.src, lead.width, lead.height))
    return [each for each in files if each.width * each.height >= LEAST_PIXELS]


def _shape(place: str) -> Shape:
    return SHAPES[PLACES.get(place, PLACES[""])[0]]


@cache
def _sizes(place: str) -> str:
    _shape, widths = PLACES.get(place, PLACES[""])
    sharp = [
        (f"{SHARPEST} and {each}" if each else SHARPEST, f"calc({width} * 2 / 3)") for each, width in widths
    ]
    return ", ".join(f"{condition} {width}".strip() for condition, width in (*sharp, *widths))


def _srcset(made: Sequence[Any]) -> str:
    by_width = {each.width: each.url for each in sorted(made, key=lambda each: each.width)}
    return ", ".join(f"{address} {width}w" for width, address in by_width.items())


def bring_renditions(images: Iterable[Any]) -> None:
    """Read the renditions of many pictures at once, where they were not read already."""
    wanted = [each for each in images if each is not None]
    if wanted:
        prefetch_related_objects(wanted, "renditions")
