"""Read what a picture may keep of what it says of itself: which way is up, caption, credit and copyright.

Cameras and agencies write these in EXIF, in IPTC's older records, in XMP or in PNG's texts; they are kept as EXIF, in a
block that holds nothing else. https://www.cipa.jp/std/documents/e/DC-008-Translation-2023-E.pdf
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from PIL import ExifTags, Image, IptcImagePlugin, JpegImagePlugin

LONGEST = 2_000
_UPRIGHT = 1
_ASCII, _SHORT = 2, 3
_DC, _RDF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CREDIT = "{http://ns.adobe.com/photoshop/1.0/}Credit"
# https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf
_BYLINE, _IPTC_CREDIT, _NOTICE, _IPTC_CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)


@dataclass(frozen=True, slots=True)
class Words:
    """What one source says; empty where it says nothing."""

    caption: str = ""
    creator: str = ""
    credit: str = ""
    rights: str = ""


def kept_exif(picture: Image.Image) -> bytes:
    """Return the block of EXIF that a picture keeps, empty where it has nothing to say."""
    exif = picture.getexif()
    sources = [_from_exif(exif), _from_iptc(picture), _from_xmp(picture), _from_texts(picture)]
    caption, creator, credit, rights = (
        next((found for each in sources if (found := getattr(each, name))), "") for name in Words.__slots__
    )
    by = " / ".join(dict.fromkeys(each for each in (creator, credit) if each))
    orientation = exif.get(ExifTags.Base.Orientation, _UPRIGHT)
    turned = orientation if orientation in range(2, 9) else _UPRIGHT
    return write_exif(orientation=turned, caption=caption, by=by, rights=rights)


def write_exif(*, orientation: int = 1, caption: str = "", by: str = "", rights: str = "") -> bytes:
    """Write EXIF (a TIFF header and one directory) with these tags, nothing where there is nothing to say."""
    texts = {
        ExifTags.Base.ImageDescription: caption,
        ExifTags.Base.Artist: by,
        ExifTags.Base.Copyright: rights,
    }
    tags: dict[int, tuple[int, int, bytes]] = {
        int(tag): (_ASCII, len(said), said) for tag, text in texts.items() if (said := _said(text))
    }
    if orientation != _UPRIGHT:
        tags[int(ExifTags.Base.Orientation)] = (_SHORT, 1, struct.pack("<H", orientation))
    if not tags:
        return b""
    entries, values, place = b"", b"", 8 + 2 + 12 * len(tags) + 4
    for tag, (kind, count, value) in sorted(tags.items()):
        if len(value) > 4:
            entries += struct.pack("<HHLL", tag, kind, count, place + len(values))
            values += value
        else:
            entries += struct.pack("<HHL", tag, kind, count) + value.ljust(4, b"\0")
    return struct.pack("<2sHLH", b"II", 42, 8, len(tags)) + entries + b"\0\0\0\0" + values


def without_orientation(exif: bytes) -> bytes:
    """Return a block of EXIF with its words alone."""
    read = Image.Exif()
    read.load(exif)
    words = _from_exif(read)
    return write_exif(caption=words.caption, by=words.creator, rights=words.rights)


def _said(text: str) -> bytes:
    # EXIF 3.0 allows UTF-8; readers of EXIF 2 have read it in ASCII tags all along.
    return text.encode() + b"\0" if text else b""


def _from_exif(exif: Image.Exif) -> Words:
    tags = (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright)
    caption, creator, rights = (_text(exif.get(tag)) for tag in tags)
    return Words(caption=caption, creator=creator, rights=rights)


def _from_iptc(picture: Image.Image) -> Words:
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return Words()
    records = IptcImagePlugin.getiptcinfo(picture) or {}
    return Words(*(_text(records.get(each)) for each in (_IPTC_CAPTION, _BYLINE, _IPTC_CREDIT, _NOTICE)))


def _from_xmp(picture: Image.Image) -> Words:
    written = picture.info.get("xmp") or b""
    written = written.encode() if isinstance(written, str) else written
    root = etree.fromstring(written.strip(b"\0 \n"), _PARSER) if b"<" in written else None
    if root is None:
        return Words()
    return Words(
        caption=_property(root, f"{_DC}description"),
        creator=_property(root, f"{_DC}creator"),
        credit=_property(root, _CREDIT),
        rights=_property(root, f"{_DC}rights"),
    )


def _property(root: Any, name: str) -> str:
    """Return a property of XMP: items of a list, a text, or an attribute of its description."""
    for element in root.iter(name):
        items = [each.text or "" for each in element.iter(f"{_RDF}li")]
        return _text(items[0] if items else element.text)
    return _text(next(_attributes(root, name), ""))


def _attributes(root: Any, name: str) -> Iterator[str]:
    for description in root.iter(f"{_RDF}Description"):
        if name in description.attrib:
            yield description.attrib[name]


def _from_texts(picture: Image.Image) -> Words:
    """Return what PNG's texts say. https://www.w3.org/TR/png-3/#11keywords"""
    if picture.format != "PNG":
        return Words()
    said = {name: picture.info.get(name) for name in ("Description", "Author", "Copyright")}
    return Words(
        caption=_text(said["Description"]), creator=_text(said["Author"]), rights=_text(said["Copyright"])
    )


def _text(found: Any) -> str:
    """Return a text in one line; Pillow hands out EXIF as Latin-1, whatever it is."""
    if isinstance(found, list):
        found = found[0] if found else ""
    if isinstance(found, str):
        try:
            found = found.encode("latin-1")
        except UnicodeEncodeError:
            return _one_line(found)
    if not isinstance(found, bytes):
        return ""
    try:
        return _one_line(found.decode())
    except UnicodeDecodeError:
        return _one_line(found.decode("latin-1"))


def _one_line(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST]
