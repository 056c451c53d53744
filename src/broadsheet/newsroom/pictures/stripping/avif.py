"""Strip an AVIF file by writing it again where it says more than pixels. https://aomediacodec.github.io/av1-avif/"""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from ..words import without_orientation

# Nobody sees a difference; at 100 the file grows fourfold.
QUALITY = 90
# Items and boxes that may hold what is no picture. As bytes of something else they cost a writing, no more.
_TELLING = (b"Exif", b"mime", b"uri ", b"uuid", b"udta", b"xml ", b"free", b"skip")
_PICTURE = (b"ftyp", b"meta", b"mdat")
_LARGE, _HEADER = 16, 8


def strip(content: bytes, exif: bytes) -> bytes:
    """Return the file as it is, or written again with the words of `exif` and the colour profile alone."""
    if not any(_tells(name, box) for name, box in _boxes(content)):
        return content
    written = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=("AVIF",)) as picture:
        if getattr(picture, "is_animated", False):
            # Wagtail makes no renditions of these, and libavif 1.4.2 crashes where one is turned.
            raise ValueError("An AVIF that moves cannot be shown.")
        # Pillow writes other words than ASCII rightly only where nothing says that the picture is turned.
        upright = ImageOps.exif_transpose(picture)
        profile = picture.info.get("icc_profile")
        upright.save(written, "AVIF", quality=QUALITY, exif=without_orientation(exif), icc_profile=profile)
    return written.getvalue()


def _tells(name: bytes, box: bytes) -> bool:
    return name not in _PICTURE or (name != b"mdat" and any(word in box for word in _TELLING))


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the outermost boxes by name, and as one what stands behind them. ISO/IEC 14496-12, 4.2"""
    place = 0
    while place < len(content):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(content[place + _HEADER : place + _LARGE], "big")
        end = place + length if length >= _HEADER else len(content)
        yield name, content[place:end]
        place = end
