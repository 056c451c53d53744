"""Write a channel as Atom: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287"""

import re
from uuid import NAMESPACE_URL, uuid5

from .channel import UNKNOWN, Channel, FeedItem
from .xml_writer import XmlWriter

_NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": "http://search.yahoo.com/mrss/"}
# An identifier is an IRI (4.2.6); those of sources may be bare numbers, or have blanks.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def written(channel: Channel) -> str:
    """Return the document."""
    xml = XmlWriter()
    own = channel.addresses["atom"]
    with xml.inside("feed", {**_NAMESPACES, "xml:lang": channel.language}):
        xml.add("id", own)
        xml.add("title", channel.title)
        xml.add("subtitle", channel.description)
        xml.add("updated", (channel.changed or UNKNOWN).isoformat())
        xml.add("link", rel="self", type="application/atom+xml", href=own)
        xml.add("link", rel="alternate", type="text/html", href=channel.page)
        if channel.hub:
            xml.add("link", rel="hub", href=channel.hub)
        xml.add("icon", channel.icon)
        # An entry without authors has those of its feed (4.1.2): what nobody signs is the paper's.
        _write_author(xml, channel.title)
        for each in channel.items:
            _write_entry(xml, each)
    return xml.text


def _write_entry(xml: XmlWriter, item: FeedItem) -> None:
    with xml.inside("entry"):
        xml.add("id", item.guid if _IRI.fullmatch(item.guid) else uuid5(NAMESPACE_URL, item.guid).urn)
        xml.add("title", item.title)
        xml.add("link", rel="alternate", type="text/html", href=item.address)
        if item.published:
            xml.add("published", item.published.isoformat())
        xml.add("updated", item.changed.isoformat())
        for name in item.authors:
            _write_author(xml, name)
        if item.section:
            xml.add("category", term=item.section)
        if item.summary:
            xml.add("summary", item.summary)
        if item.content:
            xml.add("content", item.content, type="html")
        if item.picture:
            picture = item.picture
            length = str(picture.length)
            xml.add("link", rel="enclosure", href=picture.address, type=picture.kind, length=length)
            xml.add_media(picture)


def _write_author(xml: XmlWriter, name: str) -> None:
    with xml.inside("author"):
        xml.add("name", name)
