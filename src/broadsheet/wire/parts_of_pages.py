"""Find out which files of a folder are parts of its pages: drawings, styles and scripts that were saved beside them."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
# What may hold stories by its name is never a part, whatever a page says.
STORIES = PAGES | {"", ".txt", ".json", ".jsonl", ".xml", ".rss", ".atom", ".rdf"}
# Of a larger page the beginning is read.
MOST_BYTES = 4_000_000
_TAG = re.compile(
    r"""<(?:img|image|source|picture|link|script|video|audio|input|embed|object)\s((?>(?:[^>"']|"[^"]*"|'[^']*')*))>""",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"""(?:^|\s)(?:data-)?(?:lazy-)?(src|srcset|href|xlink:href|poster|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""",
    re.IGNORECASE,
)


def parts_of_pages(files: Sequence[Path]) -> frozenset[Path]:
    """Return those of some files that a page among them names as its picture, style, script or sound."""
    candidates = frozenset(each for each in files if each.suffix.lower() not in STORIES)
    if not candidates:
        return candidates
    named = (_named_by(each) for each in files if each.suffix.lower() in PAGES)
    return candidates & frozenset(part for parts in named for part in parts)


def _named_by(page: Path) -> Iterator[Path]:
    """Yield the files that a page names, as paths beside it."""
    try:
        with page.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        # Whoever reads it as a story says why it cannot be read.
        return
    for tag in _TAG.findall(text):
        for attribute, *written in _NAME.findall(tag):
            address = html.unescape("".join(written))
            for each in _candidates(address) if attribute.lower() == "srcset" else (address,):
                if path := _beside(page, each):
                    yield path


def _candidates(written: str) -> Iterable[str]:
    """Return the addresses of a list such as "pier.svg 1x, pier-large.svg 2x"."""
    return (each.split()[0] for each in written.split(",") if each.strip())


def _beside(page: Path, address: str) -> Path | None:
    """Return the file at a relative address, without asking the disk for it."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = page.parent
    for step in unquote(parts.path).split("/"):
        path = path.parent if step == ".." else path / step if step not in ("", ".") else path
    return path
