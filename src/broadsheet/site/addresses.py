"""What stands in the addresses of readers' pages, and how an address becomes absolute."""

from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, register_converter, resolve

from ..newsroom.addresses import place_path
from ..newsroom.models import Edition

# The parameters of a query that make another page, by the name of the address.
_PARAMETERS = {
    "search": ("author", "order", "page", "q", "section", "year"),
    **dict.fromkeys(
        ("corrections", "section", "topic", "author", "undated", "year", "month", "day"), ("page",)
    ),
    "oembed": ("format", "maxheight", "maxwidth", "url"),
}


def parameters(path: str) -> tuple[str, ...]:
    """Return the names of the parameters that make another page of a path as WSGI gives it, in Latin-1."""
    return _PARAMETERS.get(_address(path), ())


def is_search(path: str) -> bool:
    """Return True if a path as WSGI gives it is that of readers' search, of any edition."""
    return _address(path) == "search"


@lru_cache(maxsize=4096)
def _address(path: str) -> str:
    """Return the name of the address of a readers' page, "" if there is none."""
    try:
        match = resolve(path.encode("latin-1").decode())
    except (Resolver404, UnicodeError):
        return ""
    return (match.url_name or "") if match.namespace == "site" else ""


class LanguageConverter:
    """A language tag as Wagtail writes it: en, az, pt-br, zh-hans."""

    regex = "[a-z]{2,3}(?:-[a-z0-9]{2,8})*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigitsConverter(YearConverter):
    """A month or a day as two digits."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class PartConverter(LanguageConverter):
    """The last part of an address, as slugs are: ASCII letters, digits, hyphens and low lines, and all beyond ASCII."""

    regex = "[-a-zA-Z0-9_\u00aa-\U0010ffff]+"


register_converter(PartConverter, "part")
register_converter(LanguageConverter, "language")
register_converter(YearConverter, "yyyy")
register_converter(TwoDigitsConverter, "dd")


def absolute(path: str) -> str:
    """Return the public address of a path: never the Host header's, which is anybody's to write."""
    return f"{settings.BASE_URL}{path}"


def section_path(edition: Edition, slug: str) -> str:
    return place_path(edition.root, "section", slug)


def topic_path(edition: Edition, slug: str) -> str:
    return place_path(edition.root, "topic", slug)


def page_path(edition: Edition, slug: str) -> str:
    return place_path(edition.root, "page", slug)


def author_path(edition: Edition, slug: str) -> str:
    return place_path(edition.root, "author", slug)
