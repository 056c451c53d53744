"""Take the comments of WordPress's block editor out of a post: `<!-- wp:image {"id":7} -->`."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from .media_library import MediaLibrary, number_of

# https://developer.wordpress.org/block-editor/getting-started/fundamentals/markup-representation-block/
_COMMENT = re.compile(r"\s*(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*(.*?)(/?)\s*", re.DOTALL)
# Blocks without words of their own, which nobody misses.
_EMPTY = frozenset({"spacer", "separator", "more", "nextpage", "page-break", "column", "columns", "group"})
_REUSED_DEPTH = 3


def has_blocks(content: str) -> bool:
    """Return True if a post was written in the block editor."""
    return "<!-- wp:" in content


def without_comments(
    content: str,
    library: MediaLibrary,
    name: Callable[[str], None],
    *,
    classic: Callable[[str], str],
    depth: int = 0,
) -> str:
    """Return the HTML of a post's blocks; what WordPress would fill in itself is told to `name`.

    `classic` makes paragraphs of what stands between blocks, as the editor before it left it.
    """
    written, at, opened = [], 0, 0
    for start, end, found in _comments(content):
        between = content[at:start]
        written.append(between if opened else classic(between) if between.strip() else between)
        at = end
        closes, kind, attributes, closes_itself = found[1], found[2], found[3], found[4]
        if closes:
            opened = max(0, opened - 1)
        elif closes_itself:
            written.append(_filled_in(kind, attributes, library, name, classic, depth))
        else:
            opened += 1
        written.append("\n")
    rest = content[at:]
    return "".join([*written, rest if opened else classic(rest) if rest.strip() else rest])


def _filled_in(
    kind: str,
    attributes: str,
    library: MediaLibrary,
    name: Callable[[str], None],
    classic: Callable[[str], str],
    depth: int,
) -> str:
    """Return what a block without HTML stands for: a reusable block's content, else nothing, named."""
    if kind in _EMPTY:
        return ""
    number = number_of(str(_read(attributes).get("ref", "")))
    content = library.reused(number) if kind == "block" else None
    if content is None or depth >= _REUSED_DEPTH:
        name(f"block wp:{kind}")
        return ""
    return without_comments(content, library, name, classic=classic, depth=depth + 1)


def _comments(content: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    at = 0
    while (start := content.find("<!--", at)) >= 0 and (end := content.find("-->", start + 4)) >= 0:
        at = end + 3
        found = _COMMENT.fullmatch(content[start + 4 : end])
        if found:
            yield start, at, found


def _read(attributes: str) -> dict[str, Any]:
    try:
        found = json.loads(attributes) if attributes else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
