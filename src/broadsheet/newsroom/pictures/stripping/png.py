"""Strip a PNG file chunk by chunk. https://www.w3.org/TR/png-3/"""

import zlib

_SIGNATURE_LENGTH = 8
# Pixels, colours, measures and animation; texts, times and what nobody knows go.
_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT",
    b"cHRM", b"cICP", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"mDCV", b"cLLI", b"bKGD", b"pHYs",
}  # fmt: skip


def strip(content: bytes, exif: bytes) -> bytes:
    """Return the picture up to its last chunk."""
    kept = [content[:_SIGNATURE_LENGTH]]
    place = _SIGNATURE_LENGTH
    while place < len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name, end = content[place + 4 : place + 8], place + length + 12
        if end > len(content):
            raise ValueError("A chunk of the PNG is cut off.")
        if name in _KEPT:
            kept.append(content[place:end])
        if name == b"IHDR" and exif:
            kept.append(_chunk(b"eXIf", exif))
        if name == b"IEND":
            break
        place = end
    return b"".join(kept)


def _chunk(name: bytes, payload: bytes) -> bytes:
    check = zlib.crc32(name + payload).to_bytes(4, "big")
    return len(payload).to_bytes(4, "big") + name + payload + check
