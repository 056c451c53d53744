"""Take HTML apart into the blocks of a body: paragraphs, headings, quotations, pictures, tables."""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Table
from ...prose import tags
from ...prose.markup import clean, has_text, plain
from ..items import UnreadableItem
from .addresses import made_absolute
from .left_out import left_out
from .media import PLAYERS, caption_of, embeds, pictures, players_in
from .void_elements import with_ends

HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
LISTS = {"ul", "ol"}
# What contains blocks, and what is never part of a story.
CONTAINERS = {
    "address", "article", "aside", "body", "center", "details", "div", "dl", "dd", "dt", "fieldset", "font", "footer",
    "form", "header", "html", "main", "nav", "section", "span", "summary",
}  # fmt: skip
UNPRINTED = {"script", "style", "template", "svg", "head", "title", "select", "button"}
DEEPEST = 60
LARGEST_TABLE = 5_000
# The longest pages of newspapers have some ten thousand tags. Each costs the parsers about 20 µs.
MOST_TAGS = 100_000
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """What was made of markup: its blocks, and a sentence for each element that is not in them."""

    blocks: tuple[Block, ...] = ()
    losses: tuple[str, ...] = ()


def blocks(markup: str) -> tuple[Block, ...]:
    """Return the blocks of `markup`, cleaned; empty ones are left out.

    Raises UnreadableItem where that would take too long.
    """
    return read_body(markup).blocks


def read_body(markup: str, *, base: str = "") -> Body:
    """Return the blocks of `markup` and what is not in them; addresses are relative to `base`.

    Raises UnreadableItem where that would take too long.
    """
    if not markup.strip():
        return Body()
    require_readable(markup)
    try:
        root = lxml_html.fragment_fromstring(with_ends(markup), create_parent="div")
    except (etree.LxmlError, ValueError, RecursionError):
        return Body(paragraphs(plain(markup)))
    pointless, unseen = made_absolute(root, base), tuple(_without_hidden(root))
    told = tuple(_each_picture_once(_walk(root, 0)))
    return Body(told, (*pointless, *unseen, *left_out(root, told)))


def _without_hidden(root: lxml_html.HtmlElement) -> Iterator[str]:
    """Take away what its page hides from its readers, and name what had words or an address."""
    hidden = [each for each in root.iterdescendants(etree.Element) if _is_hidden(each)]
    for each in [each for each in hidden if not any(map(_is_hidden, each.iterancestors()))]:
        if words := " ".join(each.text_content().split())[:60]:
            yield f"<{each.tag}> was left out, since its page hides it: {words}"
        each.drop_tree()


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    # Pictures that a script shows later are hidden until then.
    is_shown_later = element.tag in {"img", "picture", "figure", "noscript"}
    return not is_shown_later and (
        "hidden" in element.attrib or bool(_HIDING.search(element.get("style", "")))
    )


def require_readable(markup: str) -> None:
    """Raise UnreadableItem where parsers would take too long over `markup`."""
    many = markup.count("<")
    if many > MOST_TAGS:
        raise UnreadableItem(f"it has {many} tags, more than {MOST_TAGS}")
    trouble = tags.trouble(markup)
    if trouble:
        raise UnreadableItem(trouble)


def paragraphs(text: str) -> tuple[Block, ...]:
    """Return the lines of plain text as paragraphs."""
    return tuple(
        Paragraph(f"<p>{entities.escape(line.strip(), quote=False)}</p>")
        for line in text.splitlines()
        if line.strip()
    )


def words_of(body: tuple[Block, ...]) -> str:
    """Return the text of blocks, a line each."""
    return "\n".join(_text(block) for block in body)


def _text(block: Block) -> str:
    match block:
        case Paragraph(html=markup):
            return plain(markup)
        case Heading(text=text) | Quotation(text=text):
            return text
        case Table(rows=rows):
            return "\n".join(" ".join(row) for row in rows)
        case Picture() | Embed():
            return ""


def _walk(element: lxml_html.HtmlElement, depth: int) -> Iterator[Block]:
    """Yield the blocks of an element; text and inline elements between blocks become paragraphs."""
    loose = [entities.escape(element.text or "", quote=False)]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag and tag not in UNPRINTED and _is_block(child, tag):
            yield from _paragraph("".join(loose))
            loose = []
            yield from _block(child, tag, depth)
        elif tag and tag not in UNPRINTED:
            loose.append(etree.tostring(child, encoding="unicode", method="html", with_tail=False))
        loose.append(entities.escape(child.tail or "", quote=False))
    yield from _paragraph("".join(loose))


def _each_picture_once(told: Iterator[Block]) -> Iterator[Block]:
    before = ""
    for block in told:
        url = block.url or block.file if isinstance(block, Picture) else ""
        if not url or url != before:
            yield block
        before = url


def _is_block(child: lxml_html.HtmlElement, tag: str) -> bool:
    return tag in _BLOCKS or any(each.tag in _BLOCKS for each in child.iterdescendants(etree.Element))


_BLOCKS = {
    "p",
    "blockquote",
    "table",
    "figure",
    "img",
    "picture",
    "hr",
    "pre",
    "noscript",
    *HEADINGS,
    *LISTS,
    *PLAYERS,
    *(CONTAINERS - {"span", "font"}),
}


def _block(child: lxml_html.HtmlElement, tag: str, depth: int) -> Iterator[Block]:
    if tag in PLAYERS:
        yield from embeds([child])
    elif tag == "figure":
        yield from _figure(child, depth)
    elif tag in ("img", "picture", "noscript"):
        # Pages that load pictures late have them a second time in "noscript".
        yield from pictures(child.iter("img"))
    elif tag in (*HEADINGS, *LISTS, "blockquote", "table"):
        yield from _words_in_one_block(child, tag)
        yield from _media_in(child)
    elif tag == "p" and not any(each.tag in _BLOCKS for each in child.iterdescendants(etree.Element)):
        yield from _paragraph(_inner(child))
    elif depth < DEEPEST:
        yield from _walk(child, depth + 1)
    else:
        yield from _paragraph(_inner(child))
        yield from _media_in(child)


def _media_in(element: lxml_html.HtmlElement) -> Iterator[Block]:
    yield from pictures(element.iter("img"))
    yield from embeds(players_in(element))


def _words_in_one_block(child: lxml_html.HtmlElement, tag: str) -> Iterator[Block]:
    if tag in LISTS:
        markup = clean(_outer(child))
        if has_text(markup):
            yield Paragraph(markup)
    elif tag == "table":
        yield from _table(child)
    elif text := _words(child):
        is_heading = tag in HEADINGS
        yield Heading(text[:255], HEADINGS[tag]) if is_heading else Quotation(text.strip('“”"«»„ '))


def _figure(child: lxml_html.HtmlElement, depth: int) -> Iterator[Block]:
    """Yield the pictures and players of a figure, its caption with the first; a gallery has figures of its own.

    A figure of a quotation alone is the quotation, with who said it.
    """
    shown = [*child.iter("img"), *players_in(child)]
    quoted = list(child.iter("blockquote"))
    if not shown and len(quoted) == 1 and (text := _words(quoted[0])):
        yield _signed(text, child)
        return
    if not shown or (any(True for _ in child.iterdescendants("figure")) and depth < DEEPEST):
        yield from _walk(child, DEEPEST if not shown else depth + 1)
        return
    caption, credit = caption_of(child)
    made = [*pictures(child.iter("img")), *embeds(players_in(child))]
    for number, block in enumerate(made):
        told = caption if number == 0 else ""
        match block:
            case Picture():
                yield replace(block, caption=told, credit=credit)
            case Embed():
                yield replace(block, caption=told or block.caption)
    if caption and not made:
        yield from _paragraph(entities.escape(caption, quote=False))


def _signed(text: str, figure: lxml_html.HtmlElement) -> Quotation:
    """Return a quotation with who said it, as its caption says: "Nadia Orlova, constable"."""
    signature, _credit = caption_of(figure)
    speaker, _comma, role = signature.strip(" —–-").partition(", ")
    return Quotation(text.strip('“”"«»„ '), speaker=speaker, role=role)


def _paragraph(markup: str) -> Iterator[Block]:
    if not markup.strip():
        return
    cleaned = clean(markup)
    if has_text(cleaned):
        yield Paragraph(f"<p>{cleaned}</p>" if not cleaned.startswith("<p>") else cleaned)


def _table(child: lxml_html.HtmlElement) -> Iterator[Block]:
    rows = []
    for row in child.iter("tr"):
        texts = [_words(cell) for cell in row if cell.tag in ("td", "th")]
        if any(texts):
            rows.append((tuple(texts), all(cell.tag == "th" for cell in row if cell.tag in ("td", "th"))))
    if not rows or len(rows) > LARGEST_TABLE:
        return
    if max(len(cells) for cells, _header in rows) == 1:
        # A table of one column is a page's layout, not a table.
        for cells, _header in rows:
            yield from _paragraph(entities.escape(cells[0], quote=False))
        return
    caption = next((_words(each) for each in child.iter("caption")), "")
    yield Table(tuple(cells for cells, _header in rows), header=rows[0][1], caption=caption)


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(plain(_outer(element)).split())


def _outer(element: lxml_html.HtmlElement) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _inner(element: lxml_html.HtmlElement) -> str:
    children = "".join(etree.tostring(each, encoding="unicode", method="html") for each in element)
    return entities.escape(element.text or "", quote=False) + children
