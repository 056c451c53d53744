"""Take HTML apart into the blocks of a body: paragraphs, headings, quotations, pictures, tables."""

import html as entities
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ...newsroom.stories import Block, Embed, Heading, Paragraph, Picture, Quotation, Table
from ...prose import tags
from ...prose.markup import clean, plain
from ..items import UnreadableItem

HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
LISTS = {"ul", "ol"}
# What contains blocks, and what is never part of a story.
CONTAINERS = {
    "address", "article", "aside", "body", "center", "details", "div", "dl", "dd", "dt", "fieldset", "font", "footer",
    "form", "header", "html", "main", "nav", "section", "span", "summary",
}  # fmt: skip
UNPRINTED = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "head",
    "title",
    "select",
    "button",
}
DEEPEST = 60
LARGEST_TABLE = 5_000
# The longest pages of newspapers have some ten thousand tags. Each costs the parsers about 20 µs.
MOST_TAGS = 100_000


def blocks(markup: str) -> tuple[Block, ...]:
    """Return the blocks of `markup`, cleaned; empty ones are left out.

    Raises UnreadableItem where that would take too long.
    """
    if not markup.strip():
        return ()
    require_readable(markup)
    try:
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, RecursionError):
        return paragraphs(plain(markup))
    return tuple(_walk(root, 0))


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


def _is_block(child: lxml_html.HtmlElement, tag: str) -> bool:
    if tag in ("span", "font", "a"):
        return any(isinstance(each.tag, str) and each.tag in _BLOCKS for each in child.iterdescendants())
    return tag in _BLOCKS


_BLOCKS = {
    "p",
    "blockquote",
    "table",
    "figure",
    "img",
    "picture",
    "hr",
    "pre",
    *HEADINGS,
    *LISTS,
    *(CONTAINERS - {"span", "font"}),
}


def _block(child: lxml_html.HtmlElement, tag: str, depth: int) -> Iterator[Block]:
    if tag in HEADINGS:
        text = _words(child)
        if text:
            yield Heading(text[:255], HEADINGS[tag])
    elif tag in LISTS:
        markup = clean(_outer(child))
        if plain(markup):
            yield Paragraph(markup)
    elif tag == "blockquote":
        text = _words(child)
        if text:
            yield Quotation(text.strip('“”"«»„ '))
    elif tag == "table":
        yield from _table(child)
    elif tag in ("figure", "img", "picture"):
        yield from _picture(child)
    elif tag == "p" and not (len(child) and child.xpath(".//img|.//table|.//blockquote")):
        yield from _paragraph(_inner(child))
    elif depth < DEEPEST:
        yield from _walk(child, depth + 1)
    else:
        yield from _paragraph(_inner(child))


def _paragraph(markup: str) -> Iterator[Block]:
    if not markup.strip():
        return
    cleaned = clean(markup)
    if plain(cleaned):
        yield Paragraph(f"<p>{cleaned}</p>" if not cleaned.startswith("<p>") else cleaned)


def _picture(child: lxml_html.HtmlElement) -> Iterator[Block]:
    image = child if child.tag == "img" else next(iter(child.iter("img")), None)
    if image is None:
        if child.tag == "figure":
            yield from _walk(child, DEEPEST)
        return
    url = (image.get("src") or image.get("data-src") or "").strip()
    caption = next((_words(each) for each in child.iter("figcaption")), "") if child.tag == "figure" else ""
    # Inline images and odd schemes are neither a picture to keep nor a link to print.
    if url.startswith(("http://", "https://")) and len(url) <= 2000:
        yield Picture(url, alt=" ".join((image.get("alt") or "").split()), caption=caption)
    elif caption:
        yield from _paragraph(entities.escape(caption, quote=False))


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
