"""See in the tags of foreign HTML, before a parser reads them, that it would take the square of their number."""

import re
from collections import Counter

# A parser compares an attribute with all before it. Real pages have up to a thousand where a quote is not closed.
MOST_ATTRIBUTES = 2_000
# A parser looks through the open elements before it opens another, and opens again what was not closed ("<p><b>" in
# each paragraph). Its time grows with the sum, over all elements, of how many were open. MOST_OPEN for each element are
# allowed, and BESIDES for the whole page, since in some pages little is ever closed.
MOST_OPEN = 64
BESIDES = 3_000_000
# A text this short cannot be slow.
SHORT = 2_000

# Section 13.2.5 of the HTML standard. Tags in comments and scripts count: a parser may see another end of these.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)"
    r"(?P<attributes>(?>(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?)*))",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?")
# What has no content, and what the next of its kind closes.
_CLOSES_ITSELF = {
    "area", "base", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
}  # fmt: skip


def trouble(html: str) -> str:
    """Return why no parser should read the tags of `html`, as the end of a sentence, or nothing."""
    return crowding(html) or _nesting(html)


def crowding(html: str) -> str:
    """Return that an element of `html` has too many attributes, as the end of a sentence, or nothing."""
    if len(html) < SHORT:
        return ""
    for tag in _TAG.finditer(html):
        start, end = tag.span("attributes")
        # The shortest attribute is a letter and a blank.
        if end - start >= 2 * MOST_ATTRIBUTES:
            many = sum(1 for _ in _ATTRIBUTE.finditer(html, start, end))
            if many > MOST_ATTRIBUTES:
                return f"one element has {many} attributes, more than {MOST_ATTRIBUTES}"
    return ""


def _nesting(html: str) -> str:
    if len(html) < SHORT:
        return ""
    elements, depth, asked = 0, 0, 0
    opened: Counter[str] = Counter()
    for tag in _TAG.finditer(html):
        is_end, name = bool(tag["end"]), tag["name"].lower()
        if not is_end:
            elements += 1
            asked += depth
            if asked > BESIDES + MOST_OPEN * elements:
                return f"{depth} elements stand open, one in another"
        if name not in _CLOSES_ITSELF and (opened[name] or not is_end):
            opened[name] += -1 if is_end else 1
            depth += -1 if is_end else 1
    return ""
