"""Read a plain text from a field of which nobody knows for sure whether it was escaped as HTML."""

import html as entities
import re
from collections import Counter

from .markup import plain

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_NUMERIC = re.compile(r"&#(?:\d{1,7}|x[0-9a-f]{1,6});", re.IGNORECASE)
# What headlines are marked up with. Any other tag in one is rather what the headline is about.
_FORMATTING = re.compile(
    r"<(/?)(abbr|a|big|b|cite|code|del|em|font|ins|i|mark|q|small|span|strike|strong|sub|sup|s|tt|u)(?:\s[^<>]*)?>|<br\s*/?>|<wbr>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)


def escaped_perhaps(written: str) -> str:
    """Return the words of a text that is markup if it can be: as titles and categories of RSS are, to most who write them.

    "Arts &amp; Culture" is markup, for in a plain text it would be "Arts & Culture". "AT&T &amp; <main>" is none, for in
    markup neither the bare ampersand nor an element of that name in a title would be right.
    """
    is_markup, elements = _read_as_markup(written)
    if is_markup and (elements or _ENTITY.search(written)):
        return plain(written)
    return _without_numbers(written)


def plain_unless_marked(written: str) -> str:
    """Return the words of a text that is plain by its format, unless it was plainly taken out of a page.

    "Arts &amp; Culture" stays as it stands. Formatting elements and references by number, such as "&#8217;", are what
    nobody types in structured data and what some publishing systems write there.
    """
    is_markup, elements = _read_as_markup(written)
    return plain(written) if is_markup and (elements or _NUMERIC.search(written)) else written


def _without_numbers(written: str) -> str:
    """Return a plain text with its references by number read: "Ben & Jerry&#039;s" was escaped by halves."""
    return _NUMERIC.sub(lambda found: entities.unescape(found[0]), written)


def _read_as_markup(written: str) -> tuple[bool, bool]:
    """Return whether all of a text is right markup of one line, and whether it has formatting elements."""
    without_tags, elements = _without_formatting(written)
    return not _TAG.search(without_tags) and "&" not in _ENTITY.sub("", without_tags), elements


def _without_formatting(written: str) -> tuple[str, bool]:
    """Return a text without formatting elements, and whether there were any; one that is not closed is no element."""
    opened: Counter[str] = Counter()
    for end, name in _FORMATTING.findall(written):
        opened[name.lower()] += -1 if end else 1
    if any(opened.values()):
        return written, False
    found, count = _FORMATTING.subn("", written)
    return found, bool(count)
