"""Find the owners of the addresses at which readers knew another site's sections, topics, authors and feeds."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..newsroom.actions.places import Places
from .items import FormerAddress


def owned(addresses: Iterable[FormerAddress], places: Places) -> Iterator[tuple[FormerAddress, Any]]:
    """Yield each address with the section, topic, author or edition that it is one of.

    Hand over the places of the import that has filed the stories: whatever a story names is there already.
    """
    for each in addresses:
        yield each, _owner(each, places)


def _owner(address: FormerAddress, places: Places) -> Any:
    if address.owner == "author":
        return places.author(address.name)
    edition = places.edition(address.language)
    if address.owner == "section":
        return places.section(edition, address.name)
    return places.topic(edition, address.name) if address.owner == "topic" else edition
