"""Find the entries that an Atom feed says are deleted (RFC 6721): no reader of feeds passes them on."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class DeletedEntry:
    """The identifier of a deleted entry, when that was, and what its feed says of it."""

    identifier: str
    when: str
    comment: str = ""


def deleted_entries(data: bytes) -> Iterator[DeletedEntry]:
    """Yield the deleted entries of a feed; a feed that is not well-formed is read as far as it can be."""
    if b"deleted-entry" not in data:
        return
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for each in root.iter("{*}deleted-entry"):
        identifier = (each.get("ref") or "").strip()
        if identifier:
            yield DeletedEntry(identifier, (each.get("when") or "").strip(), _comment(each))


def _comment(element: etree._Element) -> str:
    found = element.find("{*}comment")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
