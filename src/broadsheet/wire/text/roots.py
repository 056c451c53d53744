"""Find the first element of a text of tags, behind whatever may stand before it."""

import re

_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]{1,80})", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]{0,80})")
# What stands before the first element, and how it ends: a comment, an instruction, a document type.
_BEFORE = (("<!--", "-->"), ("<?", "?>"))
# Elements that stand in a page, and before a page or feed where a program put its complaints there.
PIECES = frozenset({
    "p", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "img",
    "a", "b", "i", "em", "strong", "br", "hr", "table", "pre", "section", "iframe",
})  # fmt: skip


def root_of(text: str) -> str:
    """Return the first element's name in small letters without its prefix, empty where the text has no tag first.

    Where only the document type can be seen, its name is the answer.
    """
    at, stated = 0, ""
    while True:
        at += len(text[at:]) - len(text[at:].lstrip("\ufeff \t\r\n\f"))
        ends = next((end for begin, end in _BEFORE if text.startswith(begin, at)), "")
        if not ends and text.startswith("<!", at):
            doctype = _DOCTYPE.match(text, at)
            stated = _local(doctype[1]) if doctype else stated
            inside, end = text.find("[", at), text.find(">", at)
            ends = "]>" if -1 < inside < end else ">"
        if not ends:
            element = _ELEMENT.match(text, at)
            return _local(element[1]) if element else stated
        end = text.find(ends, at + 2)
        if end < 0:
            return stated
        at = end + len(ends)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
