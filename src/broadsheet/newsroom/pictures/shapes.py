"""List the files that are made of each picture: shapes, widths and formats. Makes no query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PIL import features

WEBP = "format-webp|webpquality-76"
AVIF = "format-avif|avifquality-50"
# Without the AVIF codec, pictures are WebP only.
HAS_AVIF = bool(features.check("avif"))
FORMATS = (WEBP, AVIF) if HAS_AVIF else (WEBP,)
# Picture for networks that show one beside a link. Some read JPEG only: https://ogp.me/#structured
SHARED = "fill-1200x630|format-jpeg|jpegquality-82"
# The three shapes of a lead picture that Google recommends for articles, wide enough for its large previews:
# https://developers.google.com/search/docs/appearance/structured-data/article
SEARCHED = tuple(f"fill-{size}|format-jpeg|jpegquality-82" for size in ("1200x675", "1200x900", "1200x1200"))


@dataclass(frozen=True, slots=True)
class Shape:
    """The files for one kind of place: boxes that the picture is cut to, or made to fit in if `is_cut` is False.

    A browser takes the file whose width is nearest to what it needs, by ratio: with steps of at most 1.43 none is more
    than a sixth too narrow, and `sizes` asks for nearly so much more. `at_once` are made with the first page that needs them.
    """

    boxes: tuple[tuple[int, int], ...]
    at_once: tuple[int, ...]
    is_cut: bool = True
    # Pictures with fewer pixels across are not shown in this shape.
    least: int = 1

    def own_width(self, picture: Any) -> int:
        """Return how many of its own pixels the picture has across in this shape."""
        if not self.is_cut:
            return int(picture.width)
        width, height = self.boxes[-1]
        return min(int(picture.width), int(picture.height) * width // height)

    def fits(self, picture: Any) -> bool:
        """Return whether the picture is large enough to be shown in this shape."""
        return picture is not None and self.own_width(picture) >= self.least

    def first_specs(self, picture: Any) -> tuple[str, ...]:
        """Return the files that a page cannot do without."""
        return self._specs(picture, WEBP, self.at_once)

    def specs(self, picture: Any, kind: str) -> tuple[str, ...]:
        """Return all files of a format."""
        return self._specs(picture, kind, range(len(self.boxes)))

    def spec(self, place: int, kind: str) -> str:
        """Return one file's name in Wagtail's words."""
        width, height = self.boxes[place]
        return f"{'fill' if self.is_cut else 'max'}-{width}x{height}|{kind}"

    def _specs(self, picture: Any, kind: str, places: Iterable[int]) -> tuple[str, ...]:
        # A picture is never enlarged: after the first box that holds all of it, every file would be the same.
        last = next(
            (at for at, box in enumerate(self.boxes) if self._is_whole(picture, box)), len(self.boxes)
        )
        return tuple(dict.fromkeys(self.spec(min(at, last), kind) for at in places))

    def _is_whole(self, picture: Any, box: tuple[int, int]) -> bool:
        if self.is_cut:
            return self.own_width(picture) <= box[0]
        return bool(picture.width <= box[0] and picture.height <= box[1])


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        # On cards all pictures have one shape; at the top of a page another; in an article each its own.
        "card": Shape(((400, 267), (560, 373), (800, 534), (1120, 747)), at_once=(0, 2), least=400),
        "lead": Shape(
            ((640, 360), (900, 506), (1280, 720), (1760, 990), (2400, 1350)), at_once=(0, 2), least=1200
        ),
        "face": Shape(((128, 128), (180, 180), (256, 256)), at_once=(0, 2)),
        "whole": Shape(
            ((640, 900), (900, 1266), (1280, 1800), (1760, 2475), (2400, 3375)), at_once=(0, 2), is_cut=False
        ),
    }
)
# Shapes by the files of WebP: a picture that has such a file is shown in that shape.
FIRST: Mapping[str, Shape] = MappingProxyType(
    {each.spec(place, WEBP): each for each in SHAPES.values() for place in range(len(each.boxes))}
)
