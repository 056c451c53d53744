"""Read again the fields of a story that are plain text and were escaped once too often, whatever format they came in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Story, Table
from ...prose.markup import plain
from ...prose.stated_text import read_once_more

_Read = Callable[[str], str]


def read_again(story: Story) -> Story:
    """Return the story with "Q&A" where a plain field says "Q&amp;A"; its paragraphs, which are markup, stay as they are."""
    if not any("&" in each for each in _plain_fields(story)):
        return story
    told = "\n".join(plain(each.html) for each in story.body if isinstance(each, Paragraph))
    read = partial(read_once_more, beside=told)
    return replace(
        story,
        headline=read(story.headline),
        standfirst=read(story.standfirst),
        section=read(story.section),
        source=read(story.source),
        topics=tuple(map(read, story.topics)),
        authors=tuple(map(read, story.authors)),
        body=tuple(_read_block(each, read) for each in story.body),
    )


def _plain_fields(story: Story) -> Iterator[str]:
    yield from (story.headline, story.standfirst, story.section, story.source, *story.topics, *story.authors)
    for block in story.body:
        match block:
            case Paragraph():
                pass
            case Heading(text=text):
                yield text
            case Quotation(text=text, speaker=speaker, role=role):
                yield from (text, speaker, role)
            case Picture(alt=alt, caption=caption, credit=credit):
                yield from (alt, caption, credit)
            case Embed(caption=caption):
                yield caption
            case Table(rows=rows, caption=caption):
                yield caption
                yield from (cell for row in rows for cell in row)


def _read_block(block: Block, read: _Read) -> Block:
    match block:
        case Paragraph():
            return block
        case Heading(text=text):
            return replace(block, text=read(text))
        case Quotation(text=text, speaker=speaker, role=role):
            return replace(block, text=read(text), speaker=read(speaker), role=read(role))
        case Picture(alt=alt, caption=caption, credit=credit):
            return replace(block, alt=read(alt), caption=read(caption), credit=read(credit))
        case Embed(caption=caption):
            return replace(block, caption=read(caption))
        case Table(rows=rows, caption=caption):
            return replace(block, rows=tuple(tuple(map(read, row)) for row in rows), caption=read(caption))
