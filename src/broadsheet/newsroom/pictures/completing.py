"""Find pictures that pages show with their first files only, and list the files still to be made."""

from collections.abc import Collection
from typing import Any

from wagtail.images import get_image_model

from ...press import outbox
from ..models import Article
from .making import specs_of
from .shapes import FIRST, FORMATS, SEARCHED, SHAPES, SHARED
from .tags import SITEMAPS, tag_of

# Limit of renditions that one look reads.
LOOKED_AT = 1_000
Image = get_image_model()
Rendition = Image.get_rendition_model()


def shown_since(number: int) -> tuple[int, list[int]]:
    """Return the number of the newest rendition after this one, and the pictures that pages show since. Index: the key."""
    found = (
        Rendition.objects.filter(pk__gt=number).order_by("pk").values_list("pk", "image_id", "filter_spec")
    )
    rows = list(found[:LOOKED_AT])
    pictures = dict.fromkeys(picture for _number, picture, spec in rows if spec in FIRST)
    return (rows[-1][0] if rows else number), list(pictures)


def picture_with_files(number: int) -> Any:
    """Return a picture and its renditions, None where it is gone."""
    return Image.objects.filter(pk=number).prefetch_related("renditions").first()


def missing(picture: Any) -> tuple[str, ...]:
    """Return the files still to be made of a picture: all widths in all formats, for the shapes that pages show."""
    shown = {FIRST[each] for each in specs_of(picture, FIRST)}
    wanted = [
        spec
        for each in SHAPES.values()
        if each in shown
        for kind in FORMATS
        for spec in each.specs(picture, kind)
    ]
    if SHAPES["whole"] in shown and Article.objects.filter(picture_id=picture.pk).exists():
        wanted += [SHARED, *SEARCHED]
    has = specs_of(picture, wanted)
    return tuple(each for each in wanted if each not in has)


def announce_complete(pictures: Collection[int]) -> None:
    """Have the pages made again that show these pictures."""
    outbox.announce([SITEMAPS, *map(tag_of, pictures)])
