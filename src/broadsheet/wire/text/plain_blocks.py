"""Change the plain words of a block, and leave its markup alone."""

from collections.abc import Callable
from dataclasses import replace

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Table

_Change = Callable[[str], str]


def with_plain_words(block: Block, *, line: _Change, words: _Change) -> Block:
    """Return the block with each of its plain fields changed: by `line` those of one line, by `words` those of any length."""
    # No case for whatever else there may be: the type checker then names a new kind of block.
    match block:
        case Paragraph():
            return block
        case Heading(text=text):
            return replace(block, text=line(text))
        case Quotation(text=text, speaker=speaker, role=role):
            return replace(block, text=words(text), speaker=line(speaker), role=line(role))
        case Picture(alt=alt, caption=caption, credit=credit):
            return replace(block, alt=line(alt), caption=line(caption), credit=line(credit))
        case Embed(caption=caption):
            return replace(block, caption=line(caption))
        case Table(rows=rows, caption=caption):
            return replace(block, rows=tuple(tuple(map(words, row)) for row in rows), caption=line(caption))
