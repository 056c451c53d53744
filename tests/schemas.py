"""Judge what machines read by the small schemas in `schemas/`; their README says where these come from."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

FOLDER = Path(__file__).parent / "schemas"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


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
