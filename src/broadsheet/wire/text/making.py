"""Finish a story: one tidy headline, no empty body, every repair said."""

from dataclasses import replace

from ...newsroom.stories import Block, Paragraph, Story
from ...prose.dates import DatePrecision
from ...prose.languages import language_of
from ...prose.markup import plain
from ...prose.teasers import is_headline
from ...prose.typography import single_spaced, tidy_headline, without_controls
from ..items import Dropped, UnreadableItem
from .escaped_twice import read_again
from .html_blocks import paragraphs, words_of
from .plain_fields import tidied
from .restricting_words import restricting
from .signing import signed

LONGEST_HEADLINE = 250
LONGEST_ID = 500
LONGEST_STANDFIRST = 2_000
# The longest stories that newspapers print have some hundred thousand characters, live blogs some thousand blocks.
# A story of this many takes the import some seconds.
LONGEST_STORY = 1_000_000
MOST_BLOCKS = 10_000
# So many of a text's first blocks may say that it is not to be published yet.
FIRST_BLOCKS = 3


def finished(story: Story, *, where: str) -> Story | Dropped:
    """Return the story tidied, or say why it cannot be one.

    Raises UnreadableItem for one that is longer than any story is.
    """
    _require_bearable(story)
    story = tidied(signed(read_again(story)))
    headline = tidy_headline(story.headline)
    if not headline:
        return Dropped(where, "it has no headline")
    repairs = list(story.repairs)
    body = _without_headline(story.body, headline)
    if not words_of(body).strip():
        if not story.standfirst.strip():
            return Dropped(where, f"“{headline[:60]}” has no text")
        body = paragraphs(story.standfirst)
        story = replace(story, standfirst="")
        repairs.append("it has only a summary: that became its body")
    if len(headline) > LONGEST_HEADLINE:
        # Nothing is lost: the whole of it opens the body.
        body = (*paragraphs(headline), *body)
        repairs.append(
            f"the headline has {len(headline)} characters; it was cut, and stands whole in the body"
        )
        headline = headline[:LONGEST_HEADLINE].rsplit(" ", 1)[0].rstrip() + "…"
    if story.published_at is None and story.date_precision is not DatePrecision.UNKNOWN:
        story = replace(story, date_precision=DatePrecision.UNKNOWN)
    standfirst = single_spaced(without_controls(story.standfirst))
    return replace(
        _held_back(story),
        headline=headline,
        body=body,
        standfirst="" if is_headline(standfirst, headline) else standfirst[:LONGEST_STANDFIRST],
        teaser=single_spaced(without_controls(story.teaser))[:LONGEST_STANDFIRST],
        source_id=story.source_id.strip()[:LONGEST_ID],
        language=story.language or language_of(f"{headline}\n{words_of(body)}"[:4000]),
        language_is_guessed=not story.language,
        repairs=tuple(repairs),
    )


def _held_back(story: Story) -> Story:
    """Return the story withheld where its own words ask for it, and no date says until when."""
    if story.status != "usable" or story.embargoed_until is not None:
        return story
    because = restricting((story.headline, story.standfirst, *map(_text, story.body[:FIRST_BLOCKS])))
    return replace(story, status="withheld", withheld_because=because) if because else story


def _text(block: Block) -> str:
    return words_of((block,))


def _require_bearable(story: Story) -> None:
    if len(story.body) > MOST_BLOCKS:
        raise UnreadableItem(f"it has {len(story.body)} paragraphs, more than {MOST_BLOCKS}")
    told = (story.headline, story.standfirst, *map(_written, story.body))
    if (length := sum(map(len, told))) > LONGEST_STORY:
        raise UnreadableItem(f"it has {length} characters, more than {LONGEST_STORY}")


def _written(block: Block) -> str:
    return block.html if isinstance(block, Paragraph) else words_of((block,))


def _without_headline(body: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """Drop a first block that only says the headline again."""
    if body and _same(words_of(body[:1]), headline):
        return body[1:]
    if body and isinstance(body[0], Paragraph) and not plain(body[0].html):
        return body[1:]
    return body


def _same(text: str, headline: str) -> bool:
    return tidy_headline(text).casefold() == headline.casefold()
