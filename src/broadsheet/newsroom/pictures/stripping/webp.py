"""Strip a WebP file chunk by chunk. https://developers.google.com/speed/webp/docs/riff_container"""

from collections.abc import Iterator

_RIFF_HEADER_LENGTH = 12
_PIXELS = (b"VP8 ", b"VP8L", b"ALPH")
_KEPT = (*_PIXELS, b"ANIM", b"ICCP")
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04
_FRAME_HEADER_LENGTH = 16


def strip(content: bytes, exif: bytes) -> bytes:
    """Return the picture without what stands behind it; only a file that says what it holds (VP8X) has a place for `exif`."""
    end = 8 + int.from_bytes(content[4:8], "little")
    chunks = list(_chunks(content[:end], _RIFF_HEADER_LENGTH))
    is_extended = any(name == b"VP8X" for name, _payload in chunks)
    kept = [chunk for name, payload in chunks for chunk in _kept(name, payload, has_exif=bool(exif))]
    if is_extended and exif:
        kept.append(_chunk(b"EXIF", exif))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _kept(name: bytes, payload: bytes, *, has_exif: bool) -> Iterator[bytes]:
    if name == b"VP8X":
        flags = payload[0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if has_exif else 0)
        yield _chunk(name, bytes((flags,)) + payload[1:])
    elif name == b"ANMF":
        inside = _chunks(payload, _FRAME_HEADER_LENGTH)
        pixels = b"".join(_chunk(each, found) for each, found in inside if each in _PIXELS)
        yield _chunk(name, payload[:_FRAME_HEADER_LENGTH] + pixels)
    elif name in _KEPT:
        yield _chunk(name, payload)


def _chunks(content: bytes, place: int) -> Iterator[tuple[bytes, bytes]]:
    while place + 8 <= len(content):
        length = int.from_bytes(content[place + 4 : place + 8], "little")
        payload = content[place + 8 : place + 8 + length]
        if len(payload) != length:
            raise ValueError("A chunk of the WebP is cut off.")
        yield content[place : place + 4], payload
        place += 8 + length + length % 2


def _chunk(name: bytes, payload: bytes) -> bytes:
    return name + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2)
