"""Turn the content of a post into blocks, whichever editor it was written in."""

import html
import json
import re
from collections import Counter
from dataclasses import dataclass

from ....newsroom.stories import Block, Paragraph
from ....prose.markup import clean, plain
from ...text.html_blocks import blocks, require_readable
from .block_editor import has_blocks, without_comments
from .marks import Marks, without_marks
from .media import without_media
from .media_library import MediaLibrary
from .paragraphs import with_paragraphs
from .shortcodes import Surrounding, without_shortcodes

# What is written in these is not read as shortcodes or paragraphs.
_VERBATIM = re.compile(
    r"<(pre|script|style|textarea)\b[^<>]*>((?>(?:[^<]++|<(?!/?\1\b))*))</\1\s*>", re.IGNORECASE
)
_LINK = re.compile(r"""(<a\b[^<>]*?\bhref\s*=\s*)("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)
_COMMENT_SIGNS = ("<!--more", "<!--nextpage", "<!--noteaser")


@dataclass(frozen=True, slots=True)
class PostBody:
    """The blocks of a post, and what is not in them, by name."""

    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()


def body_of(content: str, *, post: int, library: MediaLibrary) -> PostBody:
    """Return the blocks of a post's content.

    Raises UnreadableItem where that would take too long.
    """
    require_readable(content)
    marks, named = Marks(), Counter[str]()

    def name(what: str) -> None:
        named[what] += 1

    text = without_marks(content).replace("\r\n", "\n").replace("\r", "\n")
    text = _VERBATIM.sub(lambda found: _verbatim(found, marks), text)
    # Posts about XML: for a parser of HTML this would be a comment.
    text = text.replace("<![CDATA[", "&lt;![CDATA[")
    for sign in _COMMENT_SIGNS:
        text = text.replace(sign, f"\n\n{sign}")
    if has_blocks(text):
        text = without_comments(text, library, name, classic=with_paragraphs)
        text = without_shortcodes(text, Surrounding(post, library, marks, name))
    else:
        text = with_paragraphs(without_shortcodes(text, Surrounding(post, library, marks, name)))
    text = _LINK.sub(lambda found: _absolute(found, library), text)
    text = without_media(text, marks, library, name)
    left_out = tuple(what if many == 1 else f"{what} ({many} times)" for what, many in named.items())
    return PostBody(marks.restored(blocks(text)), left_out)


def footnotes(written: str) -> tuple[Block, ...]:
    """Return the footnotes that the block editor keeps beside a post, as one list."""
    try:
        found = json.loads(written) if written else []
    except (ValueError, RecursionError):
        return ()
    notes = (
        [each.get("content") for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    )
    lines = [clean(each) for each in notes if isinstance(each, str) and plain(each)]
    return (Paragraph(f"<ol>{''.join(f'<li>{each}</li>' for each in lines)}</ol>"),) if lines else ()


def _verbatim(found: re.Match[str], marks: Marks) -> str:
    if found[1].lower() != "pre":
        return ""
    lines = clean(found[2]).strip("\n").split("\n")
    # A line that is moved in stays so: a poem, a program.
    kept = "<br>".join(_moved_in(each) for each in lines)
    return f"\n\n{marks.put(Paragraph(f'<p>{kept}</p>'))}\n\n" if plain(kept) else "\n\n"


def _moved_in(line: str) -> str:
    words = line.lstrip(" \t")
    blanks = line[: len(line) - len(words)].expandtabs(4)
    return "\u00a0" * len(blanks) + words


def _absolute(found: re.Match[str], library: MediaLibrary) -> str:
    address = html.unescape(found[2][1:-1].strip())
    if not address or _ABSOLUTE.match(address):
        return found[0]
    return f'{found[1]}"{html.escape(library.absolute(address))}"'
