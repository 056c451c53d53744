"""Write links that lead to articles as references to them, which survive a change of address; no database."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .identity import comparable_address
from .stories import Block, Embed, Paragraph

# Clean HTML writes every attribute in double quotes.
_LINK = re.compile(r"<a\s(?>(?:[^>\"]|\"[^\"]*\")*)>", re.IGNORECASE)
_REFERENCE = re.compile(r'<a linktype="article" id="(\d+)">')
_ADDRESS = re.compile(r'\shref="([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """An article that links lead to."""

    number: int
    headline: str


# By address, as one compares it.
Targets = Mapping[str, Target]


def addresses_in(body: Iterable[Block]) -> Iterator[str]:
    """Yield the addresses that a story's body links to."""
    for block in body:
        if isinstance(block, Paragraph):
            yield from _addresses(block.html)
        elif isinstance(block, Embed):
            yield block.url


def addresses_in_raw(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the addresses that a stored body links to."""
    for block in blocks:
        if block["type"] == "paragraph":
            yield from _addresses(str(block["value"]))
        elif block["type"] == "embed":
            yield str(block["value"].get("url", ""))


def with_references(body: tuple[Block, ...], targets: Targets) -> tuple[Block, ...]:
    """Return a story's body with references in place of links to known articles."""
    return tuple(_block(each, targets) for each in body) if targets else body


def with_raw_references(blocks: Iterable[Mapping[str, Any]], targets: Targets) -> list[dict[str, Any]]:
    """Return a stored body with references in place of links to known articles."""
    return [_raw_block(each, targets) for each in blocks]


def numbers_in(text: str) -> Iterator[int]:
    """Yield the numbers of the articles to which `with_references` has written references."""
    yield from map(int, _REFERENCE.findall(text))


def _addresses(text: str) -> Iterator[str]:
    for link in _LINK.findall(text):
        if address := _ADDRESS.search(link):
            yield html.unescape(address[1])


def _block(block: Block, targets: Targets) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, html=_referring(block.html, targets))
    if isinstance(block, Embed) and (target := _at(block.url, targets)):
        return Paragraph(_as_paragraph(target, block.caption))
    return block


def _raw_block(block: Mapping[str, Any], targets: Targets) -> dict[str, Any]:
    value = block["value"]
    if block["type"] == "paragraph":
        return {**block, "value": _referring(str(value), targets)}
    if block["type"] == "embed" and (target := _at(str(value.get("url", "")), targets)):
        return {**block, "type": "paragraph", "value": _as_paragraph(target, str(value.get("caption", "")))}
    return dict(block)


def _referring(text: str, targets: Targets) -> str:
    def written(link: re.Match[str]) -> str:
        address = _ADDRESS.search(link[0])
        target = _at(html.unescape(address[1]), targets) if address else None
        return _opening(target) if target else link[0]

    return _LINK.sub(written, text)


def _as_paragraph(target: Target, caption: str) -> str:
    return f"<p>{_opening(target)}{html.escape(caption or target.headline)}</a></p>"


def _opening(target: Target) -> str:
    return f'<a linktype="article" id="{target.number}">'


def _at(address: str, targets: Targets) -> Target | None:
    return targets.get(comparable_address(address))
