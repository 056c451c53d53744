"""Name pictures as pages do that depend on them: one tag for one picture, however many pages show it."""

from collections.abc import Iterable
from typing import Any

PICTURE = "picture"
# Stands before the name of one of its files, which no page depends on: caches keep files for a year.
FILE = "file"

# The tag of all sitemaps, which list too many articles and pictures to name the tag of each.
SITEMAPS = "sitemaps"


def tag_of(number: int) -> str:
    """Return the tag of the picture with this number."""
    return f"{PICTURE}:{number}"


def tags_of_pictures(pictures: Iterable[Any]) -> set[str]:
    """Return the tags of pictures, of which any may be None."""
    return {tag_of(each.pk) for each in pictures if each is not None}
