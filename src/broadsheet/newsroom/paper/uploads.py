"""Take the paper's own pictures from files: logo, icon, share picture. Each refusal is a sentence for the editor."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image, ImageOps

from . import files
from .site_settings import PaperPicture
from .svg import LONGEST_SHAPE, NotAnSvgError, reduced

LARGEST_BYTES = 5_000_000
# Limit of pixels. One copy of so many takes 64 MB in memory; resizing one that is transparent makes another.
MOST_PIXELS = 16_000_000
# Modes that are resized as they are, with few bytes a pixel: https://pillow.readthedocs.io/en/stable/handbook/concepts.html#modes
_RESIZABLE = {"L", "LA", "RGB", "RGBA"}
SMALLEST_ICON, SHARED = 512, (1200, 630)
# Box that a larger logo is made to fit: twice the largest size on a page.
LARGEST_LOGO = (1600, 800)


class RefusedError(ValueError):
    """This file cannot be used. Choose a PNG."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that was kept, and the names of what was left out of it."""

    picture: PaperPicture
    left_out: tuple[str, ...] = ()


def take_logo(content: bytes, *, now: datetime) -> Taken:
    """Keep a PNG or an SVG as a logo. Raises RefusedError."""
    if content.startswith(b"\x89PNG"):
        with _opened(content, "PNG") as picture:
            width, height = _upright_size(picture)
            if max(width / height, height / width) > LONGEST_SHAPE:
                raise RefusedError(
                    f"This picture is more than {LONGEST_SHAPE:.0f} times as long as it is wide."
                )
            scale = min(1.0, LARGEST_LOGO[0] / width, LARGEST_LOGO[1] / height)
            logo = _middle(picture, (max(1, round(width * scale)), max(1, round(height * scale))))
        return Taken(_kept_png("logo", logo, now=now))
    try:
        drawing = reduced(content)
    except NotAnSvgError as error:
        raise RefusedError(str(error)) from error
    name = files.keep("logo", drawing.content, suffix="svg", now=now)
    return Taken(PaperPicture(name, drawing.width, drawing.height), drawing.left_out)


def take_icon(content: bytes, *, now: datetime) -> Taken:
    """Keep a square PNG as the icon, from which all others are made. Raises RefusedError."""
    with _opened(content, "PNG") as picture:
        width, height = picture.size
        if width != height:
            raise RefusedError(f"This picture is {width} by {height} pixels. An icon must be square.")
        if width < SMALLEST_ICON:
            raise RefusedError(f"This picture is {width} pixels wide. An icon needs {SMALLEST_ICON} or more.")
        icon = _middle(picture, (SMALLEST_ICON, SMALLEST_ICON))
    return Taken(_kept_png("icon", icon, now=now))


def take_share(content: bytes, *, now: datetime) -> Taken:
    """Keep a PNG or a JPEG as the share picture, cut to its shape. Raises RefusedError."""
    with _opened(content, "PNG", "JPEG") as picture:
        width, height = _upright_size(picture)
        if width < SHARED[0] or height < SHARED[1]:
            raise RefusedError(
                f"This picture is {width} by {height} pixels. It needs {SHARED[0]} by {SHARED[1]} or more."
            )
        cut = _middle(picture, SHARED)
    flat = Image.new("RGB", SHARED, "white")
    flat.paste(cut, mask=cut.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=82, optimize=True, progressive=True)
    return Taken(PaperPicture(files.keep("share", written.getvalue(), suffix="jpg", now=now), *SHARED))


@contextmanager
def _opened(content: bytes, *formats: str) -> Iterator[Image.Image]:
    """Open a picture that is not animated. Raises RefusedError, also where it turns out to be broken in the block."""
    if len(content) > LARGEST_BYTES:
        raise RefusedError(f"This file has more than {LARGEST_BYTES // 1_000_000} MB. Make it smaller.")
    wanted = " or a ".join(formats)
    try:
        with Image.open(io.BytesIO(content), formats=formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedError("This picture has too many pixels. Make it smaller.")
            # Telephones write MPO, a JPEG with a second picture behind it: that is not animated.
            if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
                raise RefusedError("This picture moves. Choose one that stands still.")
            yield picture
    except RefusedError:
        raise
    # Pillow's decoders raise nearly any exception over a file that somebody broke on purpose.
    except Exception as error:
        raise RefusedError(f"This file is not a {wanted} that can be shown, or it is broken.") from error


def _is_turned(picture: Image.Image) -> bool:
    """Return True if it is stored lying on its side. https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf"""
    return picture.getexif().get(ExifTags.Base.Orientation) in (5, 6, 7, 8)


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    return (picture.height, picture.width) if _is_turned(picture) else picture.size


def _middle(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the middle of a picture, upright, in `size` pixels and without metadata.

    All but the resizing is done on the small one: each copy of a large picture takes 64 MB.
    """
    wanted = (size[1], size[0]) if _is_turned(picture) else size
    # A JPEG can be read at a half, a quarter or an eighth of its size.
    picture.draft(None, wanted)
    if picture.mode not in _RESIZABLE or "transparency" in picture.info:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    scale = max(wanted[0] / picture.width, wanted[1] / picture.height)
    left, top = (picture.width - wanted[0] / scale) / 2, (picture.height - wanted[1] / scale) / 2
    box = (max(left, 0), max(top, 0), picture.width - max(left, 0), picture.height - max(top, 0))
    cut = ImageOps.exif_transpose(picture.resize(wanted, Image.Resampling.LANCZOS, box=box)).convert("RGBA")
    # A new picture carries none of the file's metadata.
    bare = Image.new("RGBA", cut.size)
    bare.paste(cut)
    return bare


def _kept_png(kind: str, picture: Image.Image, *, now: datetime) -> PaperPicture:
    """Keep pixels as a PNG without metadata."""
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    name = files.keep(kind, written.getvalue(), suffix="png", now=now)
    return PaperPicture(name, picture.width, picture.height)
