"""Write the body of a story the way StreamField keeps it, and make out its fingerprint."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from wagtail.images.models import Image

from ..prose.markup import plain
from .stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Story, Table

FindImage = Callable[[Picture], Image | None]


def link_only(_picture: Picture) -> None:
    """Find no image: the address of the picture is kept, for editors."""


def fingerprint(story: Story) -> str:
    """Return a key for a story without an identifier: the letters and digits of headline and body, hashed."""
    text = story.headline + "".join(_words_of(each) for each in story.body)
    return hashlib.blake2b("".join(filter(str.isalnum, text.casefold())).encode(), digest_size=16).hexdigest()


def plain_words(story: Story) -> str:
    """Return the words of a story's body, block after block, without markup."""
    return "\n".join(plain(_words_of(each)) for each in story.body)


def _words_of(block: Block) -> str:
    # No case for whatever else there may be: the type checker then names a new kind of block.
    match block:
        case Paragraph(html=html):
            return html
        case Heading(text=text) | Quotation(text=text):
            return text
        case Table(rows=rows):
            return "".join(cell for row in rows for cell in row)
        case Picture() | Embed():
            return ""


def lead_picture(
    body: tuple[Block, ...], find_image: FindImage
) -> tuple[tuple[Image, Picture] | None, tuple[Block, ...]]:
    """Take a picture that opens the body as the lead picture."""
    if body and isinstance(body[0], Picture) and (image := find_image(body[0])):
        return (image, body[0]), body[1:]
    return None, body


def raw_block(block: Block, find_image: FindImage) -> dict[str, Any]:
    """Write a block the way StreamField keeps it."""
    kind, value = _kind_and_value(block, find_image)
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _kind_and_value(block: Block, find_image: FindImage) -> tuple[str, Any]:
    match block:
        case Paragraph(html=html):
            return "paragraph", html
        case Heading(text=text, level=level):
            return "heading", {"text": text[:255], "level": str(min(max(level, 2), 4))}
        case Quotation(text=text, speaker=speaker, role=role):
            return "quotation", {"text": text, "speaker": speaker[:255], "role": role[:255]}
        case Picture(url=url, alt=alt, caption=caption, credit=credit):
            image = find_image(block)
            said = {"alt": alt[:300], "caption": caption[:500], "credit": credit[:255]}
            if image is None:
                # The file stays where it is: no other host is asked by a reader's browser.
                return "absent_picture", {"url": url, **said}
            return "picture", {"image": image.pk, **said}
        case Embed(url=url, caption=caption):
            return "embed", {"url": url, "caption": caption[:500]}
        case Table(rows=rows, header=header, caption=caption):
            return "table", _raw_table(rows, header, caption)


def _raw_table(rows: tuple[tuple[str, ...], ...], header: bool, caption: str) -> dict[str, Any]:
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    headings, cells = (padded[0], padded[1:]) if header and padded else ([""] * width, padded)
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in cells],
        "caption": caption,
    }
