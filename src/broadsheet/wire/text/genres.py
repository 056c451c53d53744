"""Know the kind of a text by the codes of the IPTC for genres: https://cv.iptc.org/newscodes/genre/"""

from collections.abc import Iterable

from ...newsroom.stories import Kind

SCHEMES = ("http://cv.iptc.org/newscodes/genre/", "https://cv.iptc.org/newscodes/genre/", "genre:")
KINDS: dict[str, Kind] = {
    "opinion": "opinion",
    "analysis": "analysis",
    "interview": "interview",
    "review": "review",
    "obituary": "obituary",
}


def kind_of(codes: Iterable[str]) -> Kind:
    """Return the kind that the first known code names; codes of other lists, and plain words, say nothing."""
    for code in codes:
        for scheme in SCHEMES:
            if code.startswith(scheme) and (kind := KINDS.get(code.removeprefix(scheme).lower())):
                return kind
    return "news"
