"""Files of pictures that say where and by what they were taken, in every way that a format has for it."""

import io
import struct
import zlib
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

# Stand in every file below, and must stand in none that was cleaned.
SECRETS = (b"SecretCam", b"40.4093", b"mole@example.org", b"Quay 3")
CAPTION, CREATOR, RIGHTS = "Кран turns", "Ivo Tal", "© 2026 Ossel Wire"
XMP = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 exif:GPSLatitude="40.4093" photoshop:Credit="Ossel Wire" photoshop:City="Quay 3">
 <dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>
 <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li></rdf:Alt></dc:description>
 <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{RIGHTS}</rdf:li></rdf:Alt></dc:rights>
 <dc:contributor>mole@example.org</dc:contributor></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


@dataclass(frozen=True)
class Kind:
    """A format, its suffix, and how many frames the picture has."""

    format: str
    suffix: str
    frames: int = 1

    def __str__(self) -> str:
        return f"{self.format}-{self.frames}"


# Wagtail makes no renditions of pictures that move as PNG or AVIF.
MOVING_PNG, MOVING_AVIF = Kind("PNG", "png", 3), Kind("AVIF", "avif", 3)
KINDS = [
    Kind("JPEG", "jpg"),
    Kind("MPO", "jpg", 2),
    Kind("PNG", "png"),
    Kind("GIF", "gif"),
    Kind("GIF", "gif", 3),
    Kind("WEBP", "webp"),
    Kind("WEBP", "webp", 3),
    Kind("AVIF", "avif"),
]


@cache
def telling(kind: Kind, *, size: tuple[int, int] = (120, 80), orientation: int = 6) -> bytes:
    """Return a picture of a kind that says everything it should not, and behind it more that is no picture."""
    frames = [_drawn(size, number) for number in range(kind.frames)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 120} if kind.frames > 1 else {}
    if kind.format == "MPO":
        del options["duration"]
    if kind.format == "GIF":
        options["comment"] = b" ".join(SECRETS)
    else:
        options |= {"exif": secret_exif(orientation), "icc_profile": _profile()}
        options |= {} if kind.format == "PNG" else {"xmp": XMP}
    if kind.format == "JPEG":
        options["comment"] = b" ".join(SECRETS)
    if kind.format == "PNG":
        options["pnginfo"] = _texts()
    if kind.format in ("JPEG", "WEBP", "AVIF"):
        options["quality"] = 80
    file = io.BytesIO()
    frames[0].save(file, kind.format, **options)
    return file.getvalue() + b" ".join(SECRETS)


def plain(kind: Kind, *, size: tuple[int, int] = (120, 80)) -> bytes:
    """Return a picture of a kind that says nothing."""
    file = io.BytesIO()
    _drawn(size, 0).save(file, kind.format)
    return file.getvalue()


def vast_png(width: int) -> bytes:
    """Return a small file that says that it is a large square in black and white."""

    def chunk(name: bytes, payload: bytes) -> bytes:
        return (
            struct.pack(">L", len(payload)) + name + payload + struct.pack(">L", zlib.crc32(name + payload))
        )

    header = struct.pack(">LLBBBBB", width, width, 1, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def secret_exif(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = orientation, "SecretCam", b"ASCII\0\0\0Quay 3"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 24.0, 33.0), 3: "E", 4: (49.0, 52.0, 1.0)})
    exif.get_ifd(0x8769).update({0xA430: "mole@example.org", 0xA431: "40.4093"})
    return exif.tobytes()


def _drawn(size: tuple[int, int], number: int) -> Image.Image:
    picture = Image.new("RGB", size, (30, 90, 60 + 40 * number))
    ImageDraw.Draw(picture).ellipse((10 + 20 * number, 10, 50 + 20 * number, 50), fill=(200, 60, 20))
    return picture


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    for keyword, text in zip(("Software", "GPS", "Comment", "Source"), SECRETS, strict=True):
        texts.add_text(keyword, text.decode())
    texts.add_text("Author", CREATOR)
    texts.add_itxt("Description", CAPTION)
    texts.add_itxt("Copyright", RIGHTS)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return texts
