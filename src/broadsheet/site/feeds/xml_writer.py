"""Write XML element by element."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from .channel import FeedPicture


class XmlWriter:
    """A document that grows. Texts are escaped; control characters must be out of them."""

    def __init__(self) -> None:
        self._out = StringIO()
        self._xml = SimplerXMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @property
    def text(self) -> str:
        """What was written so far."""
        return self._out.getvalue()

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Open an element, and close it after what is written in it."""
        self._xml.startElement(name, AttributesImpl(dict(attributes or {})))
        yield
        self._xml.endElement(name)

    def add(self, name: str, text: str | None = None, **attributes: str) -> None:
        """Write an element with nothing in it but text."""
        self._xml.addQuickElement(name, text, attributes)

    def add_media(self, picture: FeedPicture) -> None:
        """Write a picture in the words of Media RSS: https://www.rssboard.org/media-rss"""
        file = {"url": picture.address, "type": picture.kind, "medium": "image"}
        size = {"width": str(picture.width), "height": str(picture.height)}
        with self.inside("media:content", {**file, **size}):
            if picture.alt:
                self.add("media:description", picture.alt, type="plain")
