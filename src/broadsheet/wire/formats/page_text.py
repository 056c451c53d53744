"""Read a whole page flattened to text: the story in its menus and rails, and the stories that its rails carry whole."""

import html as entities
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...newsroom.stories import Block, Heading, Paragraph, Story
from ...prose.dates import DatePrecision, find_date, why_undated
from ...prose.duplicates import same_story, signature
from ...prose.sentences import ends_sentence
from ..format_protocol import Confidence
from ..items import Dropped, Item, UnreadableFile, UnreadableItem
from ..sources import SourceFile, one_by_one, whole
from ..text.decode import decode, opening
from ..text.listings import LISTING, lists_teasers
from ..text.making import finished
from ..text.moments import noon
from ..text.page_lines import Line, lines_of
from ..text.restricting_words import restricting
from ..text.roots import root_of

# A card's text of this many words is a story; a shorter one is a teaser of something that is not here.
STORY_WORDS = 40
DOUBLED_STORY_WORDS = 25
TITLE_BONUS = 1500
# What stands below the heading of a rail is rather a rail's than the page's own story.
BELOW_A_RAIL = 0.4
LOOK_UP = 14
# A story and all the rails around it, some hundred times over.
LONGEST_PAGE = 2_000_000
# Each is compared with all before it.
MOST_CARDS = 200
LEAST_WEIGHT = 60
LONGEST_QUOTED_STANDFIRST = 400
_TITLE_CUTS = re.compile(r"\s+[|–—·»«›•:-]+\s+|\s*\|\s*")
_SOURCE = re.compile(
    r"(?:source|mənbə|источник|quelle|kaynak|fuente)\s*[:–—-]\s*(?P<name>.{2,80})", re.IGNORECASE
)
_SITE = re.compile(r"[\w-]{2,40}(?:\.[A-Za-z]{2,10}){1,2}\Z")
_MARKUP = re.compile(r"<\?xml|<!DOCTYPE", re.IGNORECASE)
_QUOTED = re.compile(r"\s*[“\"«„‘].+[”\"»“’]\s*[.!?…]?\s*\Z", re.DOTALL)


class PageText:
    """Reads pages flattened to text."""

    name = "page-text"
    description = (
        "a whole page flattened to text (.txt), with the story buried in menus and rails; "
        "the stories in its rails too, if you ask for them"
    )
    is_one_page = True

    def recognise(self, head: bytes, filename: str) -> Confidence:
        text = opening(head)
        # Nothing falls through to this format: another system's drafts would come in as words.
        is_text = filename.lower().endswith(".txt") and bool(text) and not _MARKUP.search(text)
        return Confidence.LAST_RESORT if is_text and not root_of(text) else Confidence.NONE

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        return one_by_one(sources, _read)


def _read(source: SourceFile) -> Iterator[Item]:
    """Yield the page's own story first, then those that its rails carry whole, each once."""
    name = source.name
    text, repair = decode(whole(source))
    if len(text) > LONGEST_PAGE:
        raise UnreadableFile(
            f"{name}: has {len(text)} characters, more than {LONGEST_PAGE}. Is it one page's text? Split it."
        )
    try:
        yield from _stories(text, name, repair)
    except UnreadableItem as error:
        raise UnreadableFile(f"{name}: {error}. Leave it out, or split it.") from error


def _stories(text: str, name: str, repair: str) -> Iterator[Item]:
    lines = lines_of(text)
    span = _main_span(lines)
    if span is None:
        raise UnreadableFile(
            f"{name}: no story was found: there are no paragraphs in it. Is it a page's text?"
        )
    if lists_teasers(lines[max(0, span[0] - 1) : span[1]]):
        raise UnreadableFile(f"{name}: {LISTING}.")
    main = finished(_main_story(lines, span, repair), where=name)
    yield main
    taken = [signature(main.headline, _plain(main.body))] if isinstance(main, Story) else []
    for number, story in enumerate(_cards(lines, span[1]), start=1):
        where = f"{name}, card {number}"
        if number > MOST_CARDS:
            yield Dropped(
                where, f"the page has more than {MOST_CARDS} stories: this and what follows is left out"
            )
            return
        mark = signature(story.headline, _plain(story.body))
        if any(same_story(mark, each) for each in taken):
            yield Dropped(where, f"“{story.headline[:60]}” is the same story again")
            continue
        taken.append(mark)
        yield finished(story, where=where)


def _main_span(lines: list[Line]) -> tuple[int, int] | None:
    """Return the lines of the story: of the stretches between rails the one with most prose and least furniture."""
    best: tuple[int, int, int] | None = None
    titles = _title_parts(lines)
    for begin, end in _stretches(lines):
        for weight, first, last in _heavy_runs(lines, begin, end):
            above = {each.key for each in lines[max(begin, first - LOOK_UP) : first]}
            weight = round(weight * (1.0 if begin == 0 else BELOW_A_RAIL))
            weight += TITLE_BONUS if titles & above else 0
            if best is None or weight > best[0]:
                best = (weight, first, last)
    return best[1:] if best else None


def _stretches(lines: list[Line]) -> Iterator[tuple[int, int]]:
    begin = 0
    for index, line in enumerate(lines):
        if line.is_rail:
            yield begin, index
            begin = index + 1
    yield begin, len(lines)


def _heavy_runs(lines: list[Line], begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (weight, first, after last) of the heaviest run of lines, if it is heavy enough (Kadane's algorithm)."""
    best, total, first = (0, begin, begin), 0, begin
    for index in range(begin, end):
        weight = lines[index].weight
        if total <= 0:
            total, first = 0, index
        total += weight
        if total > best[0]:
            best = (total, first, index + 1)
    if best[0] >= LEAST_WEIGHT:
        yield best


def _title_parts(lines: list[Line]) -> set[str]:
    """Return what the first line, a page's title, may be made of: "Headline | Site"."""
    if not lines:
        return set()
    parts = [lines[0].text, *_TITLE_CUTS.split(lines[0].text)]
    return {Line(part, False, False, False).key for part in parts if len(part) >= 8}


def _main_story(lines: list[Line], span: tuple[int, int], repair: str) -> Story:
    first, last = span
    at, headline = _headline(lines, first)
    above = lines[at + 1 : first]
    body = lines[first:last]
    head = "\n".join(each.text for each in (*above, *body[:1]))
    standfirst = ""
    if len(body) > 2 and _QUOTED.match(body[0].text) and len(body[0].text) <= LONGEST_QUOTED_STANDFIRST:
        standfirst, body = body[0].text, body[1:]
    found = find_date(head)
    whole = "\n".join(each.text for each in lines[first:last])
    because = restricting(each.text for each in lines[max(0, first - LOOK_UP) : last])
    return Story(
        status="withheld" if because else "usable",
        withheld_because=because,
        headline=headline,
        body=_blocks(body),
        standfirst=standfirst,
        published_at=noon(found.day) if found else None,
        date_precision=DatePrecision.DAY if found else DatePrecision.UNKNOWN,
        date_basis=found.basis if found else why_undated(whole),
        source=_credit(lines, last),
        repairs=(repair,) if repair else (),
    )


def _headline(lines: list[Line], first: int) -> tuple[int, str]:
    """Return the place and words of the headline over the line `first`."""
    titles = _title_parts(lines)
    near = range(first - 1, max(-1, first - 1 - LOOK_UP), -1)
    for index in near:
        if index > 0 and lines[index].key in titles:
            return index, lines[index].text
    for index in near:
        line = lines[index]
        if line.is_rail:
            break
        if not (line.is_furniture or line.is_byline or line.is_date) and _is_headline(line):
            return index, line.text
    if lines[0].is_prose or first == 0:
        # The page begins with the story itself: its first sentence has to do.
        return -1, lines[first].text if not lines[first].is_prose else ""
    parts = sorted(_TITLE_CUTS.split(lines[0].text), key=len)
    return 0, parts[-1]


def _is_headline(line: Line) -> bool:
    words = line.text.split()
    return (len(words) >= 3 or len(line.text) >= 14) and not line.text.endswith((":", ",", ";"))


def _blocks(lines: list[Line]) -> tuple[Block, ...]:
    kept = [each for each in lines if not (each.is_furniture or each.is_byline or each.is_date)]
    found: list[Block] = []
    for index, line in enumerate(kept):
        is_between = 0 < index < len(kept) - 1 and kept[index + 1].is_prose
        if (
            not line.is_prose
            and not ends_sentence(line.text)
            and line.follows_gap
            and is_between
            and len(line.text) <= 100
        ):
            found.append(Heading(line.text))
        else:
            found.append(Paragraph(f"<p>{entities.escape(line.text, quote=False)}</p>"))
    return tuple(found)


def _credit(lines: list[Line], after: int) -> str:
    """Return the source that stands under the story: "Source: X", a site's name, or a name alone before the rails."""
    for line in lines[after : after + 3]:
        if line.is_rail:
            break
        named = _SOURCE.match(line.text)
        if named:
            return named["name"].strip()
        if _SITE.match(line.text):
            return line.text
    return ""


def _cards(lines: list[Line], after: int) -> Iterator[Story]:
    """Yield the stories that stand whole in the rails below the main one."""
    index = next((at for at in range(after, len(lines)) if lines[at].is_rail), len(lines))
    label = ""
    while index < len(lines):
        line = lines[index]
        if line.is_prose or line.is_rail or line.is_furniture:
            index += 1
            continue
        is_doubled = index + 1 < len(lines) and lines[index + 1].key == line.key
        start = index + 1 + is_doubled
        end = start
        while end < len(lines) and lines[end].is_prose and not _begins_card(lines, end):
            end += 1
        words = sum(len(each.text.split()) for each in lines[start:end])
        if _is_headline(line) and words >= (DOUBLED_STORY_WORDS if is_doubled else STORY_WORDS):
            yield _card(line, lines[start:end], label)
            index, label = end, ""
            continue
        label = line.text if len(line.text.split()) <= 3 else ""
        index += 1


def _begins_card(lines: list[Line], index: int) -> bool:
    return index + 1 < len(lines) and lines[index + 1].key == lines[index].key


def _card(headline: Line, body: list[Line], label: str) -> Story:
    text = "\n".join(each.text for each in body)
    found = find_date(text)
    story = Story(
        headline=headline.text,
        body=_blocks(body),
        date_basis=found.basis if found else why_undated(text),
        section=label,
        repairs=("taken from a rail of the page, where its whole text stood as a teaser",),
    )
    if not found:
        return story
    return replace(story, published_at=noon(found.day), date_precision=DatePrecision.DAY)


def _plain(body: tuple[Block, ...]) -> str:
    return "\n".join(entities.unescape(each.html) for each in body if isinstance(each, Paragraph))
