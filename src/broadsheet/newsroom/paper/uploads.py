"""Take the paper's own pictures from files: logo, icon, share picture. Each refusal is a sentence for the editor."""

import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps

from . import files
from .site_settings import PaperPicture
from .svg import LONGEST_SHAPE, NotAnSvgError, reduced

LARGEST_BYTES = 5_000_000
# Limit of pixels. One copy of so many takes 64 MB in memory, and reading makes up to four copies.
MOST_PIXELS = 16_000_000
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
        logo = _opened(content, "PNG")
        if max(logo.width / logo.height, logo.height / logo.width) > LONGEST_SHAPE:
            raise RefusedError(f"This picture is more than {LONGEST_SHAPE:.0f} times as long as it is wide.")
        logo.thumbnail(LARGEST_LOGO, Image.Resampling.LANCZOS)
        return Taken(_kept_png("logo", logo, now=now))
    try:
        drawing = reduced(content)
    except NotAnSvgError as error:
        raise RefusedError(str(error)) from error
    name = files.keep("logo", drawing.content, suffix="svg", now=now)
    return Taken(PaperPicture(name, drawing.width, drawing.height), drawing.left_out)


def take_icon(content: bytes, *, now: datetime) -> Taken:
    """Keep a square PNG as the icon, from which all others are made. Raises RefusedError."""
    icon = _opened(content, "PNG")
    if icon.width != icon.height:
        raise RefusedError(f"This picture is {icon.width} by {icon.height} pixels. An icon must be square.")
    if icon.width < SMALLEST_ICON:
        said = f"This picture is {icon.width} pixels wide. An icon needs {SMALLEST_ICON} or more."
        raise RefusedError(said)
    made = icon.resize((SMALLEST_ICON, SMALLEST_ICON), Image.Resampling.LANCZOS)
    return Taken(_kept_png("icon", made, now=now))


def take_share(content: bytes, *, now: datetime) -> Taken:
    """Keep a PNG or a JPEG as the share picture, cut to its shape. Raises RefusedError."""
    picture = _opened(content, "PNG", "JPEG")
    if picture.width < SHARED[0] or picture.height < SHARED[1]:
        raise RefusedError(
            f"This picture is {picture.width} by {picture.height} pixels. It needs {SHARED[0]} by {SHARED[1]} or more."
        )
    scale = max(SHARED[0] / picture.width, SHARED[1] / picture.height)
    left, top = (picture.width - SHARED[0] / scale) / 2, (picture.height - SHARED[1] / scale) / 2
    box = (left, top, picture.width - left, picture.height - top)
    cut = picture.resize(SHARED, Image.Resampling.LANCZOS, box=box)
    flat = Image.new("RGB", SHARED, "white")
    flat.paste(cut, mask=cut.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=82, optimize=True, progressive=True)
    return Taken(PaperPicture(files.keep("share", written.getvalue(), suffix="jpg", now=now), *SHARED))


def _opened(content: bytes, *formats: str) -> Image.Image:
    """Return the pixels of a picture that is not animated. Raises RefusedError."""
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
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            # A new picture carries none of the file's metadata.
            bare = Image.new("RGBA", upright.size)
            bare.paste(upright)
            return bare
    except RefusedError:
        raise
    # Pillow's decoders raise nearly any exception over a file that somebody broke on purpose.
    except Exception as error:
        raise RefusedError(f"This file is not a {wanted} that can be shown, or it is broken.") from error


def _kept_png(kind: str, picture: Image.Image, *, now: datetime) -> PaperPicture:
    """Keep pixels as a PNG without metadata."""
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    name = files.keep(kind, written.getvalue(), suffix="png", now=now)
    return PaperPicture(name, picture.width, picture.height)
