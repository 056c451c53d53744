"""Judge what machines read by the small schemas in `schemas/`; their README says where these come from."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

FOLDER = Path(__file__).parent / "schemas"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# ISO 8601, of which a year and a month alone are allowed too, as for a date of which no day is known.
_SHAPES = {
    "URL": re.compile(r"https?://[^\s/]+/\S*"),
    "Date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}


def valid(document: str, schema: str = "sitemap") -> Any:
    """Return the root of a document that a schema allows. Raises etree.DocumentInvalid."""
    root = etree.fromstring(document.encode())
    _schema(schema).assertValid(root)
    return root


def addresses(document: str) -> list[str]:
    """List the pages of a valid sitemap."""
    return [each.text for each in valid(document).iter(f"{SITEMAP}loc")]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / f"{name}.xsd"))


def faults(said: Any, *, at: str = "") -> list[str]:
    """List what schema.org does not know of a description in JSON-LD, or knows otherwise, from where it stands."""
    kind = said.get("@type", "") if isinstance(said, dict) else ""
    if kind not in terms():
        return [f"{at or 'it'} is no thing that we know: {kind or said!r}"]
    known = _properties(kind)
    found = []
    for name, value in said.items():
        where = f"{at}.{name}".lstrip(".")
        if name in ("@type", "@context", "@id"):
            continue
        if name not in known:
            found.append(f"{where}: {kind} has no such property")
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and _is_one_of(each.get("@type", ""), known[name]):
                found += faults(each, at=where)
            elif isinstance(each, dict) or not any(_is_value(each, kind) for kind in known[name]):
                found.append(f"{where}: {each!r} is none of {', '.join(known[name])}")
    return found


@cache
def terms() -> dict[str, dict[str, Any]]:
    """Return the types of schema.org that we use: what each is a kind of, and its own properties with what they may be."""
    return dict(json.loads((FOLDER / "schema-org.json").read_text(encoding="utf-8")))


def _properties(kind: str) -> dict[str, list[str]]:
    own = terms()[kind]
    inherited = {name: each for above in own["under"] for name, each in _properties(above).items()}
    return inherited | own["has"]


def _is_one_of(kind: str, wanted: list[str]) -> bool:
    return kind in terms() and (
        kind in wanted or any(_is_one_of(above, wanted) for above in terms()[kind]["under"])
    )


def _is_value(value: Any, kind: str) -> bool:
    if kind in ("Integer", "Boolean"):
        return type(value) is {"Integer": int, "Boolean": bool}[kind]
    if not isinstance(value, str) or not value.strip():
        return False
    if kind in _SHAPES:
        return _SHAPES[kind].fullmatch(value) is not None
    return kind == "Text"
