"""Name what else there is of an article's page, for machines: ninjs and oEmbed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ..newsroom.addresses import ninjs_path
from .addresses import absolute


@dataclass(frozen=True, slots=True)
class OtherForm:
    """Another form of a page: its media type, a title, its address."""

    kind: str
    title: str
    address: str


def other_forms(path: str, title: str) -> list[OtherForm]:
    """Return the other forms of the article at a path."""
    asked = reverse("site:oembed")
    address = absolute(path)
    return [
        OtherForm("application/json", f"ninjs: {title}", ninjs_path(path)),
        *(
            OtherForm(kind, title, absolute(f"{asked}?{urlencode({'url': address, 'format': form})}"))
            for kind, form in (("application/json+oembed", "json"), ("text/xml+oembed", "xml"))
        ),
    ]
