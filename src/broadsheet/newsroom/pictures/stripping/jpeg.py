"""Strip a JPEG file segment by segment. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B"""

import re

EXIF_HEADER = b"Exif\0\0"
_START, _END = b"\xff\xd8", b"\xff\xd9"
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
# Within a scan, 0xFF is data before 0x00, and a restart before 0xD0 to 0xD7.
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_SCAN, _ALONE = 0xDA, {0x01, *range(0xD0, 0xD9)}
_PROFILE, _COLOURS = (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
_JFIF = (0xE0, b"JFIF\0")
_JFIF_WITHOUT_THUMBNAIL = 12


def strip(content: bytes, exif: bytes) -> bytes:
    """Return the picture up to its end; what stands behind it (other pictures, films) goes as well."""
    kept: list[bytes] = []
    place = len(_START)
    while found := _MARKER.search(content, place):
        marker, place = found[1][0], found.end()
        if marker == _END[1]:
            break
        if marker in _ALONE:
            continue
        length = int.from_bytes(content[place : place + 2], "big")
        payload = content[place + 2 : place + length]
        if len(payload) != length - 2:
            raise ValueError("A segment of the JPEG is cut off.")
        kept += _kept(marker, payload)
        place += length
        if marker == _SCAN:
            end = _end_of_scan(content, place)
            kept.append(content[place:end])
            place = end
    kept.insert(
        1 if kept and kept[0].startswith(b"\xff\xe0") else 0,
        _segment(0xE1, EXIF_HEADER + exif) if exif else b"",
    )
    return b"".join([_START, *kept, _END])


def _kept(marker: int, payload: bytes) -> list[bytes]:
    if marker == _JFIF[0] and payload.startswith(_JFIF[1]):
        return [_segment(marker, payload[:_JFIF_WITHOUT_THUMBNAIL] + b"\0\0")]
    if any(marker == known and payload.startswith(name) for known, name in (_PROFILE, _COLOURS)):
        return [_segment(marker, payload)]
    # Applications' own segments, extensions, comments.
    return [] if 0xE0 <= marker <= 0xFE else [_segment(marker, payload)]


def _end_of_scan(content: bytes, place: int) -> int:
    found = _AFTER_SCAN.search(content, place)
    return found.start() if found else len(content)


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload
