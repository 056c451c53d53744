"""Tidy the fields of a story that are plain text: nothing in them is markup, and nothing is decoded a second time."""

from dataclasses import replace

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Story, Table
from ...prose.typography import single_spaced, tidy_headline, without_controls

LONGEST_NAME = 200
MOST_NAMES = 50
# What the columns of an article hold.
LONGEST_TITLE = 120
LONGEST_KICKER = 60


def tidied(story: Story) -> Story:
    """Return the story with every plain field but headline and standfirst on one line, without controls."""
    return replace(
        story,
        body=tuple(map(_tidied, story.body)),
        short_headline=tidy_headline(story.short_headline)[:LONGEST_TITLE],
        search_title=tidy_headline(story.search_title)[:LONGEST_TITLE],
        kicker=tidy_headline(story.kicker)[:LONGEST_KICKER],
        section=tidy_headline(story.section),
        source=tidy_headline(story.source),
        topics=_names(story.topics),
        authors=_names(story.authors),
        source_id=without_controls(story.source_id),
        url=without_controls(story.url),
    )


def _tidied(block: Block) -> Block:
    # No case for whatever else there may be: the type checker then names a new kind of block.
    match block:
        case Paragraph():
            return block
        case Heading(text=text):
            return replace(block, text=_line(text))
        case Quotation(text=text, speaker=speaker, role=role):
            return replace(block, text=without_controls(text), speaker=_line(speaker), role=_line(role))
        case Picture(alt=alt, caption=caption, credit=credit):
            return replace(block, alt=_line(alt), caption=_line(caption), credit=_line(credit))
        case Embed(caption=caption):
            return replace(block, caption=_line(caption))
        case Table(rows=rows, caption=caption):
            cells = tuple(tuple(without_controls(cell) for cell in row) for row in rows)
            return replace(block, rows=cells, caption=_line(caption))


def _line(text: str) -> str:
    return single_spaced(without_controls(text))


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    tidy = (tidy_headline(each)[:LONGEST_NAME].rstrip() for each in names)
    return tuple(dict.fromkeys(each for each in tidy if any(map(str.isalnum, each))))[:MOST_NAMES]
