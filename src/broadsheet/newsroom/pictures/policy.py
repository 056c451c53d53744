"""Which files of pictures are handed out, as what, and under which headers; pure, for every server of ours to ask."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".avif": "image/avif",
        ".gif": "image/gif",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".png": "image/png",
        ".webp": "image/webp",
    }
)
# Whatever a file turns out to be, no script of it runs, and it frames and is framed by nothing.
PRIVATE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)


def content_type(name: str) -> str | None:
    """Return as what a file of this name may be shown in a browser, None for all that is not a picture."""
    return CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
