"""Cut and encode files of one picture, which is decoded once for all. Makes no query."""

import io
import re
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageOps
from wagtail.images.models import Filter

from .cleaning import FORMATS

_FORMAT = re.compile(r"format-(\w+)\|\w+quality-(\d+)")
# Encoder settings: time against bytes. The slowest settings of AVIF take ten times as long for a tenth fewer bytes.
_OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"method": 4},
    "avif": {"speed": 8, "max_threads": 1},
    "jpeg": {"progressive": True, "optimize": True},
}
# Modes of Pillow to which the original's colour profile applies.
_WITH_COLOURS = ("RGB", "RGBA")


def encoded(picture: Any, original: bytes, specs: Iterable[str]) -> dict[str, bytes]:
    """Return the files of a picture by Wagtail's filter specification: `fill-400x267|format-webp|webpquality-76`.

    Raises what Pillow raises over a broken file.
    """
    with Image.open(io.BytesIO(original), formats=FORMATS) as opened:
        profile = opened.info.get("icc_profile") if opened.mode in _WITH_COLOURS else None
        whole = _with_colours(ImageOps.exif_transpose(opened))
    made = {}
    for spec in specs:
        transform = Filter(spec).get_transform(picture, whole.size)
        cut = whole.crop(tuple(transform.get_rect().round()))
        size = tuple(round(each) for each in transform.size)
        made[spec] = _written(cut.resize(size, Image.Resampling.LANCZOS), spec, profile)
    return made


def _with_colours(picture: Image.Image) -> Image.Image:
    if picture.mode in _WITH_COLOURS:
        return picture.copy()
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _written(picture: Image.Image, spec: str, profile: bytes | None) -> bytes:
    found = _FORMAT.search(spec)
    assert found is not None, spec
    kind, quality = found[1], int(found[2])
    if kind == "jpeg" and picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture)
        picture = ground
    file = io.BytesIO()
    picture.save(file, kind.upper(), quality=quality, icc_profile=profile, **_OPTIONS[kind])
    return file.getvalue()
