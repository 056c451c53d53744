"""Read what the items of a feed have as attributes of their own elements: no reader of feeds passes them on."""

import re

from lxml import etree

_HAS_SOME = re.compile(rb"<(?:\w+:)?(?:item|entry)\s[^<>]*=", re.IGNORECASE)


def attributes_of_items(data: bytes) -> list[dict[str, str]]:
    """Return the attributes of each item or entry, in their order; nothing where none has any."""
    if not _HAS_SOME.search(data):
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    return [_own(each) for each in root.iter("{*}item", "{*}entry")]


def _own(element: etree._Element) -> dict[str, str]:
    return {etree.QName(str(name)).localname: str(value) for name, value in element.items()}
