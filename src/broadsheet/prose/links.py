"""Which addresses a link that was typed at the desk may lead to."""

import re
from urllib.parse import urlsplit

# Browsers drop tabs and line breaks inside an address and take a backslash for a slash: "/\host" is another host.
# https://url.spec.whatwg.org/#url-parsing
_MISREAD = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_MAIL = re.compile(r"mailto:[^@/?#]+@[^@/?#]+(?:\?[^#]*)?", re.IGNORECASE)


def is_safe_link(address: str) -> bool:
    """Return True for http, https and mailto addresses, and for a path of the site itself."""
    if not address or _MISREAD.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    if _MAIL.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
