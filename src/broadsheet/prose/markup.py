"""Make foreign HTML safe to print, or turn it into plain text."""

import re
from functools import lru_cache

import nh3

from . import tags
from .typography import without_controls

INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s", "strong", "sub", "sup", "time",
}  # fmt: skip
# What stands in these is not said any more: a struck-out 12 before a 21 must not be read as 1221.
STRUCK_OUT = {"del", "s", "strike"}
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "pre", "dl", "dt", "dd"}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "ol": {"start"},
    "time": {"datetime"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# What stands between these is never text of the story, so it goes with its tags.
UNPRINTED = {
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "head", "title", "select", "textarea", "button", "form", "canvas", "audio", "video",
    "noembed", "noframes",
}  # fmt: skip

# Elements that start a new line of plain text; `plain` cuts there.
LINES = BLOCKS | {
    "address", "article", "aside", "body", "br", "caption", "details", "div", "figcaption", "figure",
    "footer", "h1", "h5", "h6", "header", "html", "main", "nav", "section", "summary", "table", "tr",
}  # fmt: skip
CELLS = {"td", "th"}

_CLEANER = nh3.Cleaner(
    tags=INLINE | BLOCKS | TABLES,
    clean_content_tags=UNPRINTED,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
)
_LINES = nh3.Cleaner(
    tags=LINES | CELLS | {"sup"},
    clean_content_tags=(UNPRINTED - {"noscript", "form"}) | STRUCK_OUT,
    attributes={},
    link_rel=None,
)
# All that a cleaner writes in its text (the HTML standard, section 13.3); "&amp;" last, since it may stand before others.
_ESCAPED = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
# "10<sup>5</sup>" is no 105.
_RAISED = re.compile(r"<sup>([0-9+=()n\u2212-]*)</sup>")
_RAISED_LETTERS = str.maketrans("0123456789+=()n-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁼⁽⁾ⁿ⁻⁻")
# The old element for what is struck out.
_STRIKE = re.compile(r"<(/?)strike(?=[\s/>])", re.IGNORECASE)
_SUP = re.compile(r"</?sup>")
_CELL = re.compile(r"</?t[dh]>")
_TAG = re.compile(r"<[^<>]*>")
# A paragraph is asked for its text again and again while it is read, compared and stored; an import stores 200 stories at
# once. These are 8 MB at most, twice as much where letters take two bytes.
_LONGEST_KEPT = 1_000
_MOST_KEPT = 4_000


def clean(html: str) -> str:
    """Return the part of `html` that a story may carry: no scripts, styles, handlers or odd links."""
    return _CLEANER.clean(_STRIKE.sub(r"<\1s", _readable(html))).strip()


def plain(html: str) -> str:
    """Return the text of `html`: entities decoded, one line a block, single blanks, nothing that is struck out."""
    return _plain_kept(html) if len(html) <= _LONGEST_KEPT else _plain(html)


def _plain(html: str) -> str:
    marked = _LINES.clean(_readable(html).replace("\n", " "))
    marked = _SUP.sub("", _RAISED.sub(lambda found: found[1].translate(_RAISED_LETTERS), marked))
    broken = _TAG.sub("\n", _CELL.sub(" ", marked))
    lines = (" ".join(line.split()) for line in _unescaped(broken).split("\n"))
    return "\n".join(line for line in lines if line)


_plain_kept = lru_cache(_MOST_KEPT)(_plain)


def has_text(html: str) -> bool:
    """Return True if readers see a word of clean `html`, be it struck out."""
    return bool(_TAG.sub("", html).replace("&nbsp;", " ").strip())


def _unescaped(text: str) -> str:
    for written, letter in _ESCAPED:
        text = text.replace(written, letter)
    return text


def _readable(html: str) -> str:
    """Return `html` without controls; and without its tags, where a parser would take too long over them."""
    html = without_controls(html)
    return _TAG.sub(" ", html).replace("<", "&lt;") if tags.trouble(html) else html
