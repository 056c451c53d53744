"""Reduce an SVG to a picture: parse it, and write a new one with the allowed elements only."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from .svg_styles import looks_of, rules_in
from .svg_words import (
    ATTRIBUTES,
    ELEMENTS,
    LOOKS,
    SHAPES,
    SVG,
    UNMISSED,
    XLINK_HREF,
    is_name,
    may_stand,
    parts_named,
)

LARGEST_BYTES = 200_000
# Limits: elements in the file, elements as often as they are drawn, and levels of nesting.
MOST_ELEMENTS, MOST_DRAWN, DEEPEST = 5_000, 20_000, 60
# Limit of the longer side divided by the shorter.
LONGEST_SHAPE = 20.0
LONGEST_NUMBER = 40
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(?:px|pt|mm|cm|in|em)?")


class NotAnSvgError(ValueError):
    """This file is not an SVG picture that can be shown. Save it again as plain SVG, or as PNG."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A reduced SVG, its size in pixels, and the names of the elements that were left out."""

    content: bytes
    width: int
    height: int
    left_out: tuple[str, ...] = ()


def reduced(content: bytes) -> Drawing:
    """Return an SVG with its allowed elements and attributes only. Raises NotAnSvgError."""
    if len(content) > LARGEST_BYTES:
        raise NotAnSvgError(
            f"This SVG has more than {LARGEST_BYTES // 1000} kB. Simplify it, or save it as PNG."
        )
    root = _read(content)
    width, height, box = _measures(root)
    rules = rules_in(_texts_of_styles(root))
    left_out: set[str] = set()
    kept = _copied(root, rules, left_out)
    kept.set("viewBox", box)
    kept.set("width", str(width))
    kept.set("height", str(height))
    _refuse_bombs(kept)
    if not any(_name(each) in SHAPES for each in kept.iter()):
        raise NotAnSvgError("Nothing is drawn in this SVG that may be shown. Save it as PNG.")
    ElementTree.register_namespace("", SVG)
    written = ElementTree.tostring(kept, encoding="utf-8")
    return Drawing(written, width, height, tuple(sorted(left_out)))


def _read(content: bytes) -> Any:
    """Parse XML without entities, up to the limits above. Raises NotAnSvgError."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise NotAnSvgError("This SVG has too many parts. Simplify it, or save it as PNG.")
        builder.start(_qualified(name), {_qualified(each): value for each, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def refuse(*_said: Any) -> None:
        raise NotAnSvgError("This SVG declares entities. Save it as plain SVG, or as PNG.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    # Many programs write a DOCTYPE. That is allowed; declarations in it are not.
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)
        root = builder.close()
    except (expat.ExpatError, ValueError, AssertionError) as error:
        if isinstance(error, NotAnSvgError):
            raise
        raise NotAnSvgError(NotAnSvgError.__doc__) from error
    if _name(root) != "svg":
        raise NotAnSvgError(NotAnSvgError.__doc__)
    return root


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def _name(element: Any) -> str:
    """Return the local name of an SVG element, "" for an element of another namespace."""
    tag = str(element.tag)
    return tag.removeprefix(f"{{{SVG}}}") if tag.startswith(f"{{{SVG}}}") else ""


def _measures(root: Any) -> tuple[int, int, str]:
    """Return width, height and view box. Raises NotAnSvgError where they are missing or absurd."""
    box = [_number(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    if len(box) != 4:
        box = [0.0, 0.0, _number(root.get("width", "")), _number(root.get("height", ""))]
    width, height = box[2], box[3]
    is_possible = all(math.isfinite(each) and abs(each) < 1e6 for each in box) and min(width, height) > 0
    if not is_possible:
        raise NotAnSvgError("This SVG does not say how large it is. Give it a viewBox, width and height.")
    if max(width / height, height / width) > LONGEST_SHAPE:
        raise NotAnSvgError(f"This picture is more than {LONGEST_SHAPE:.0f} times as long as it is wide.")
    # Scaled to 1000 pixels, so that a browser reserves room of the right shape.
    scale = 1000 / max(width, height)
    shown = (max(1, round(width * scale)), max(1, round(height * scale)))
    return *shown, " ".join(f"{each:g}" for each in box)


def _number(text: str) -> float:
    found = _NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST_NUMBER else None
    return float(found[1]) if found else math.nan


def _texts_of_styles(root: Any) -> str:
    return "\n".join("".join(each.itertext()) for each in root.iter(f"{{{SVG}}}style"))


def _copied(element: Any, rules: dict[str, dict[str, str]], left_out: set[str]) -> Any:
    """Return a copy of an element with its allowed parts; add the names of the other parts to `left_out`."""
    copy = ElementTree.Element(element.tag, _attributes(element, rules))
    if _name(element) in ("title", "desc", "text", "tspan"):
        copy.text = element.text
    for child in element:
        name = _name(child)
        # A nested <svg> would have a size of its own.
        if name in ELEMENTS and name != "svg":
            inner = _copied(child, rules, left_out)
            if _name(element) in ("text", "tspan"):
                inner.tail = child.tail
            copy.append(inner)
        elif name not in ("", "style") and name.lower() not in UNMISSED:
            left_out.add(name)
    return copy


def _attributes(element: Any, rules: dict[str, dict[str, str]]) -> dict[str, str]:
    kept = {name: value for name, value in element.attrib.items() if name in ATTRIBUTES and may_stand(value)}
    # A rule overrides an attribute, and the element's own style overrides a rule.
    for each in element.get("class", "").split():
        kept |= rules.get(each, {})
    kept |= looks_of(element.get("style", ""))
    if "id" in kept and not is_name(kept["id"]):
        del kept["id"]
    href = element.get("href") or element.get(XLINK_HREF) or ""
    if href.startswith("#") and is_name(href[1:]):
        kept["href"] = href
    return kept


def _refuse_bombs(root: Any) -> None:
    """Raise NotAnSvgError where parts use each other in a circle, or too often to be drawn in time."""
    by_name: dict[str, Any] = {}
    for each in root.iter():
        # Where two parts share an id, browsers take the first.
        by_name.setdefault(each.get("id", ""), each)
    drawn: dict[Any, int] = {}
    begun: set[Any] = set()

    def count(element: Any) -> int:
        if element in drawn:
            return drawn[element]
        if element in begun or len(begun) > MOST_ELEMENTS:
            raise NotAnSvgError("Parts of this SVG use each other in a circle. Save it as PNG.")
        begun.add(element)
        total = 1 + sum(count(each) for each in element)
        total += sum(count(by_name[each]) for each in _used(element) if each in by_name)
        begun.discard(element)
        if total > MOST_DRAWN:
            raise NotAnSvgError("This SVG draws too many parts. Simplify it, or save it as PNG.")
        drawn[element] = total
        return total

    try:
        count(root)
    except RecursionError as error:
        raise NotAnSvgError("Parts of this SVG use each other too deeply. Save it as PNG.") from error


def _used(element: Any) -> Iterator[str]:
    if href := element.get("href", ""):
        yield href[1:]
    for name in LOOKS:
        yield from parts_named(element.get(name, ""))
