"""Keep what posts refer to by number, small: attachments, reusable blocks."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from ....newsroom.stories import Picture

# Reusable blocks are short; what is longer in sum is not kept.
MOST_REUSED = 8 * 1024 * 1024
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".svg", ".bmp", ".tif", ".tiff")
# Cut by this, an attachment is one string: a hundred thousand of them are kept in some megabytes.
_CUT = "\0"


@dataclass(slots=True)
class MediaLibrary:
    """Attachments by number and by the post that they were uploaded to, and the content of reusable blocks."""

    base: str = ""
    _attachments: dict[int, str] = field(default_factory=dict)
    _children: dict[int, list[int]] = field(default_factory=dict)
    _reused: dict[int, str] = field(default_factory=dict)
    _reused_length: int = 0

    def add_attachment(self, number: int, parent: int, *, address: str, alt: str, caption: str) -> None:
        """Keep an attachment under its number."""
        self._attachments[number] = _CUT.join((address, alt, caption))
        if parent and is_picture(address):
            self._children.setdefault(parent, []).append(number)

    def add_reused(self, number: int, content: str) -> None:
        """Keep a reusable block under its number."""
        self._reused_length += len(content)
        if self._reused_length <= MOST_REUSED:
            self._reused[number] = content

    def address(self, number: int) -> str:
        """Return where an attachment is, or an empty text."""
        return self._attachments.get(number, "").partition(_CUT)[0]

    def picture(self, number: int) -> Picture | None:
        """Return the picture of a number as the media library describes it."""
        if number not in self._attachments:
            return None
        address, alt, caption = self._attachments[number].split(_CUT)
        return Picture(address, alt=alt, caption=caption) if is_picture(address) else None

    def pictures_of(self, post: int) -> list[int]:
        """Return the numbers of the pictures that were uploaded to a post, as its gallery shows them."""
        return self._children.get(post, [])

    def reused(self, number: int) -> str | None:
        """Return the content of a reusable block."""
        return self._reused.get(number)

    def absolute(self, address: str) -> str:
        """Return an address with the site's in front, if it has none of its own; an empty one stays empty."""
        address = address.strip()
        try:
            found = urljoin(self.base, address) if self.base and address else address
        except ValueError:
            return ""
        return found.replace("\0", "")


def is_picture(address: str) -> bool:
    """Return True if an address is that of a picture, by its ending."""
    return address.partition("?")[0].lower().endswith(_PICTURES)


def number_of(written: str) -> int:
    """Return the number that a text is, else 0."""
    written = written.strip()
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else 0
