"""Put blocks aside while the words around them are read as HTML, and put them back where they stood."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ....newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Table
from ....prose.markup import plain

# Letters that no export has a use for (a private area of Unicode); those that stand in it are taken out first.
_BEGIN, _END = "\ue0f0", "\ue0f1"
_MARK = re.compile(f"{_BEGIN}([0-9]+){_END}")
_EMPTIED = re.compile(r"<(a|li|em|strong|b|i|span)\b[^<>]*>\s*</\1>")
_ADDRESS_ALONE = re.compile(r"<p>\s*(https?://[^\s<>\"]{3,1900})\s*</p>")


class Marks:
    """Blocks that were put aside, each behind a mark of a few letters."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def put(self, *blocks: Block) -> str:
        """Put blocks aside and return the letters that stand for them."""
        first = len(self._blocks)
        self._blocks += blocks
        return "".join(f"{_BEGIN}{number}{_END}" for number in range(first, len(self._blocks)))

    def restored(self, body: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return a body with the blocks back in their places, between paragraphs."""
        return tuple(each for block in body for each in self._restored(block))

    def inside(self, text: str) -> tuple[Block, ...]:
        """Return the blocks whose marks stand in a text."""
        return tuple(self._blocks[int(each)] for each in _MARK.findall(text))

    def _restored(self, block: Block) -> Iterator[Block]:
        text = _text(block)
        if _BEGIN not in text:
            alone = _ADDRESS_ALONE.fullmatch(text) if isinstance(block, Paragraph) else None
            # WordPress makes a player of an address that stands alone.
            yield Embed(alone[1].replace("&amp;", "&")) if alone else block
            return
        found = self.inside(text)
        words = _without_marks(block)
        if words is None:
            yield from found
        elif not plain(text.partition(_BEGIN)[0]).strip():
            yield from (*found, words)
        else:
            yield from (words, *found)


def without_marks(text: str) -> str:
    """Return a text without any mark in it."""
    return _MARK.sub("", text).replace(_BEGIN, "").replace(_END, "")


def _text(block: Block) -> str:
    match block:
        case Paragraph(html=html):
            return html
        case Heading(text=text) | Quotation(text=text):
            return text
        case Table(rows=rows):
            return "\n".join(cell for row in rows for cell in row)
        case Picture() | Embed():
            return ""


def _without_marks(block: Block) -> Block | None:
    """Return the block without marks, or None where nothing is left of it."""
    match block:
        case Paragraph(html=html):
            rest = _EMPTIED.sub("", _MARK.sub("", html)).replace("<p> ", "<p>")
            return Paragraph(rest) if plain(rest) else None
        case Heading(text=text) | Quotation(text=text):
            rest = " ".join(_MARK.sub("", text).split())
            return replace(block, text=rest) if rest else None
        case Table(rows=rows):
            cells = tuple(tuple(_MARK.sub("", cell).strip() for cell in row) for row in rows)
            return replace(block, rows=cells) if any(any(row) for row in cells) else None
        case Picture() | Embed():
            return block
