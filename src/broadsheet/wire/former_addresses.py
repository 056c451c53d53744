"""Register the addresses at which readers knew another site's sections, topics, authors and feeds."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..newsroom.actions.places import Places
from ..newsroom.addresses import Claim, FeedClaim, register
from ..newsroom.models import Author, Section, Topic
from ..newsroom.naming import ByName
from .items import FormerAddress


def register_former(addresses: Iterable[FormerAddress], places: Places) -> None:
    """Register each address for its owner, as far as the import has filed a story there: an empty section is none."""
    register(_claims(addresses, places))


def _claims(addresses: Iterable[FormerAddress], places: Places) -> Iterator[Claim]:
    known: dict[tuple[str, str], ByName[Any]] = {}
    for each in addresses:
        edition = places.place(each.language).edition
        owner: Any = edition
        if each.owner != "edition":
            key = (each.owner, "" if each.owner == "author" else edition.language)
            if key not in known:
                known[key] = _named(each.owner, edition.locale_id)
            owner = known[key].find(each.name)
        if owner is not None:
            yield (FeedClaim if each.is_feed else Claim)(each.address, owner)


def _named(owner: str, locale: int) -> ByName[Any]:
    if owner == "author":
        return ByName(Author.objects.all())
    model = Section if owner == "section" else Topic
    return ByName(model.objects.filter(locale=locale))
