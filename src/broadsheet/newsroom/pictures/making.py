"""Make the renditions that a page asks for, and see that their files are there and are of the picture as it is now."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from wagtail.images import get_image_model

Image = get_image_model()
Rendition = Image.get_rendition_model()


class PictureReplacedError(Exception):
    """This picture has got another file since it was read. Read it again."""


def renditions(image: Any, specs: tuple[str, ...]) -> list[Any]:
    """Return a picture's renditions, of which those that are not there are made.

    Raises PictureReplacedError, and what Pillow, the file system and the database raise.
    """
    found = _made(image, specs)
    lost = [each.file.name for each in found if not _is_there(each.file)]
    if not lost:
        return found
    # Somebody has emptied the public folder, or restored it from another day; or a power cut left nothing of a file.
    _delete(image, lost)
    _read_again(image)
    return _made(image, specs)


def files_of(image: Any) -> frozenset[str]:
    """Return the names of the files of a picture; no query where its renditions were read already."""
    return frozenset(each.file.name for each in image.renditions.all())


def files_of_each(images: Iterable[Any]) -> dict[int, frozenset[str]]:
    """Return the names of the files of pictures by their numbers, in one query. Index: the rendition's foreign key."""
    found: dict[int, set[str]] = {each.pk: set() for each in images if each is not None}
    for number, name in Rendition.objects.filter(image_id__in=found).values_list("image_id", "file"):
        found[number].add(name)
    return {number: frozenset(names) for number, names in found.items()}


def _made(image: Any, specs: tuple[str, ...]) -> list[Any]:
    known = files_of(image)
    found = list(image.get_renditions(*specs).values())
    made = {each.file.name for each in found} - known
    if not made:
        return found
    if not _is_as_it_was_read(image):
        # Cut from the former file, they would be taken for those of the new one.
        _delete(image, made)
        raise PictureReplacedError(PictureReplacedError.__doc__)
    # Another process may have made them at the same moment: the rows say whose files stay.
    _read_again(image)
    return list(image.get_renditions(*specs).values())


def _is_there(file: Any) -> bool:
    try:
        return bool(file.storage.size(file.name))
    except FileNotFoundError:
        return False


def _delete(image: Any, names: Iterable[str]) -> None:
    # One by one, so that each is retired. Index: the rendition's foreign key.
    for each in Rendition.objects.filter(image_id=image.pk, file__in=names):
        each.delete()


def _read_again(image: Any) -> None:
    vars(image).pop("_prefetched_objects_cache", None)
    prefetch_related_objects([image], "renditions")


def _is_as_it_was_read(image: Any) -> bool:
    """Return whether a picture has the file that was read; where it is just being replaced, wait for the end of that."""
    with transaction.atomic():
        stored = Image.objects.select_for_update().filter(pk=image.pk)
        return image.file.name in stored.values_list("file", flat=True)
