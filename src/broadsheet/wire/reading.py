"""Read a file of whatever format as stories."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ..newsroom.stories import Story
from ..prose.dates import DatePrecision
from .formats import feed, ninjs, page_text, saved_html
from .items import Dropped, UnreadableFile
from .text.decode import decode, is_binary

# What is read as a whole may have this many bytes; JSON Lines may be as long as they like.
LARGEST_PAGE = 20 * 1024 * 1024
KINDS = ("page-text", "html", "ninjs", "feed")
_HEAD = 4096
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel|cdf)\b", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|script)\b", re.IGNORECASE)


def read_stories(
    path: Path,
    *,
    name: str | None = None,
    date: datetime | None = None,
    language: str | None = None,
    source: str | None = None,
    kind: str | None = None,
) -> Iterator[Story | Dropped]:
    """Yield the stories of a file, and what could not be taken.

    `date` is given to the file's main story, or to those of a list that state none; `language` and `source` to
    those that state none. Raises UnreadableFile when the file as a whole cannot be read.
    """
    name = name or path.name
    if kind is not None and kind not in KINDS:
        raise UnreadableFile(f"{name}: '{kind}' is not a format. Choose one of {', '.join(KINDS)}.")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            kind = kind or sniff(head, name)
            for number, item in enumerate(_items(file, kind, name)):
                yield _wished(
                    item, date if number == 0 or kind in ("ninjs", "feed") else None, language, source
                )
    except OSError as error:
        raise UnreadableFile(
            f"{name}: {error.strerror or error}. Check the name and who may read it."
        ) from error


def sniff(head: bytes, name: str) -> str:
    """Return the format that the beginning of a file shows."""
    if not head.strip():
        raise UnreadableFile(f"{name}: is empty. There is nothing to import.")
    if is_binary(head):
        raise UnreadableFile(f"{name}: is not a text (it begins {head[:8]!r}). Unpack it, or leave it out.")
    text = decode(head)[0].lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return "ninjs"
    if _FEED.search(text) and not text.lower().startswith(("<!doctype html", "<html")):
        return "feed"
    if text.startswith("<") or _HTML.search(text):
        return "html" if _HTML.search(text) or not text.startswith("<?xml") else "feed"
    return "page-text"


def _items(file: BinaryIO, kind: str, name: str) -> Iterator[Story | Dropped]:
    if kind == "ninjs":
        return ninjs.read(file, name=name)
    data = file.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise UnreadableFile(
            f"{name}: is larger than {LARGEST_PAGE // 1024 // 1024} MB, more than any page or feed. "
            "Split it, or write it as ninjs, one object a line."
        )
    if kind == "feed":
        return feed.read(data, name=name)
    text, repair = decode(data)
    if kind == "html":
        return saved_html.read(text, name=name, repair=repair)
    return page_text.read(text, name=name, repair=repair)


def _wished(
    item: Story | Dropped, date: datetime | None, language: str | None, source: str | None
) -> Story | Dropped:
    if isinstance(item, Dropped):
        return item
    if date is not None and item.published_at is None:
        is_day = (date.hour, date.minute, date.second) == (0, 0, 0)
        precision = DatePrecision.DAY if is_day else DatePrecision.SECOND
        item = replace(item, published_at=date, date_precision=precision, date_basis="given at import")
    if language:
        item = replace(item, language=language, language_is_guessed=False)
    return replace(item, source=item.source or source or "")
