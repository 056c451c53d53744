"""Compare the words of markup with those of the blocks that were made of it, and name what is missing."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Table
from ...prose.markup import STRUCK_OUT, UNPRINTED, plain
from ...prose.typography import normalized
from .media import PLAYERS

# The search goes on where the last words were found; what stands in another order costs a search of the whole.
MOST_LETTERS_SEARCHED = 50_000_000
_NO_LETTERS = re.compile(r"[\W_]+")
# Left out by another rule, which names them: what no page prints, and what a player falls back on.
_PASSED_OVER = UNPRINTED | STRUCK_OUT | PLAYERS


def lost_words(root: lxml_html.HtmlElement, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Yield tag and words of each text below an element that none of the blocks made of it has."""
    kept = _letters(" ".join(part for block in blocks for part in _told(block)))
    at, searched = 0, 0
    for tag, text in _texts(root):
        letters = _letters(text)
        if not letters:
            continue
        found = kept.find(letters, at)
        searched += (found if found >= 0 else len(kept)) - at
        if found < 0:
            found = kept.find(letters)
            searched += found if found >= 0 else len(kept)
        if found < 0:
            yield tag, " ".join(text.split())[:60]
        else:
            at = found + len(letters)
        if searched > MOST_LETTERS_SEARCHED:
            return


def _texts(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _PASSED_OVER:
                walk.skip_subtree()
            elif element.text:
                yield element.tag, element.text
        elif element.tail and element is not root:
            yield _above(element), element.tail


def _above(element: lxml_html.HtmlElement) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _told(block: Block) -> tuple[str, ...]:
    """Return all words of a block."""
    match block:
        case Paragraph(html=html):
            return (_with_struck_out(html),)
        case Heading(text=text):
            return (text,)
        case Quotation(text=text, speaker=speaker, role=role):
            return (text, speaker, role)
        case Picture(alt=alt, caption=caption, credit=credit):
            return (alt, caption, credit)
        case Embed(caption=caption):
            return (caption,)
        case Table(rows=rows, caption=caption):
            return (caption, *(cell for row in rows for cell in row))


def _with_struck_out(html: str) -> str:
    return plain(re.sub(r"</?(?:s|del)>", "", html))


def _letters(text: str) -> str:
    # A raised figure is kept as a letter of its own.
    return _NO_LETTERS.sub("", normalized("NFKC", text))
