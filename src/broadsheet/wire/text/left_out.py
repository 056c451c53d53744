"""Name what came in as markup and is in no block: each element that had words, `src` or `href`."""

import html as entities
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ...newsroom.stories import Block, Embed, Paragraph, Picture
from ...prose.markup import STRUCK_OUT, UNPRINTED
from .lost_words import lost_words
from .media import PLAYERS, address_of

# A report names this many elements of a story, and counts the rest.
MOST_NAMED = 50
_OF_PLAYERS = {"source", "track", "param", "embed"}
# Blocks whose words are plain text: what is struck out in them is left out.
_PLAIN_BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "caption", "figcaption"}
# Where widgets have the address of what a script puts in their place.
_FOR_SCRIPTS = (
    "data-url",
    "data-href",
    "data-embed",
    "data-embed-url",
    "data-video",
    "data-video-id",
    "data-videoid",
)
_HREF = re.compile(r'\shref="([^"]*)"')
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?[^/]*)?\Z", re.IGNORECASE)


def left_out(root: lxml_html.HtmlElement, kept: tuple[Block, ...]) -> tuple[str, ...]:
    """Return a sentence for each element below `root` that the blocks made of it do not have."""
    addresses = {address for block in kept for address in _addresses(block)}
    has_pictures = any(isinstance(each, Picture) for each in kept)
    found = list(dict.fromkeys((*_lost(root, addresses, has_pictures), *lost_words(root, kept))))
    named = [f"<{tag}> was left out: {told}" for tag, told in found[:MOST_NAMED]]
    rest = len(found) - len(named)
    return (*named, f"{rest} more elements were left out") if rest > 0 else tuple(named)


def _addresses(block: Block) -> Iterator[str]:
    match block:
        case Picture(url=url) | Embed(url=url):
            yield url
        case Paragraph(html=html):
            yield from map(entities.unescape, _HREF.findall(html))


def _lost(root: lxml_html.HtmlElement, kept: set[str], has_pictures: bool) -> Iterator[tuple[str, str]]:
    """Yield tag and address or words of what is lost; of an element that is left out whole, once for all of it."""
    whole: lxml_html.HtmlElement | None = None
    is_plain_until: lxml_html.HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "end":
            whole = None if element is whole else whole
            is_plain_until = None if element is is_plain_until else is_plain_until
            continue
        if not isinstance(tag, str) or whole is not None:
            continue
        if tag in PLAYERS and address_of(element) in kept:
            continue
        address = _address(element)
        if not address and (told := _of_a_script(element)):
            yield tag, told
        if tag in UNPRINTED or (is_plain_until is not None and tag in STRUCK_OUT):
            whole = element
            if told := _told(element, kept):
                yield tag, told
        elif (
            address
            and address not in kept
            and not (has_pictures and tag == "a" and _PICTURE_FILE.search(address))
        ):
            yield tag, address[:200]
        if tag in _PLAIN_BLOCKS and is_plain_until is None:
            is_plain_until = element


def _told(element: lxml_html.HtmlElement, kept: set[str]) -> str:
    """Return what an element that is left out whole had: an address that is nowhere else, or words."""
    addresses = (_address(each)[:200] for each in element.iter() if isinstance(each.tag, str))
    lost = next((each for each in addresses if each and each not in kept), "")
    return lost or " ".join(element.text_content().split())[:60]


def _of_a_script(element: lxml_html.HtmlElement) -> str:
    """Return what an element has in place of an address that only a script, or a frame of its own, would show."""
    if element.tag == "iframe" or (isinstance(element.tag, str) and "-" in element.tag):
        return " ".join(f'{name}="{value}"' for name, value in element.items())[:200]
    return next((str(element.get(name))[:200] for name in _FOR_SCRIPTS if element.get(name)), "")


def _address(element: lxml_html.HtmlElement) -> str:
    if element.tag in _OF_PLAYERS and any(each.tag in PLAYERS for each in element.iterancestors()):
        return ""
    if element.tag == "img":
        return address_of(element) or element.get("src") or element.get("srcset") or ""
    return str(element.get("src") or element.get("href") or element.get("data") or "")
