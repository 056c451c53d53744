"""Take pictures and players out of markup: what is kept of them is an address with its words."""

import re
from collections.abc import Iterable, Iterator

from lxml import html as lxml_html

from ...newsroom.stories import Embed, Picture
from ...prose.markup import plain
from .addresses import BESIDE

PLAYERS = {"iframe", "video", "audio", "object", "embed"}
LONGEST_ADDRESS = 2000
# Pictures that count readers have this width.
_NOTHING_TO_SEE = {"0", "1"}
_CREDITS = ("credit", "copyright", "photographer")


def players_in(element: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Return the players below an element; one inside another is what the outer one falls back on."""
    found = list(element.iterdescendants(*PLAYERS))
    return [each for each in found if not any(above.tag in PLAYERS for above in each.iterancestors())]


def pictures(images: Iterable[lxml_html.HtmlElement]) -> Iterator[Picture]:
    """Yield the pictures of `img` elements that have an address to keep."""
    for image in images:
        url, file = address_of(image), image.get(BESIDE) or ""
        is_counter = _NOTHING_TO_SEE & {image.get("width"), image.get("height")}
        if (url or file) and not is_counter:
            yield Picture(url, alt=" ".join((image.get("alt") or "").split()), file=file)


def embeds(players: Iterable[lxml_html.HtmlElement]) -> Iterator[Embed]:
    """Yield the players as links, named as they name themselves."""
    for player in players:
        if url := address_of(player):
            yield Embed(
                url, caption=" ".join((player.get("title") or player.get("aria-label") or "").split())
            )


def address_of(element: lxml_html.HtmlElement) -> str:
    """Return the address of a picture or player; inline ones and odd schemes are none to keep."""
    own = [element.get(name) or "" for name in ("src", "data", "data-src", "data-lazy-src", "data-original")]
    own += [largest_of(element.get(name) or "") for name in ("srcset", "data-srcset")]
    inside = [each.get("src") or "" for each in element.iterdescendants("source", "embed")]
    kept = (each for each in (*own, *inside) if each.lower().startswith(("http://", "https://")))
    return next((each for each in kept if len(each) <= LONGEST_ADDRESS), "")


def largest_of(srcset: str) -> str:
    """Return the address of the largest picture that a `srcset` offers, by its own figures."""
    offered = [each.split() for each in re.split(r",\s+|,(?=https?:)", srcset) if each.strip()]
    return max(offered, key=lambda each: _size(each[1:]), default=[""])[0].rstrip(",")


def _size(described: list[str]) -> float:
    found = re.match(r"\d{1,6}(?:\.\d{1,3})?", described[0]) if described else None
    return float(found[0]) if found else 0


def caption_of(figure: lxml_html.HtmlElement) -> tuple[str, str]:
    """Return the caption of a figure and the credit that stands in it."""
    caption = next(iter(figure.iterdescendants("figcaption")), None)
    if caption is None:
        return "", ""
    whole = _words(caption)
    for each in caption.iterdescendants():
        classes = str(each.get("class") or "").lower()
        if isinstance(each.tag, str) and any(word in classes for word in _CREDITS):
            credit = _words(each)
            return whole.replace(credit, "", 1).strip(" |/–—-"), credit
    return whole, ""


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(plain(str(lxml_html.tostring(element, encoding="unicode", with_tail=False))).split())
