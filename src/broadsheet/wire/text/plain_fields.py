"""Tidy the fields of a story that are plain text: nothing in them is markup, and nothing is decoded a second time."""

from dataclasses import replace

from ...newsroom.stories import Block, Story
from ...prose.typography import single_spaced, tidy_headline, without_controls
from .plain_blocks import with_plain_words

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
    return with_plain_words(block, line=_line, words=without_controls)


def _line(text: str) -> str:
    return single_spaced(without_controls(text))


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    tidy = (tidy_headline(each)[:LONGEST_NAME].rstrip() for each in names)
    return tuple(dict.fromkeys(each for each in tidy if any(map(str.isalnum, each))))[:MOST_NAMES]
