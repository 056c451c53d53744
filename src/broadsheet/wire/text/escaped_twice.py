"""Read again the fields of a story that are plain text and were escaped once too often, whatever format they came in."""

from dataclasses import replace
from functools import cache

from ...newsroom.stories import Paragraph, Story
from ...prose.markup import plain
from ...prose.stated_text import read_once_more
from .plain_blocks import with_plain_words


def read_again(story: Story) -> Story:
    """Return the story with "Q&A" where a plain field says "Q&amp;A"; its paragraphs, which are markup, stay as they are."""

    @cache
    def told() -> str:
        return "\n".join(plain(each.html) for each in story.body if isinstance(each, Paragraph))

    def read(text: str) -> str:
        # Hardly any text has a reference: the body is read for those alone.
        return read_once_more(text, beside=told()) if "&" in text else text

    return replace(
        story,
        headline=read(story.headline),
        standfirst=read(story.standfirst),
        teaser=read(story.teaser),
        short_headline=read(story.short_headline),
        search_title=read(story.search_title),
        kicker=read(story.kicker),
        section=read(story.section),
        source=read(story.source),
        topics=tuple(map(read, story.topics)),
        authors=tuple(map(read, story.authors)),
        body=tuple(with_plain_words(each, line=read, words=read) for each in story.body),
    )
