"""Make the renditions that a page asks for, and see that their files are there and are of the picture as it is now."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from .encoding import encoded

Image = get_image_model()
Rendition = Image.get_rendition_model()


class PictureReplacedError(Exception):
    """This picture has got another file since it was read. Read it again."""


def renditions(image: Any, specs: tuple[str, ...]) -> list[Any]:
    """Return a picture's renditions, of which those that are not there are made.

    Raises PictureReplacedError, and what Pillow, the file system and the database raise.
    """
    found = _made(image, specs)
    if not _forget_lost(image, found):
        return found
    _read_again(image)
    return _made(image, specs)


def kept(image: Any, specs: tuple[str, ...]) -> list[Any]:
    """Return those of a picture's renditions that were made already; none where the file of one is lost."""
    found = list(_found(image, specs).values())
    return [] if _forget_lost(image, found) else found


def specs_of(image: Any, specs: Iterable[str]) -> frozenset[str]:
    """Return which of these a picture has already."""
    return frozenset(_found(image, specs))


def files_of(image: Any) -> frozenset[str]:
    """Return the names of the files of a picture; no query where its renditions were read already."""
    return frozenset(each.file.name for each in image.renditions.all())


def files_of_each(images: Iterable[Any]) -> dict[int, frozenset[str]]:
    """Return the names of the files of pictures by their numbers, in one query. Index: the rendition's foreign key."""
    found: dict[int, set[str]] = {each.pk: set() for each in images if each is not None}
    for number, name in Rendition.objects.filter(image_id__in=found).values_list("image_id", "file"):
        found[number].add(name)
    return {number: frozenset(names) for number, names in found.items()}


def original_of(image: Any) -> bytes:
    """Return the bytes of a picture's file. Raises OSError where it is gone."""
    with image.file.storage.open(image.file.name) as file:
        return bytes(file.read())


def keep_files(image: Any, made: Mapping[str, bytes]) -> None:
    """Keep files that were made of a picture. Raises PictureReplacedError if its file or focus has changed since."""
    with transaction.atomic():
        # Wait for a transaction that is replacing it.
        stored = Image.objects.select_for_update().filter(pk=image.pk).first()
        if stored is None or _looks(stored) != _looks(image):
            raise PictureReplacedError(PictureReplacedError.__doc__)
        for spec, content in made.items():
            # Another process may have made it at the same moment: the first row wins.
            Rendition.objects.get_or_create(
                image=image,
                filter_spec=spec,
                focal_point_key=_focus(image, spec),
                defaults={"file": ContentFile(content, name=f"x.{_suffix(spec)}")},
            )


def _made(image: Any, specs: tuple[str, ...]) -> list[Any]:
    found = _found(image, specs)
    missing = [each for each in specs if each not in found]
    if missing:
        keep_files(image, encoded(image, original_of(image), missing))
        _read_again(image)
        found = _found(image, specs)
    return list(found.values())


def _found(image: Any, specs: Iterable[str]) -> dict[str, Any]:
    """Return the renditions of a picture for its present focus, by their specifications."""
    has = {(each.filter_spec, each.focal_point_key): each for each in image.renditions.all()}
    wanted = {each: has.get((each, _focus(image, each))) for each in specs}
    return {spec: each for spec, each in wanted.items() if each is not None}


def _focus(image: Any, spec: str) -> str:
    return str(_filter(spec).get_cache_key(image))


@lru_cache(maxsize=128)
def _filter(spec: str) -> Filter:
    return Filter(spec)


def _looks(image: Any) -> tuple[str, str]:
    """Return what the files of a picture depend on."""
    return image.file.name, str(image.get_focal_point())


def _suffix(spec: str) -> str:
    return spec.partition("format-")[2].partition("|")[0].replace("jpeg", "jpg")


def _forget_lost(image: Any, found: Iterable[Any]) -> bool:
    """Delete the rows of missing files, and return whether there were any."""
    lost = [each.file.name for each in found if not _is_there(each.file)]
    # Somebody has emptied the public folder or restored an older one, or a power cut left an empty file.
    # One by one, so that each is retired. Index: the rendition's foreign key.
    for each in Rendition.objects.filter(image_id=image.pk, file__in=lost) if lost else ():
        each.delete()
    return bool(lost)


def _is_there(file: Any) -> bool:
    try:
        return bool(file.storage.size(file.name))
    except FileNotFoundError:
        return False


def _read_again(image: Any) -> None:
    vars(image).pop("_prefetched_objects_cache", None)
    prefetch_related_objects([image], "renditions")
