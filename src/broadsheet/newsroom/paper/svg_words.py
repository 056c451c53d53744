"""The words of SVG that a logo may use: shapes, text, gradients and clips, and nothing that acts, loads or repeats itself.

Words and values: https://www.w3.org/TR/SVG2/eltindex.html and https://www.w3.org/TR/SVG2/attindex.html
"""

import re

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"})
ELEMENTS = SHAPES | {
    "svg", "g", "defs", "symbol", "title", "desc", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
}  # fmt: skip
# Elements left out without a word: drawing programs write them for themselves.
UNMISSED = frozenset({"metadata", "namedview", "script"})
# Attributes of looks, which a style may set too. No dashes: a long line of short ones takes minutes to draw.
LOOKS = frozenset(
    {
        "clip-path", "clip-rule", "color", "display", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family",
        "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "letter-spacing", "mask", "mask-type",
        "opacity", "paint-order", "stop-color", "stop-opacity", "stroke", "stroke-linecap", "stroke-linejoin",
        "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "visibility", "word-spacing",
    }
)  # fmt: skip
ATTRIBUTES = LOOKS | {
    "id", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "dx", "dy", "rotate",
    "width", "height", "viewBox", "preserveAspectRatio", "transform", "gradientTransform", "gradientUnits", "spreadMethod",
    "offset", "clipPathUnits", "maskUnits", "maskContentUnits", "pathLength", "textLength", "lengthAdjust",
}  # fmt: skip
# Characters of a value: no quotation mark, backslash, angle bracket or ampersand.
_PLAIN = re.compile(r"[\w\s.,;:#%()+\-/]*")
_NAME = re.compile(r"[A-Za-z_][\w.\-]{0,80}")
# The only address allowed in a value: a part of the same picture.
_OWN_PART = re.compile(r"url\(\s*#([A-Za-z_][\w.\-]{0,80})\s*\)")
# Longest value that is searched for functions: that takes time by the square of its length.
LONGEST_WITH_A_FUNCTION = 5_000
_FUNCTION = re.compile(r"([\w-]+)\s*\(")
_FUNCTIONS = frozenset(
    {
        "url", "rgb", "rgba", "hsl", "hsla",
        "matrix", "translate", "translatex", "translatey", "scale", "scalex", "scaley", "rotate", "skewx", "skewy",
    }
)  # fmt: skip


def may_stand(value: str) -> bool:
    """Return whether a value is plain and names nothing outside of the picture."""
    if _PLAIN.fullmatch(value) is None or "//" in value:
        return False
    if "(" not in value:
        return True
    if len(value) > LONGEST_WITH_A_FUNCTION:
        return False
    if any(each.lower() not in _FUNCTIONS for each in _FUNCTION.findall(value)):
        return False
    return value.lower().count("url") == len(_OWN_PART.findall(value))


def is_name(value: str) -> bool:
    """Return whether a value can be the name of a part."""
    return _NAME.fullmatch(value) is not None


def parts_named(value: str) -> list[str]:
    """List the parts of the picture that a value names."""
    return _OWN_PART.findall(value)
