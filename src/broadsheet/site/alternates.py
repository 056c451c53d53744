"""Name what else there is of an article's page, for machines: ninjs and oEmbed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from .addresses import absolute


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of a page: its media type, a title, its address."""

    kind: str
    title: str
    address: str


def alternates(path: str, title: str) -> list[Alternate]:
    """Return the other forms of the article at a path."""
    asked = reverse("site:oembed")
    address = absolute(path)
    return [
        Alternate("application/json", f"ninjs: {title}", f"{path.removesuffix('/')}.json"),
        *(
            Alternate(kind, title, absolute(f"{asked}?{urlencode({'url': address, 'format': form})}"))
            for kind, form in (("application/json+oembed", "json"), ("text/xml+oembed", "xml"))
        ),
    ]
