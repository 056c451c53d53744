"""Read of a finished page what it promises to machines, whatever its templates call their classes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html as lxml_html

from ..prose.typography import single_spaced

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Attributes that have a browser fetch what they name, by element; a link only in these relations.
FETCHED = {
    "audio": ("src",), "embed": ("src",), "iframe": ("src",), "img": ("src", "srcset"), "input": ("src",), "object": ("data",),
    "script": ("src",), "source": ("src", "srcset"), "track": ("src",), "video": ("src", "poster"), "image": ("href",),
}  # fmt: skip
FETCHING = frozenset({
    "stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "prerender", "icon",
    "apple-touch-icon", "manifest",
})  # fmt: skip
_IN_STYLE = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?([^\"')\s;]+)", re.IGNORECASE)
_RAIL = re.compile(r"r=([\w-]+)")


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """An element with `data-article`: the contract of card templates (docs/page-laws.md).

    `links` are the addresses within its headings, `rail` is what their fragment names, `all_links` all others too.
    """

    article: int
    headings: tuple[str, ...]
    links: tuple[str, ...]
    rail: str
    all_links: tuple[str, ...]
    dates: tuple[str, ...]
    alternatives: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The headline of a page, its cards in their order, and every address that a browser fetches unasked."""

    headline: str
    cards: tuple[PrintedCard, ...]
    fetched: tuple[str, ...]


def read_page(content: bytes) -> PrintedPage:
    """Return what stands on a page. Raises lxml.etree.ParserError for one without any element."""
    root = lxml_html.document_fromstring(content, parser=lxml_html.HTMLParser(encoding="utf-8"))
    cards = tuple(
        _card(each)
        for each in root.iterfind(".//*[@data-article]")
        if each.tag not in ("script", "link", "meta")
    )
    titles = [_text(each) for each in root.iter("h1")]
    return PrintedPage(titles[0] if titles else "", cards, tuple(_fetched(root)))


def _card(element: lxml_html.HtmlElement) -> PrintedCard:
    headings = list(element.iter(*HEADINGS))
    links = [link.get("href", "") for each in headings for link in each.iter("a")]
    named = [_RAIL.fullmatch(urlsplit(each).fragment) for each in links]
    number = element.get("data-article", "")
    return PrintedCard(
        article=int(number) if number.isdecimal() else 0,
        headings=tuple(_text(each) for each in headings),
        links=tuple(each.partition("#")[0] for each in links),
        rail=next((each[1] for each in named if each), ""),
        all_links=tuple(each.get("href", "").partition("#")[0] for each in element.iter("a")),
        dates=tuple(each.get("datetime", "") for each in element.iter("time")),
        alternatives=tuple(each.get("alt", "") for each in element.iter("img")),
        text=_text(element),
    )


def _text(element: lxml_html.HtmlElement) -> str:
    return single_spaced(str(element.text_content()))


def _fetched(root: lxml_html.HtmlElement) -> Iterator[str]:
    for each in root.iter(*FETCHED):
        for name in FETCHED[each.tag]:
            value = each.get(name, "")
            yield from _candidates(value) if name == "srcset" else [value]
    for each in root.iter("link"):
        if not FETCHING.isdisjoint(each.get("rel", "").lower().split()):
            yield each.get("href", "")
    for each in root.iter("style"):
        yield from _IN_STYLE.findall(each.text or "")
    for each in root.iterfind(".//*[@style]"):
        yield from _IN_STYLE.findall(each.get("style", ""))
    for each in root.iter("meta"):
        if each.get("http-equiv", "").lower() == "refresh":
            yield each.get("content", "").lower().partition("url=")[2]


def _candidates(srcset: str) -> list[str]:
    """Return the addresses of a srcset: https://html.spec.whatwg.org/#srcset-attribute."""
    return [each.split()[0] for each in srcset.split(",") if each.strip()]
