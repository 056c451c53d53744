"""Read a plain text from a field of which nobody knows for sure whether it was escaped as HTML."""

import html as entities
import re
from collections import Counter
from html.entities import html5

from .markup import plain

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_NUMERIC = re.compile(r"&#(?:\d{1,7}|x[0-9a-f]{1,6});", re.IGNORECASE)
# What headlines are marked up with. Any other tag in one is rather what the headline is about.
_FORMATTING = re.compile(
    r"<(/?)(abbr|a|big|b|cite|code|del|em|font|ins|i|mark|q|small|span|strike|strong|sub|sup|s|tt|u)(?:\s[^<>]*)?>|<br\s*/?>|<wbr>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(amp;)?(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# "AT&amp;T", "Q&amp;A": nobody types that but for want of another way.
_TIGHT_AMPERSAND = re.compile(r"(?<=\w)&amp;(?=\w)(?!#?\w{1,31};)")
_LOOSE_AMPERSAND = re.compile(r"(?<!\S)&amp;(?!\S)")
# With these a text is about markup, or would become it.
_OF_MARKUP = frozenset(["amp", "lt", "gt"])
# Who writes of these may mean a reference that stands alone, like a word.
_ALONE = re.compile(r"(?<![^\s\"'(“‘«])&#?\w{1,31};(?![^\s\"')”’»,.:?!])")
_ABOUT_MARKUP = re.compile(
    r"\b(?:x?html5?|xml|sgml|unicode|ampersands?|markup|entit(?:y|ies)|entität(?:en)?|entidad(?:es)?|entités?"
    r"|сущност\w*|амперсанд\w*|escap(?:ed?|es|ing))\b",
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
    is_marked = is_markup and (elements or (_NUMERIC.search(written) and not _is_meant(written)))
    return plain(written) if is_marked else written


def read_once_more(written: str, *, beside: str = "") -> str:
    """Return a plain text that was escaped once too often as its readers were meant to see it.

    "Q&amp;A", "Narrin&#8217;s" and "&ldquo;Open&rdquo;" are what no one types in a plain text. "Arts &amp; Culture" may be
    a lesson in HTML: it is read only where `beside`, the story's other words, has "Arts & Culture". A text about markup
    keeps its references, and so does one whose references `beside` has too.
    """
    references = _ENTITY.findall(written)
    if (
        not references
        or _TAG.search(written)
        or _is_meant(written)
        or any(each in beside for each in references)
    ):
        return written
    found = _REFERENCE.sub(_character, written)
    found = _TIGHT_AMPERSAND.sub("&", found)
    loose = _LOOSE_AMPERSAND.sub("&", found)
    return loose if loose != found and _says(beside, loose) else found


def _is_meant(written: str) -> bool:
    """Return True if a text is about markup and has a reference that stands alone, as in "the entity &nbsp; in HTML"."""
    return bool(_ABOUT_MARKUP.search(written) and _ALONE.search(written))


def _character(found: re.Match[str]) -> str:
    """Return the character that a reference stands for; one that would be markup stays a reference."""
    name = found[2]
    if name.casefold() in _OF_MARKUP or (name[0] != "#" and f"{name};" not in html5):
        return found[0]
    character = entities.unescape(f"&{name};")
    return found[0] if character in "&<>" else character


def _says(beside: str, loose: str) -> bool:
    """Return True if a text has the words around each ampersand of another with an ampersand between them."""
    pairs = re.findall(r"\w+ & \w+", loose)
    return bool(pairs) and all(each in beside for each in pairs)


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
