"""Write a channel as RSS 2.0: https://www.rssboard.org/rss-specification

With the modules that readers know best: Dublin Core for authors, content for the full text, Media RSS for pictures, and
elements of Atom for what RSS has none of.
"""

from html import escape

from django.utils.feedgenerator import rfc2822_date

from .channel import Channel, FeedItem
from .xml_writer import XmlWriter

_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def written(channel: Channel) -> str:
    """Return the document."""
    xml = XmlWriter()
    with xml.inside("rss", {"version": "2.0", **_NAMESPACES}), xml.inside("channel"):
        xml.add("title", channel.title)
        xml.add("link", channel.page)
        xml.add("description", _as_html(channel.description))
        xml.add("atom:link", rel="self", type="application/rss+xml", href=channel.addresses["rss"])
        if channel.hub:
            xml.add("atom:link", rel="hub", href=channel.hub)
        with xml.inside("image"):
            xml.add("url", channel.icon)
            xml.add("title", channel.title)
            xml.add("link", channel.page)
        xml.add("language", channel.language)
        if channel.changed:
            xml.add("lastBuildDate", rfc2822_date(channel.changed))
        for each in channel.items:
            _write_item(xml, each)
    return xml.text


def _write_item(xml: XmlWriter, item: FeedItem) -> None:
    with xml.inside("item"):
        xml.add("title", item.title)
        xml.add("link", item.address)
        xml.add("description", _as_html(item.summary))
        if item.content:
            xml.add("content:encoded", item.content)
        xml.add("guid", item.guid, isPermaLink="false")
        if item.published:
            xml.add("pubDate", rfc2822_date(item.published))
        if item.updated:
            # RSS has no element for it; Atom's is read in RSS too (RFC 4287, 4.2.15).
            xml.add("atom:updated", item.updated.isoformat())
        for name in item.authors:
            xml.add("dc:creator", name)
        if item.section:
            xml.add("category", item.section)
        if item.picture:
            picture = item.picture
            xml.add("enclosure", url=picture.address, type=picture.kind, length=str(picture.length))
            xml.add_media(picture)


def _as_html(text: str) -> str:
    """Write plain text as the markup that feed readers take a description for."""
    return escape(text, quote=False)
