"""Recognise a page that is a list of teasers and has no story of its own."""

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from ...prose.sentences import ends_sentence
from .page_lines import Line

# What is said of such a page, after its name.
LISTING = "is a list of teasers and has no story of its own. Import the pages that it leads to"
# Fewer teasers may stand under any story.
LEAST_TEASERS = 3
# Whatever stands below its own headings is a story if it has this many characters.
LEAST_STORY = 600
# A teaser has fewer words than this.
TEASER_WORDS = 60
# A text of fewer characters is a label or a date.
SHORTEST_PROSE = 40
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ASIDE = frozenset(
    {"head", "script", "style", "nav", "footer", "aside", "form", "noscript", "template", "button"}
)


def is_list_of_teasers(root: Any) -> bool:
    """Return True if what a page says stands below headings that lead to other pages.

    `root` is the page's element as lxml reads it.
    """
    teasers, own, below = 0, 0, 0
    is_teaser = False
    main = root.find(".//h1")
    is_alone = len(root.findall(".//h1")) == 1
    for piece in _pieces(root):
        if not isinstance(piece, str):
            is_teaser = _leads_away(piece) and not (is_alone and piece is main)
            teasers += is_teaser
        elif is_teaser:
            below += len(piece)
        else:
            own += len(piece)
    return teasers >= LEAST_TEASERS and own < LEAST_STORY and own <= below


def lists_teasers(lines: Sequence[Line]) -> bool:
    """Return True if in a page flattened to text a short paragraph stands below each of several headlines."""
    kept = [each for each in lines if not (each.is_furniture or each.is_byline or each.is_date)]
    prose = [each for each in kept if each.is_prose]
    teasers = [
        below
        for above, below in pairwise(kept)
        if below.is_prose and not above.is_prose and not ends_sentence(above.text)
    ]
    if len(teasers) < LEAST_TEASERS or len(teasers) < len(prose) - 1:
        return False
    return statistics.median(len(each.text.split()) for each in teasers) < TEASER_WORDS


def _pieces(root: Any) -> Iterator[Any]:
    """Yield the headings of a page and, as texts, the prose between them that is no link."""
    walk = etree.iterwalk(root, events=("start", "end"))
    inside = 0
    for event, element in walk:
        is_label = element.tag in HEADINGS or element.tag == "a"
        if event == "start":
            if element.tag in HEADINGS:
                yield element
            if element.tag in _ASIDE or not isinstance(element.tag, str):
                walk.skip_subtree()
                continue
            inside += is_label
            text = element.text
        else:
            inside -= is_label
            text = element.tail
        if not inside and text and len(prose := text.strip()) >= SHORTEST_PROSE:
            yield prose


def _leads_away(heading: Any) -> bool:
    """Return True if a heading is a link, not only to a place in its own page."""
    around = next(heading.iterancestors("a"), None)
    links = [around] if around is not None else list(heading.iter("a"))
    whole = len("".join(heading.itertext()).strip())
    linked = sum(
        len("".join(each.itertext()).strip())
        for each in links
        if each.get("href") and not each.get("href").startswith("#")
    )
    return whole > 0 and linked * 5 >= whole * 4
