"""Draw a scene by its name."""

from collections.abc import Callable

from PIL import Image

from . import people, town, waterside
from .canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {
    "bridge": waterside.bridge,
    "cable": waterside.cable,
    "ferry": waterside.ferry,
    "flood": waterside.flood,
    "forest": town.forest,
    "harbour": waterside.harbour,
    "hospital": town.hospital,
    "lab": town.lab,
    "library": town.town_library,
    "lynx": waterside.lynx,
    "market": waterside.market,
    "portrait-stage": town.stage,
    "portrait-writer": people.writer,
    "rowing": waterside.rowing,
    "school": town.school,
    "stadium": town.stadium,
    "street": town.street,
    "theatre": town.theatre,
    "townhall": town.townhall,
}


def draw(scene: str, *, seed: int, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """Return the print of a scene; the same seed gives the same picture, another one another light and place.

    Raises KeyError for a scene that nobody has drawn.
    """
    sheet = Canvas(size, seed)
    SCENES[scene](sheet)
    return sheet.printed()
