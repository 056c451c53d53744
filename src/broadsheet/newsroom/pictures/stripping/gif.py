"""Strip a GIF file block by block. https://www.w3.org/Graphics/GIF/spec-gif89a.txt"""

_HEADER_LENGTH = 13
_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
# How often it runs, and its colours. A comment, a text and XMP go.
_KEPT_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def strip(content: bytes, exif: bytes) -> bytes:
    """Return the picture up to its trailer; GIF has no place for `exif`."""
    place = _HEADER_LENGTH + _colours(content[10])
    kept = [content[:place]]
    while content[place] != _TRAILER:
        start = place
        if content[place] == _EXTENSION:
            label, place = content[place + 1], _after_blocks(content, place + 2)
            if label == _CONTROL or (
                label == _APPLICATION and content[start + 3 : start + 14] in _KEPT_APPLICATIONS
            ):
                kept.append(content[start:place])
        elif content[place] == _PICTURE:
            place = _after_blocks(content, place + 11 + _colours(content[place + 9]))
            kept.append(content[start:place])
        else:
            raise ValueError(f"Block 0x{content[place]:02x} is none that a GIF has.")
    return b"".join([*kept, bytes((_TRAILER,))])


def _colours(flags: int) -> int:
    """Return the length of a table of colours, 0 where there is none."""
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, place: int) -> int:
    while length := content[place]:
        place += length + 1
    return place + 1
