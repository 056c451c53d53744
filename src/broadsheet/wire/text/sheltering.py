"""Bring pictures, players and marks of a page through the search for its main text, which would drop them."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from .media import PLAYERS, players_in

# Words of a page rarely have these brackets; only numbers that were given out are put back.
_TICKET = re.compile("⟦([0-9]{1,6})⟧")
_MARKS = {"del", "ins", "s", "strike", "mark", "sub", "sup"}
# What never belongs to the story, though it has pictures.
_AROUND = {"nav", "footer", "aside", "head", "noscript", "template", "svg", "button"}
_INLINE_PARENTS = {
    "p",
    "span",
    "a",
    "b",
    "strong",
    "em",
    "i",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
}


class Shelter:
    """Keeps markup under numbers, which stand in its place as text meanwhile."""

    def __init__(self, root: lxml_html.HtmlElement) -> None:
        """Take in all of a page's pictures, players and marks; `root` itself is changed."""
        self._kept: list[str] = []
        for element in list(_media(root)):
            self._take(element)
        for element in list(root.iter(*_MARKS)):
            self._enclose(element)

    def put_back(self, markup: str) -> str:
        """Return markup with what was kept in place of its numbers."""
        return _TICKET.sub(self._kept_under, markup)

    def _kept_under(self, ticket: re.Match[str]) -> str:
        number = int(ticket[1])
        return self._kept[number] if number < len(self._kept) else ticket[0]

    def _ticket(self, markup: str) -> str:
        self._kept.append(markup)
        return f"⟦{len(self._kept) - 1}⟧"

    def _take(self, element: lxml_html.HtmlElement) -> None:
        parent = element.getparent()
        if parent is None:
            return
        kept = str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
        stand_in = etree.Element("span" if parent.tag in _INLINE_PARENTS else "p")
        stand_in.text, stand_in.tail = self._ticket(kept), element.tail
        parent.replace(element, stand_in)

    def _enclose(self, element: lxml_html.HtmlElement) -> None:
        name = element.tag
        element.text = self._ticket(f"<{name}>") + (element.text or "")
        end = self._ticket(f"</{name}>")
        last = element[-1] if len(element) else None
        if last is None:
            element.text += end
        else:
            last.tail = (last.tail or "") + end
        element.tag = "span"
        element.attrib.clear()


def _media(root: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """Yield figures, pictures and players, the outermost of each; figures of tables and quotations stay."""
    taken: set[lxml_html.HtmlElement] = set()
    for element in root.iter("figure", "picture", "img", *PLAYERS):
        above = set(element.iterancestors())
        if above & taken or any(each.tag in _AROUND for each in above):
            continue
        if element.tag == "figure" and not players_in(element) and next(element.iter("img"), None) is None:
            continue
        taken.add(element)
        yield element
